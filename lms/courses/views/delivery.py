"""The edition in the room: trainers, attendance by slot, results, evaluation."""

from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lms.courses.domain import delivery, roster
from lms.courses.forms import AppointForm, ResultForm
from lms.courses.models import Edition, Evaluation
from lms.courses.permissions import ROSTER_DAYS, may_run
from lms.courses.views.edition import edition_for
from lms.people.domain import wall
from lms.people.domain.links import Step, chain
from lms.people.domain.refusal import Refused, require
from lms.people.models.person import access_of
from lms.surveys.domain import counts
from lms.surveys.models import FormVersion

FORM = "course-evaluation"


def runs(request: HttpRequest, edition: Edition) -> bool:
    teaches = roster.teaches(request.user, edition, edition.day_there(timezone.now()))
    return may_run(access=access_of(request.user), country_id=edition.country_id, teaches=teaches)


def page(request: HttpRequest, edition: Edition, appoint_form: AppointForm | None = None) -> HttpResponse:
    access, running = access_of(request.user), runs(request, edition)
    with wall.lifted("counts"):
        slots = list(edition.slots.select_related("session").annotate(
            here=Count("attendances", Q(attendances__present=True)), entered=Count("attendances")).order_by("day", "start"))
    organises = access.may("run editions", edition.country_id)
    today = edition.day_there(timezone.now())
    people = list(roster.readable(edition, by=request.user, on=today).annotate(
        here=Count("attendances", Q(attendances__present=True))))
    return render(request, "courses/delivery.html", {
        "edition": edition, "slots": slots, "running": running, "today": today,
        "chain": chain(edition, here=Step.DELIVERY, viewer=request.user),
        "people": [(p, delivery.attendance_percent(present=p.here, slots=len(slots))) for p in people],
        "hidden": roster.heads(edition) - len(people),
        "whole": edition.end + ROSTER_DAYS if roster.reads_whole(request.user, edition, today) else None,
        "teaching": roster.team(edition, by=request.user, on=today),
        "observes": delivery.observes(request.user, edition, today),
        "form": appoint_form or (AppointForm(access=access) if organises else None),
        "evaluations": [(e, counts.counts(form=e.version.form, occasion=e.uuid))
                        for e in edition.evaluations.select_related("version__form")]})


@login_required
def show(request: HttpRequest, slug: str) -> HttpResponse:
    return page(request, edition_for(request, slug))


@require_POST
@login_required
def appoint(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_for(request, slug)
    require("run editions", by=request.user, country=edition.country)
    form = AppointForm(request.POST, access=access_of(request.user))
    if not form.is_valid():
        return page(request, edition, form)
    person = form.cleaned_data["person"]
    delivery.appoint(edition=edition, person=person, role=form.cleaned_data["role"], by=request.user,
                     now=timezone.now())
    messages.success(request, _("%(name)s teaches in this edition.") % {"name": person.name})
    return redirect("courses:delivery", slug)


@login_required
def attendance(request: HttpRequest, slug: str, slot: int) -> HttpResponse:
    """Who was present in one slot: a tick a person."""
    edition = edition_for(request, slug)
    held = get_object_or_404(edition.slots.select_related("session", "edition__country"), pk=slot)
    today = edition.day_there(timezone.now())
    delivery.require_running(edition, request.user, today)
    people, error = list(roster.readable(edition, by=request.user, on=today)), ""
    present = set(held.attendances.filter(present=True).values_list("enrolment__uuid", flat=True))
    if request.method == "POST":
        ticked = {person.uuid for person in people if str(person.uuid) in request.POST.getlist("present")}
        try:
            count = delivery.mark(slot=held, present=ticked, by=request.user, now=timezone.now(), today=today)
        except Refused as refused:
            present, error = ticked, str(refused)
        else:
            messages.success(request, _("Saved: %(count)s of %(all)s present.") % {"count": count, "all": len(people)})
            return redirect("courses:delivery", slug)
    entered = held.attendances.exists() or bool(error)
    return render(request, "courses/attendance.html", {
        "edition": edition, "slot": held, "error": error,
        "rows": [(person, person.uuid in present or not entered) for person in people]})


@login_required
def results(request: HttpRequest, slug: str) -> HttpResponse:
    """The post-test of all participants, one field each; all are stored or none. An emptied field takes a result back."""
    edition = edition_for(request, slug)
    today = edition.day_there(timezone.now())
    delivery.require_running(edition, request.user, today)
    rows = [(person, ResultForm(request.POST or None, prefix=person.uuid.hex,
                                initial={"score": person.post_score}))
            for person in roster.readable(edition, by=request.user, on=today)]
    if request.method == "POST" and all(form.is_valid() for _person, form in rows):
        store_results(rows, request)
        messages.success(request, _("The results are saved."))
        return redirect("courses:delivery", slug)
    return render(request, "courses/results.html", {"edition": edition, "rows": rows,
                                                    "pass_percent": delivery.PASS_PERCENT})


@transaction.atomic
def store_results(rows, request: HttpRequest) -> None:
    for enrolment, form in rows:
        score: Decimal | None = form.cleaned_data["score"]
        if score != enrolment.post_score:
            delivery.enter_result(enrolment=enrolment, score=score, by=request.user, now=timezone.now())


@require_POST
@login_required
def ask_evaluation(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite everyone on the roster to the evaluation at the end."""
    edition = edition_for(request, slug)
    version = FormVersion.objects.filter(form__key=FORM).order_by("-number").first()
    if version is None:
        raise PermissionDenied(_("There is no evaluation form yet. Ask the secretariat to publish one."))
    delivery.ask_evaluation(edition=edition, phase=Evaluation.Phase.END, version=version, by=request.user,
                            now=timezone.now())
    messages.success(request, _("Everyone on the roster is asked for the evaluation."))
    return redirect("courses:delivery", slug)


