"""Nominations of an edition: nominate, endorse, select."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lms.courses.domain import nominations
from lms.courses.forms import NominateForm
from lms.courses.models import Edition, Nomination
from lms.courses.views.edition import edition_for
from lms.look.forms import refuse
from lms.people.domain.links import Step, chain
from lms.people.domain.refusal import Refused
from lms.people.models import Person
from lms.people.models.person import access_of
from lms.people.permissions import Access

S = Nomination.State


def steps_for(nomination: Nomination, *, viewer: Person, access: Access) -> list[str]:
    """What this viewer may do next with a nomination, first the one that is expected."""
    selects = access.may("select", nomination.edition.country_id)
    endorses, nominates = (access.may(verb, nomination.country_id) for verb in ("endorse", "nominate"))
    own = nomination.person_id == viewer.pk
    steps = {
        S.NOMINATED: ["endorse", "decline"] if endorses else [],
        S.ENDORSED: ["select", "decline"] if selects else [],
        S.RESERVE: ["select"] if selects else [],
        S.SELECTED: ["accept"] if own or nominates else [],
    }.get(nomination.state, [])
    held = nomination.state in {S.NOMINATED, S.ENDORSED, S.SELECTED, S.ACCEPTED, S.RESERVE}
    return [*steps, *(["withdraw"] if held and (own or nominates) else [])]


def page(request: HttpRequest, edition: Edition, form: NominateForm | None) -> HttpResponse:
    access = access_of(request.user)
    rows = (edition.nominations.visible_to(access)
            .select_related("person", "country", "organisation", "edition").order_by("country__code", "pk"))
    return render(request, "courses/selection.html", {
        "edition": edition, "form": form, "chain": chain(edition, here=Step.SELECTION, viewer=request.user),
        "rows": [(row, steps_for(row, viewer=request.user, access=access)) for row in rows],
        "seats": edition.seats + edition.partner_seats,
        "all_countries": access.where("see people") is None, "today": timezone.localdate(),
        "taken": nominations.seats_taken(edition)})


def nominate_form(request: HttpRequest, edition: Edition, data=None) -> NominateForm | None:
    """The form, for those who may nominate while nominations are open."""
    access = access_of(request.user)
    may = access.where("nominate") != set() and edition.state == Edition.State.OPEN
    return NominateForm(data, edition=edition, access=access) if may else None


@login_required
def show(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_for(request, slug)
    return page(request, edition, nominate_form(request, edition))


@require_POST
@login_required
def nominate(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_for(request, slug)
    form = nominate_form(request, edition, request.POST)
    if form is None:
        messages.error(request, _("Nominations for this edition are not open."))
        return redirect("courses:selection", slug)
    if form.is_valid():
        try:
            nominations.nominate(edition=edition, person=form.cleaned_data["person"], by=request.user,
                                 now=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("%(name)s is nominated. The focal point endorses next.")
                             % {"name": form.cleaned_data["person"].name})
            return redirect("courses:selection", slug)
    return page(request, edition, form)


@require_POST
@login_required
def decide(request: HttpRequest, slug: str, nomination: str) -> HttpResponse:
    """One step with one nomination, as the pressed button names it."""
    edition = edition_for(request, slug)
    row = get_object_or_404(edition.nominations.visible_to(access_of(request.user)), uuid=nomination)
    verbs = {"endorse": nominations.endorse, "select": nominations.select, "accept": nominations.accept,
             "withdraw": nominations.withdraw}
    if request.POST.get("step") == "withdraw" and "sure" not in request.POST:
        return render(request, "courses/withdraw.html", {"edition": edition, "row": row,
                                                         "seated": row.state in nominations.SEATED})
    given = {"nomination": row, "by": request.user, "now": timezone.now()}
    try:
        if request.POST.get("step") == "decline":
            nominations.decline(**given, reason=request.POST.get("reason", "").replace("\x00", "")[:300])
        elif verb := verbs.get(request.POST.get("step", "")):
            changed = verb(**given)
            messages.success(request, _("%(name)s is “%(state)s” now.")
                             % {"name": changed.person.name, "state": changed.get_state_display()})
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("courses:selection", slug)
