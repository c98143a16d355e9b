"""Pilots and what they showed, for those who work on the curriculum in its country."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from curricula.domain import findings as rules
from curricula.domain import pilots
from curricula.domain.consensus import rule_of
from curricula.forms.pilots import AnswerForm, AssessForm, DecideForm, FindingForm, PilotForm
from curricula.models import CurriculumPage, PilotFinding, PilotRecord
from curricula.permissions import may_read_drafts
from curricula.views.consensus import curriculum_for, either, refuse
from lms.people.domain.refusal import Refused, require
from lms.people.models.person import access_of
from lms.people.models.place import day_in

A_PAGE = 20


def desk(request: HttpRequest, slug: str) -> CurriculumPage:
    """The curriculum of an address, for those who work on it; PermissionDenied in words for all others."""
    page = curriculum_for(slug)
    if not may_read_drafts(access=access_of(request.user), country_id=page.country_id):
        require("record pilots", by=request.user, country=page.country)
        raise PermissionDenied
    return page


def pilot_for(page: CurriculumPage, uuid: UUID) -> PilotRecord:
    return get_object_or_404(PilotRecord.objects.select_related("version__curriculum__country"),
                             uuid=uuid, version__curriculum=page)


@require_safe
@login_required
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """Pilots by their last day, and all findings with a filter by module and state."""
    page, access = desk(request, slug), access_of(request.user)
    found = PilotRecord.objects.filter(version__curriculum=page).select_related("version").annotate(
        found=Count("findings")).order_by("-held_until", "-pk")
    modules = rules.modules_of(page)
    chosen = next((one for one in modules if one.slug == request.GET.get("module")), None)
    state = request.GET.get("state") if request.GET.get("state") in PilotFinding.State.values else ""
    shown = Paginator(rules.listed(page, module=chosen, state=state or ""), 50).get_page(1)
    return render(request, "curricula/pilots.html", {
        "page": page, "page_of": Paginator(found, A_PAGE).get_page(request.GET.get("page")), "rule": rule_of(page),
        "assessed": found.filter(~Q(assessed_on=None)).count(), "findings": shown, "modules": modules,
        "letters": rules.letters_of(modules),
        "chosen": chosen, "state": state, "states": PilotFinding.State.choices,
        "may_record": access.may("record pilots", page.country_id)})


def asked(request: HttpRequest, page: CurriculumPage, form: Form, *, heading: str, press: str, back: str,
          lede: str = "") -> HttpResponse:
    return render(request, "curricula/pilot_form.html", {
        "page": page, "form": form, "heading": heading, "press": press, "back": back, "lede": lede})


@either
@login_required
def new(request: HttpRequest, slug: str) -> HttpResponse:
    page = desk(request, slug)
    require("record pilots", by=request.user, country=page.country)
    form = PilotForm(request.POST or None, curriculum=page)
    if request.method == "POST" and form.is_valid():
        try:
            made = pilots.key_in(by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The pilot is recorded."))
            return redirect("curricula:pilot", slug, made.uuid)
    return asked(request, page, form, heading=_("Record a pilot"), press=_("Record the pilot"),
                 back=reverse("curricula:pilots", args=[slug]),
                 lede=_("A pilot held without this platform. Pilot courses that an observer has seen come here by themselves."))


@require_safe
@login_required
def show(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    page, access = desk(request, slug), access_of(request.user)
    pilot = pilot_for(page, uuid)
    found = pilot.findings.select_related("pilot__version", "answered_by__version")
    return render(request, "curricula/pilot.html", {
        "page": page, "pilot": pilot, "findings": found, "letters": rules.letters_of(rules.modules_of(page)),
        "may_record": access.may("record pilots", page.country_id),
        "may_decide": access.may("decide findings", page.country_id)})


@either
@login_required
def assess(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    page = desk(request, slug)
    pilot = pilot_for(page, uuid)
    require("decide findings", by=request.user, country=page.country)
    form = AssessForm(request.POST or None, initial={"on": day_in(page.country, timezone.now())})
    if request.method == "POST" and form.is_valid():
        try:
            pilots.assess(pilot=pilot, by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The pilot is assessed: it counts for the adoption."))
            return redirect("curricula:pilot", slug, uuid)
    return asked(request, page, form, heading=_("Assess the pilot"), press=_("Mark as assessed"), lede=pilot.title,
                 back=reverse("curricula:pilot", args=[slug, uuid]))


@either
@login_required
def finding_new(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    page = desk(request, slug)
    pilot = pilot_for(page, uuid)
    require("record pilots", by=request.user, country=page.country)
    form = FindingForm(request.POST or None, pilot=pilot)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            rules.add(pilot=pilot, origin_id=data["module"].origin_id if data["module"] else None, kind=data["kind"],
                      text=data["text"], language=data["language"], by=request.user, now=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The finding is recorded."))
            return redirect("curricula:pilot", slug, uuid)
    return asked(request, page, form, heading=_("Write down a finding"), press=_("Record the finding"), lede=pilot.title,
                 back=reverse("curricula:pilot", args=[slug, uuid]))


@either
@login_required
def finding(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """One finding: what was decided and, once a text answers it, which."""
    page = desk(request, slug)
    found = get_object_or_404(
        PilotFinding.objects.select_related("pilot__version__curriculum__country", "answered_by__version"),
        uuid=uuid, pilot__version__curriculum=page)
    decides = access_of(request.user).may("decide findings", page.country_id)
    if request.method == "POST":
        require("decide findings", by=request.user, country=page.country)
    answering = request.method == "POST" and request.POST.get("step") == "answer"
    form = DecideForm(request.POST if request.method == "POST" and not answering else None, initial={
        "state": found.state if found.state != PilotFinding.State.OPEN else None, "reason": found.reason})
    answer = AnswerForm(request.POST if answering else None, finding=found)
    if decided(request, found, answer if answering else form):
        return redirect("curricula:pilot_finding", slug, uuid)
    free = decides and found.answered_by_id is None
    return render(request, "curricula/finding.html", {
        "page": page, "finding": found, "letters": rules.letters_of(rules.modules_of(page)), "form": form if free else None,
        "answer": answer if free and found.state == PilotFinding.State.ACCEPTED else None,
        "answers": rules.answers_for(found).exists()})


def decided(request: HttpRequest, found: PilotFinding, form: DecideForm | AnswerForm) -> bool:
    """Take the decision or the answer that was sent; False when nothing was, or it was refused."""
    if not form.is_valid():
        return False
    try:
        if isinstance(form, AnswerForm):
            rules.answer(finding=found, frozen=form.cleaned_data["answer"], by=request.user, now=timezone.now())
        else:
            rules.decide(finding=found, by=request.user, now=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        refuse(form, refused)
        return False
    messages.success(request, _("The decision is kept."))
    return True
