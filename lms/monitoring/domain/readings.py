"""Readings: a count is taken and kept; a job takes them all, with progress."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from lms.audit.domain.log import record
from lms.jobs.domain import progress
from lms.jobs.models import Job
from lms.monitoring.domain.counts import COUNTS
from lms.monitoring.models import Indicator, Reading
from lms.people.domain.refusal import require
from lms.people.models import Country, Person

KIND = "monitoring.readings"


@transaction.atomic
def take(*, indicator: Indicator, country: Country | None, on: date, by: UUID | None, now: datetime) -> Reading:
    """Count an indicator for a country on a day and keep the reading. Raises KeyError for one that is not computed."""
    count = COUNTS[indicator.compute](country, on)
    reading = Reading.objects.create(indicator=indicator, country=country, on=on, value=count.value, basis=count.basis,
                                     computed_at=now, computed_by=by)
    record(verb="reading.taken", thing=reading, by=by, now=now, country=country.code if country else "",
           after={"indicator": indicator.key, "value": count.value})
    return reading


def ask(*, by: Person, on: date, now: datetime) -> Job:
    """Ask for all computed indicators, for each country and the region. The worker takes them."""
    require("compute readings", by=by, country=None)
    return progress.ask(kind=KIND, owner=by.uuid, total=len(work()), now=now, arguments={"on": on.isoformat()})


def work() -> list[tuple[Indicator, Country | None]]:
    places: list[Country | None] = [*Country.objects.all(), None]
    return [(indicator, place) for indicator in Indicator.objects.exclude(compute="") for place in places]


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
