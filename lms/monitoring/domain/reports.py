"""Reports quote readings and are frozen when they are published (activity 8.1: six-monthly and yearly)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from lms.audit.domain.log import record
from lms.monitoring.models import Reading, Report
from lms.people.domain.refusal import Refused, require
from lms.people.models import Person


@transaction.atomic
def publish(*, title: str, language: str, since: date, until: date, text: str, recommendations: str,
            readings: Iterable[Reading], by: Person, now: datetime) -> Report:
    """Publish a report over a period that quotes readings. It is never changed afterwards."""
    require("write reports", by=by, country=None)
    readings = list(readings)
    if until < since:
        raise Refused(_("The last day lies before the first. Check both dates."), field="until")
    if not readings:
        raise Refused(_("Choose at least one reading to quote."), field="readings")
    stem = slugify(title)[:40] or "report"
    taken = set(Report.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    slug = next(s for n in range(len(taken) + 1) if (s := f"{stem}-{n + 1}" if n else stem) not in taken)
    report = Report.objects.create(slug=slug, title=title, language=language, since=since, until=until, text=text,
                                   recommendations=recommendations, published_at=now, published_by=by.uuid)
    report.readings.set(readings)
    record(verb="report.published", thing=report, by=by.uuid, now=now, after={"readings": len(readings)})
    return report
