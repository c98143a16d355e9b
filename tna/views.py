"""Needs: what was found, what was agreed on it, and the edition made from it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.audit.models import Entry
from lms.look.forms import refuse
from lms.people.domain.links import Step, chain
from lms.people.domain.refusal import Refused, require
from lms.people.models import Country
from lms.people.models.person import access_of
from tna.domain import findings as rules
from tna.forms import ActionForm, EditionForm, FindingForm
from tna.models import Action, Finding
from tna.permissions import finding_condition

HAPPENED = {  # what the log's verbs are called on the page; who it was is not told
    "finding.recorded": gettext_lazy("Finding recorded"), "action.agreed": gettext_lazy("Action agreed"),
    "action.edition_made": gettext_lazy("Edition made from the action")}


def history(thing: Finding | Action) -> list[tuple]:
    """When what happened to a record, newest first, without names."""
    return [(entry.at, HAPPENED[entry.verb]) for entry in Entry.objects.about(thing) if entry.verb in HAPPENED]


def findings(request: HttpRequest) -> HttpResponse:
    access = access_of(request.user)
    seen = Finding.objects.filter(finding_condition(access))
    countries = list(Country.objects.all())
    chosen = next((one for one in countries if one.code == request.GET.get("country")), None)
    if chosen:
        seen = seen.filter(country=chosen)
    counts = seen.aggregate(all=Count("pk", distinct=True), waiting=Count("pk", filter=Q(actions=None), distinct=True))
    listed = seen.select_related("country", "audience").prefetch_related(
        Prefetch("actions", Action.objects.select_related("edition").order_by("pk")))
    page = Paginator(listed, 20).get_page(request.GET.get("page"))
    return render(request, "tna/list.html", {
        "page": page, "rows": [(row, access.may("agree actions", row.country_id)) for row in page],
        "counts": counts, "countries": countries, "chosen": chosen,
        "query": f"country={chosen.code}" if chosen else "", "may_record": access.where("record findings") != set()})


def finding_for(request: HttpRequest, uuid: UUID) -> Finding:
    """The finding of an address, for those who may read it; to others it is not there."""
    seen = Finding.objects.filter(finding_condition(access_of(request.user)))
    return get_object_or_404(seen.select_related("country", "audience", "assessment"), uuid=uuid)


def action_for(request: HttpRequest, uuid: UUID) -> Action:
    seen = Action.objects.filter(finding_condition(access_of(request.user), prefix="finding__"))
    return get_object_or_404(seen.select_related("finding__country", "plan", "edition"), uuid=uuid)


def finding(request: HttpRequest, finding: UUID) -> HttpResponse:
    found = finding_for(request, finding)
    return render(request, "tna/finding.html", {
        "finding": found, "chain": chain(found, here=Step.NEED, viewer=request.user), "today": timezone.localdate(),
        "actions": found.actions.select_related("edition", "plan"), "history": history(found),
        "may_agree": access_of(request.user).may("agree actions", found.country_id)})


@login_required
def finding_new(request: HttpRequest) -> HttpResponse:
    places = access_of(request.user).where("record findings")
    if places == set():
        require("record findings", by=request.user, country=request.user.country)
    form = FindingForm(request.POST or None, places=places)
    if form.is_valid():
        try:
            found = rules.record_finding(by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The finding is recorded."))
            return redirect(found)
    return render(request, "tna/finding_new.html", {"form": form})


def action(request: HttpRequest, action: UUID) -> HttpResponse:
    agreed = action_for(request, action)
    return render(request, "tna/action.html", {
        "action": agreed, "chain": chain(agreed, here=Step.ACTION, viewer=request.user), "history": history(agreed),
        "today": timezone.localdate(),
        "may_plan": access_of(request.user).may("plan editions", agreed.finding.country_id)})


@login_required
def action_new(request: HttpRequest, finding: UUID) -> HttpResponse:
    found = finding_for(request, finding)
    require("agree actions", by=request.user, country=found.country)
    form = ActionForm(request.POST or None)
    if form.is_valid():
        agreed = rules.agree_action(finding=found, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The action is agreed."))
        return redirect(agreed)
    return render(request, "tna/action_new.html", {"form": form, "finding": found})


@login_required
def edition_new(request: HttpRequest, action: UUID) -> HttpResponse:
    agreed = action_for(request, action)
    require("plan editions", by=request.user, country=agreed.finding.country)
    form = EditionForm(request.POST or None, country=agreed.finding.country)
    if form.is_valid():
        try:
            edition = rules.make_edition(action=agreed, by=request.user, now=timezone.now(), **form.edition_fields())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The edition is planned."))
            return redirect(edition)
    return render(request, "tna/edition_new.html", {"form": form, "action": agreed})
