"""Search over what this reader may see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lms.home.domain.results import asked, look_for
from lms.people.models.person import access_of


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Whatever was typed, the answer is a page."""
    question = asked(request.GET.get("q", ""))
    groups = look_for(question=question, access=access_of(request.user))
    return render(request, "home/search.html", {
        "question": question, "groups": groups, "count": sum(len(group.results) for group in groups)})
