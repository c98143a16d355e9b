"""Adopting an agreed draft, the task force's leave, the record of adoption."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from curricula.domain import adoption as rules
from curricula.domain import adoption_record, gate, rounds
from curricula.domain.consensus import rule_of
from curricula.forms.consensus import AdoptForm, ReasonForm
from curricula.views.consensus import curriculum_for, either, refuse, round_for
from lms.documents.domain.render import DocumentError
from lms.people.domain.refusal import Refused, require
from lms.people.models.place import day_in


@either
@login_required
def adopt(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Number, first day and notes; the page says what becomes public and how the pilot gate stands."""
    found = round_for(request, slug, uuid)
    page, now = found.curriculum, timezone.now()
    require("open rounds", by=request.user, country=page.country)
    if not rules.may_be_adopted(found):
        return redirect("curricula:round", slug, uuid)
    offers = rules.offers(page)
    form = AdoptForm(request.POST or None, offers=offers, initial={
        "in_force": day_in(page.country, now), "number": next((one.number for one in offers if one.gate.passed), None)})
    if request.method == "POST" and form.is_valid():
        try:
            rules.adopt(round=found, by=request.user, now=now, **form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Adopted. The text is public, and every seat gets a letter."))
            return redirect("curricula:round_record", slug, uuid)
    last = rounds.last_adopted(found)
    parts = rounds.parts(found, last)
    return render(request, "curricula/round_adopt.html", {
        "round": found, "page": page, "form": form, "offers": offers, "parts": parts,
        "dropped": rounds.dropped(parts, last), "may_override": gate.may_override(page, by=request.user, now=now)})


@either
@login_required
def override(request: HttpRequest, slug: str, major: int) -> HttpResponse:
    """The task force lets a major version be adopted with fewer pilots."""
    page, now = curriculum_for(slug), timezone.now()
    if not gate.may_override(page, by=request.user, now=now) or major not in {one.major for one in rules.offers(page)}:
        raise Http404(_("There is no page at this address."))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            gate.override(curriculum=page, major=major, by=request.user, now=now, **form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Allowed. The reason is kept."))
            return redirect("curricula:rounds", slug)
    return render(request, "curricula/pilot_override.html", {
        "page": page, "form": form, "gate": gate.gate(page, major), "rule": rule_of(page)})


@require_safe
def record(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """The record of adoption: everyone reads it; names and words only those who may read the positions."""
    found = round_for(request, slug, uuid)
    if not hasattr(found, "adoption"):
        raise Http404(_("There is no record at this address."))
    named = rounds.may_read_positions(found, by=request.user, now=timezone.now())
    return render(request, "curricula/round_record.html", {
        "page": found.curriculum, "round": found, "record": adoption_record.read(found, named=named)})


@require_safe
def record_pdf(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """The same as a PDF, in the frame's language."""
    found = round_for(request, slug, uuid)
    if not hasattr(found, "adoption"):
        raise Http404(_("There is no record at this address."))
    named = rounds.may_read_positions(found, by=request.user, now=timezone.now())
    try:
        content = adoption_record.as_pdf(adoption_record.read(found, named=named), language=get_language() or "en")
    except DocumentError as error:
        messages.error(request, _("The record cannot be printed: no font has %(letters)s. Tell the secretariat.")
                       % {"letters": ", ".join(error.letters)})
        return redirect("curricula:round_record", slug, uuid)
    number = found.adoption.version.number
    return HttpResponse(content, content_type="application/pdf", headers={
        "Content-Disposition": f'attachment; filename="adoption-{slug}-{number}.pdf"', "Cache-Control": "private"})
