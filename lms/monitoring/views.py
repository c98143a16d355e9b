"""Monitoring: the plan's targets in both texts, what was counted, and the reports that quote it."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from certification.domain.standing import Status
from lms.look.forms import refuse
from lms.monitoring.domain import readings as rules
from lms.monitoring.domain.chart import FLOOR, bars
from lms.monitoring.domain.counts import MEANINGS, REGIONAL
from lms.monitoring.domain.reports import publish
from lms.monitoring.forms import ReportForm
from lms.monitoring.models import Indicator, Reading, Report, Target
from lms.monitoring.tasks import take_readings
from lms.people.domain.links import Step, chain
from lms.people.domain.refusal import Refused, require
from lms.people.models import Country
from lms.people.models.person import access_of

COUNTED = {"certificates by status": [status.value for status in Status]}
"""What stands behind a reading, in the order in which it is shown."""


def places_for(request: HttpRequest) -> list[Country | None]:
    """The countries, the reader's own first, then the region."""
    own = getattr(request.user, "country_id", None)
    return [*sorted(Country.objects.all(), key=lambda country: country.pk != own), None]


def rows_of(indicators: Iterable[Indicator], places: list[Country | None]) -> list[dict]:
    """For each indicator what it counts and its newest reading per place (None: not yet); `regional` has no countries."""
    newest = {(one.indicator_id, one.country_id): one for one in rules.newest().filter(indicator__in=indicators)}
    rows = []
    for indicator in indicators:
        cells = [(place, newest.get((indicator.pk, place.pk if place else None))) for place in places]
        rows.append({"indicator": indicator, "meaning": MEANINGS.get(indicator.compute, ""), "cells": cells,
                     "regional": indicator.compute in REGIONAL, "taken": any(reading for _place, reading in cells)})
    return rows


def leading(rows: list[dict]) -> Reading | None:
    """The reading that a page has as its heading: the region's of the first indicator that is counted."""
    return next((reading for row in rows for place, reading in row["cells"] if place is None and reading), None)


def overview(request: HttpRequest) -> HttpResponse:
    access, places = access_of(request.user), places_for(request)
    rows = rows_of(Indicator.objects.select_related("target").order_by("target__sort_order", "pk"), places)
    reports = Report.objects.exclude(published_at=None)
    return render(request, "monitoring/list.html", {
        "targets": Target.objects.select_related("plan"), "rows": rows, "places": places, "leading": leading(rows),
        "page": Paginator(reports, 20).get_page(request.GET.get("page")),
        "may_compute": access.may("compute readings", None), "may_report": access.may("write reports", None)})


def target(request: HttpRequest, key: str) -> HttpResponse:
    promised = get_object_or_404(Target.objects.select_related("plan"), key=key)
    rows = rows_of(promised.indicators.order_by("pk"), places_for(request))
    return render(request, "monitoring/target.html", {"target": promised, "rows": rows, "leading": leading(rows)})


def reading(request: HttpRequest, reading: UUID) -> HttpResponse:
    taken = get_object_or_404(Reading.objects.select_related("indicator__target__plan", "country"), uuid=reading)
    reports = list(taken.reports.exclude(published_at=None))
    series = rules.series(taken)
    basis = [(status, taken.basis["certificates by status"][status]) for status in COUNTED["certificates by status"]
             if taken.basis.get("certificates by status", {}).get(status)]
    return render(request, "monitoring/reading.html", {
        "reading": taken, "meaning": MEANINGS.get(taken.indicator.compute, ""), "basis": basis, "reports": reports,
        "chain": chain(taken, here=Step.TARGET, viewer=request.user), "series": series,
        "next": {"url": reports[0].get_absolute_url(), "title": reports[0].title} if reports else None,
        "bars": list(zip(series, bars([one.value for one in series]), strict=True)), "floor": FLOOR})


@require_POST
@login_required
def compute(request: HttpRequest) -> HttpResponse:
    """Ask for all readings of today; a broker that is away delays them until beat looks, and fails nothing."""
    with transaction.atomic():
        job = rules.ask(by=request.user, on=timezone.localdate(), now=timezone.now())
        transaction.on_commit(lambda: take_readings.delay(str(job.uuid)), robust=True)
    return redirect("people:job", job.uuid)


@login_required
def report_new(request: HttpRequest) -> HttpResponse:
    require("write reports", by=request.user, country=None)
    form = ReportForm(request.POST or None)
    if form.is_valid():
        try:
            published = publish(by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The report is published."))
            return redirect(published)
    return render(request, "monitoring/report_new.html", {"form": form})


def report(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Report.objects.exclude(published_at=None), slug=slug)
    quoted = list(shown.readings.select_related("indicator__target", "country").order_by(*rules.ORDER))
    return render(request, "monitoring/report.html", {
        "report": shown, "quoted": quoted, "first": quoted[0] if quoted else None,
        "prev": {"url": quoted[0].get_absolute_url(), "title": rules.headline(quoted[0])} if quoted else None,
        "chain": chain(quoted[0], here=Step.TARGET, viewer=request.user) if quoted else None})
