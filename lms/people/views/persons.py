"""The persons that the viewer may see, and one of them."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lms.people.domain import history
from lms.people.domain.naming import whose_people, with_words
from lms.people.models import Affiliation, Person
from lms.people.models.person import access_of

A_PAGE = 50
WORDS = "people.words"
"""Where the session keeps what was searched for: a name never stands in an address, where logs would keep it."""


def with_ties(persons: QuerySet[Person]) -> QuerySet[Person]:
    """All that a listing shows of a person, in two queries."""
    today = timezone.localdate()
    now_at = Affiliation.objects.on(today).select_related("organisation").order_by("-since", "pk")
    return persons.select_related("country").prefetch_related(Prefetch("affiliations", now_at, to_attr="now_at"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """People in the viewer's scope, 50 a page. A search is sent by POST and kept in the session."""
    if request.method == "POST":
        request.session[WORDS] = request.POST.get("words", "").replace("\x00", "").strip()[:100]
        return redirect("people:list")
    words = request.session.get(WORDS, "")
    access = access_of(request.user)
    found = with_words(with_ties(Person.objects.visible_to(request.user).current()), words, access)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/list.html", {
        "page": page, "words": words, "whose": whose_people(access)})


@login_required
def show(request: HttpRequest, uuid) -> HttpResponse:
    """One person; for everyone outside the scope there is no such page."""
    person = get_object_or_404(
        Person.objects.visible_to(request.user).select_related("country", "province", "profession"), uuid=uuid)
    may_see_history = access_of(request.user).may("see people", person.country_id)
    return render(request, "people/person.html", {
        "person": person,
        "affiliations": person.affiliations.select_related("organisation").order_by("-since", "pk"),
        "memberships": person.memberships.select_related("body").order_by("-since", "pk"),
        "grants": person.grants.select_related("country", "body").order_by("-since", "pk"),
        "history": history.of_person(person, viewer=request.user) if may_see_history else None})
