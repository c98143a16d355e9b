"""Rounds of consensus: the list, the ballot and the result, the frozen texts, the rule."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from curricula.domain import adoption, ballots, consensus, rounds
from curricula.domain.tallies import tally_of
from curricula.forms.consensus import EndForm, OpenForm, PositionForm, RuleForm, rule_initial
from curricula.models import ConsensusRound, CurriculumPage
from curricula.permissions import may_read_notes
from lms.look.forms import refuse
from lms.people.domain.refusal import Refused, require
from lms.people.models.person import access_of
from lms.people.models.place import day_in

either = require_http_methods(["GET", "HEAD", "POST"])


def curriculum_for(slug: str) -> CurriculumPage:
    return get_object_or_404(CurriculumPage.objects.select_related("country", "body__country"), slug=slug)


def readable_curriculum(request: HttpRequest, slug: str) -> CurriculumPage:
    """The curriculum of an address; one that is not published yet is there for those who work on it or decide on it."""
    page = curriculum_for(slug)
    if not page.live and not rounds.may_know(page, by=request.user):
        raise Http404(_("There is no curriculum at this address."))
    return page


def round_for(request: HttpRequest, slug: str, uuid: UUID) -> ConsensusRound:
    readable_curriculum(request, slug)
    found = rounds.find(curriculum=slug, uuid=uuid)
    if found is None:
        raise Http404(_("There is no round at this address."))
    return found


@require_safe
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """All rounds of a curriculum with their outcome and counts, for everyone."""
    page, access = readable_curriculum(request, slug), access_of(request.user)
    found = rounds.listed(page)
    return render(request, "curricula/rounds.html", {
        "page": page, "rounds": found, "rule": consensus.rule_of(page),
        "may_open": access.may("open rounds", page.country_id) and not any(one.outcome == rounds.OPEN for one in found),
        "may_rule": access.may("release curricula", page.country_id)})


@either
@login_required
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a round: the page says on what, under which rule and who is asked."""
    page = curriculum_for(slug)
    require("open rounds", by=request.user, country=page.country)
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = consensus.open_round(curriculum=page, by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The round is open. Every seat gets a letter."))
            return redirect("curricula:round", slug, made.uuid)
    return render(request, "curricula/round_new.html", {
        "page": page, "form": form, "rule": consensus.rule_of(page), "modules": rounds.drafts(page)})


@either
def show(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """The ballot while a round is open, its result afterwards; a position is sent to the same address."""
    found = round_for(request, slug, uuid)
    elector = rounds.own_seat(found, by=request.user)
    position = rounds.own_position(elector) if elector else None
    form = PositionForm(request.POST if request.method == "POST" else None, initial={
        "choice": position.choice, "comment": position.comment} if position else None)
    if request.method == "POST" and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if request.method == "POST" and form.is_valid():
        try:
            consensus.take_position(round=found, by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Your position is taken. You may change it until the last day."))
            return redirect("curricula:round", slug, uuid)
    return render(request, "curricula/round.html", {"form": form, **shown(request, found, elector, position)})


def shown(request: HttpRequest, found: ConsensusRound, elector, position) -> dict:
    """What the page of a round shows this reader."""
    now, access, tally = timezone.now(), access_of(request.user), tally_of(found)
    leads = access.may("open rounds", found.curriculum.country_id)
    named = rounds.may_read_positions(found, by=request.user, now=now)
    last = rounds.last_adopted(found)
    parts = rounds.parts(found, last)
    return {
        "round": found, "page": found.curriculum, "tally": tally, "today": day_in(found.body.country, now),
        "rule": ballots.rule_in_words(found, tally.seats, found.closes_on), "over": consensus.due(found, now),
        "elector": elector, "position": position, "named": named, "stands": rounds.stands(found) if named else [],
        "earlier": rounds.earlier(found) if named else [], "last": last, "parts": parts,
        "dropped": rounds.dropped(parts, last),
        "may_read": rounds.may_read_text(found, by=request.user), "leads": leads,
        "may_adopt": leads and adoption.may_be_adopted(found), "newest": rounds.newest(found.curriculum) == found}


@require_safe
def text(request: HttpRequest, slug: str, uuid: UUID, module: str) -> HttpResponse:
    """A module of the frozen draft, for those who decide on it and those who work on it."""
    found = round_for(request, slug, uuid)
    part = rounds.part_of(found, module)
    if part is None or not rounds.may_read_text(found, by=request.user):
        raise Http404(_("There is no module at this address."))
    with_notes = may_read_notes(access=access_of(request.user), country_id=found.curriculum.country_id)
    frozen = part.text()
    return render(request, "curricula/round_module.html", {
        "round": found, "page": found.curriculum, "module": frozen, "part": part, "with_notes": with_notes,
        "changes": part.changes(with_notes=with_notes) if part.before else [],
        **frozen.text_context(with_notes=with_notes)})


@either
@login_required
def end(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """A page of its own that says what happens, and asks why."""
    found = round_for(request, slug, uuid)
    require("open rounds", by=request.user, country=found.curriculum.country)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            consensus.end_round(round=found, by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The round is ended. The draft can be changed again."))
            return redirect("curricula:round", slug, uuid)
    return render(request, "curricula/round_end.html", {
        "round": found, "page": found.curriculum, "tally": tally_of(found), "form": form})


@either
@login_required
def rule(request: HttpRequest, slug: str) -> HttpResponse:
    """What the group asks for before it adopts."""
    page = curriculum_for(slug)
    require("release curricula", by=request.user, country=page.country)
    form = RuleForm(request.POST or None, initial=rule_initial(consensus.rule_of(page)))
    if request.method == "POST" and form.is_valid():
        consensus.set_rule(curriculum=page, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The rule is saved. It holds from the next round."))
        return redirect("curricula:rounds", slug)
    return render(request, "curricula/rule.html", {"page": page, "form": form})
