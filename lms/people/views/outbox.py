"""The demo's post: letters are shown here instead of being sent."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from lms.notices.models import Notice
from lms.people.domain import wall
from lms.people.models import Person


@wall.lifted("demo")
def show(request: HttpRequest) -> HttpResponse:
    """All letters, newest first. Outside the demo there is no such page."""
    if not settings.DEMO:
        raise Http404
    page = Paginator(Notice.objects.order_by("-written_at", "-pk"), 20).get_page(request.GET.get("page"))
    readers = Person.objects.in_bulk([letter.person for letter in page], field_name="uuid")
    return render(request, "people/outbox.html", {
        "page": page, "letters": [(letter, readers.get(letter.person)) for letter in page]})
