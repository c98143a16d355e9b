"""The persons that the viewer may see, and one of them."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from lms.people.domain import history
from lms.people.domain import listing as register
from lms.people.domain.naming import whose_people
from lms.people.domain.refusal import require
from lms.people.forms.listing import Filters
from lms.people.models import Grant, Person
from lms.people.models.person import access_of

A_PAGE = 50
WORDS = "people.words"
"""Where the session keeps what was searched for: a name never stands in an address, where logs would keep it."""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """People in the viewer's scope, 50 a page. A search is sent by POST and kept in the session."""
    chosen = register.Chosen.read(request.GET)
    query = urlencode(chosen.given())
    if request.method == "POST":
        request.session[WORDS] = request.POST.get("words", "").replace("\x00", "").strip()[:100]
        return redirect(f"{reverse('people:list')}{'?' if query else ''}{query}")
    words, today, access = request.session.get(WORDS, ""), timezone.localdate(), access_of(request.user)
    found = register.found(viewer=request.user, words=words, chosen=chosen, on=today)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    regional = access.where("see people") is None
    rows = register.rows(page.object_list, viewer=request.user, on=today, language=get_language(),
                         regional=regional)
    return render(request, "people/list.html", {
        "page": page, "rows": rows, "more": found.more, "words": words, "chosen": chosen, "query": query,
        "filters": Filters(chosen, regional), "regional": regional, "whose": whose_people(access),
        "sees": access.where("see people") != set(), "manages": access.where("manage people") != set()})


@login_required
def show(request: HttpRequest, uuid) -> HttpResponse:
    """One person; for everyone outside the scope there is no such page. A merged record leads to the one kept."""
    person = get_object_or_404(Person.objects.visible_to(request.user).select_related(
        "country", "province", "profession", "merged_into"), uuid=uuid)
    if person.merged_into:
        return redirect("people:person", person.merged_into.uuid)
    access, own = access_of(request.user), person.pk == request.user.pk
    manages = access.may("manage people", person.country_id)
    return render(request, "people/person.html", {
        "person": person, "own": own, "whole": own or manages,
        "manages": manages and not own and not person.erased_at,
        "gives": access.may("give roles", person.country_id) and not own and not person.erased_at,
        "regional": access.where("manage people") is None,
        "tongues": [(code, tongue) for code, tongue in settings.LANGUAGES if code in person.languages],
        "affiliations": person.affiliations.select_related("organisation").order_by("-since", "pk"),
        "memberships": person.memberships.select_related("body").order_by("-since", "pk"),
        "grants": with_givers(person.grants.all(), request.user),
        "history": (history.of_person(person, viewer=request.user)
                    if access.may("see people", person.country_id) else None)})


def with_givers(ties: QuerySet[Grant], viewer: Person) -> list[Grant]:
    """The roles, each with the name of who gave it, or nothing for somebody whom the viewer does not see."""
    held = list(ties.select_related("country", "body__country").order_by("-since", "pk"))
    names = dict(Person.objects.visible_to(viewer).filter(
        uuid__in={tie.granted_by for tie in held} - {None}).values_list("uuid", "name"))
    for tie in held:
        tie.giver = names.get(tie.granted_by, "")
    return held


def managed(request: HttpRequest, uuid, verb: str = "manage people") -> Person:
    """The person whom a page for managing is about. Raises Http404 outside the scope and for a closed record, and
    PermissionDenied where the viewer sees the person without managing people."""
    person = get_object_or_404(Person.objects.visible_to(request.user).current().select_related(
        "country", "province", "profession"), uuid=uuid)
    require(verb, by=request.user, country=person.country)
    return person
