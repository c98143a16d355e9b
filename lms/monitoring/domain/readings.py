"""Readings: a count is taken and kept; a job takes them all, with progress."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.audit.domain.log import record
from lms.jobs.domain import progress
from lms.jobs.models import Job
from lms.look.domain.numbers import write_number
from lms.monitoring.domain.counts import COUNTS, REGIONAL
from lms.monitoring.models import Indicator, Reading
from lms.people.domain.refusal import require
from lms.people.models import Country, Person

KIND = "monitoring.readings"
ORDER = ("indicator__target__sort_order", "indicator_id", F("country__code").asc(nulls_last=True))
"""How readings stand in lists: by the plan, then by country, the region last (on every database)."""


@transaction.atomic
def take(*, indicator: Indicator, country: Country | None, on: date, by: UUID | None, now: datetime) -> Reading:
    """Count an indicator for a country on a day and keep the reading. Raises KeyError for one that is not computed."""
    count = COUNTS[indicator.compute](country, on)
    reading = Reading.objects.create(indicator=indicator, country=country, on=on, value=count.value, basis=count.basis,
                                     computed_at=now, computed_by=by)
    record(verb="reading.taken", thing=reading, by=by, now=now, country=country.code if country else "",
           after={"indicator": indicator.key, "value": count.value})
    return reading


@transaction.atomic
def ask(*, by: Person, on: date, now: datetime) -> Job:
    """Ask for all computed indicators, for each country and the region. The worker takes them.

    A second click gives the job that still waits or runs, so that nothing is counted twice for one wish.
    """
    require("compute readings", by=by, country=None)
    Person.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)  # of two clicks, the second waits
    open_job = Job.objects.filter(kind=KIND, owner=by.uuid, arguments__on=on.isoformat(),
                                  state__in=[Job.State.WAITING, Job.State.RUNNING]).first()
    if open_job:
        return open_job
    return progress.ask(kind=KIND, owner=by.uuid, total=len(work()), now=now, arguments={"on": on.isoformat()})


def work() -> list[tuple[Indicator, Country | None]]:
    """What a job takes: each computed indicator for each country and the region; a regional count for the region."""
    places: list[Country | None] = [*Country.objects.all(), None]
    return [(indicator, place) for indicator in Indicator.objects.exclude(compute="").order_by("pk")
            for place in places if place is None or indicator.compute not in REGIONAL]


def run(job_uuid: UUID) -> None:
    """Take all readings of a job. Cut off and started again, it takes those that are missing: none twice."""
    job = progress.claim(job=job_uuid, now=timezone.now())
    if job is None:
        return
    on = date.fromisoformat(job.arguments["on"])
    try:
        for done, (indicator, place) in enumerate(work(), start=1):
            taken = Reading.objects.filter(indicator=indicator, country=place, on=on, computed_at__gte=job.asked_at)
            if not taken.exists():
                take(indicator=indicator, country=place, on=on, by=job.owner, now=timezone.now())
            progress.step(job=job, done=done, now=timezone.now())
    except Exception:
        progress.end(job=job, now=timezone.now(), failed=True)
        raise
    progress.end(job=job, now=timezone.now(), result_path="monitoring/")


def newest() -> QuerySet[Reading]:
    """The newest reading of each indicator and place, in one query."""
    ranked = Reading.objects.annotate(rank=Window(RowNumber(), partition_by=["indicator", "country"],
                                                  order_by=[F("on").desc(), F("pk").desc()]))
    return ranked.filter(rank=1).select_related("indicator__target", "country")


def series(reading: Reading, *, most: int = 8) -> list[Reading]:
    """Readings of the same indicator and place up to this one's day, oldest first: the last of each day, `most` days."""
    same = Reading.objects.filter(indicator=reading.indicator, country=reading.country, on__lt=reading.on)
    ranked = same.annotate(rank=Window(RowNumber(), partition_by=["on"], order_by=[F("pk").desc()]))
    return [*list(ranked.filter(rank=1).order_by("-on")[:most - 1])[::-1], reading]


def headline(reading: Reading) -> str:
    """The reading as one line: "46 certified trainers, Viet Nam"; in the frame's language.

    One stands behind its label ("Certified trainers, Viet Nam: 1"), because labels name many.
    """
    label = reading.indicator.label
    words = {"value": write_number(reading.value, language=get_language() or "en"), "indicator": label,
             "place": place_name(reading.country)}
    if reading.value == 1:
        return _("%(indicator)s, %(place)s: %(value)s") % words
    if label[1:2].islower():  # the label begins a table row with a capital, here it stands inside a line
        words["indicator"] = label[0].lower() + label[1:]
    return _("%(value)s %(indicator)s, %(place)s") % words


def place_name(country: Country | None) -> str:
    return country.label if country else _("the whole region")
