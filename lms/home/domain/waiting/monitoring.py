"""What the secretariat counts and reports (plan activity 8.1)."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.home.domain.waiting.task import Desk, Task
from lms.look.domain.dates import write_day
from lms.monitoring.models import Reading, Report

OLD = timedelta(days=30)
"""A reading stands for a month; then targets are counted anew."""


def readings_and_reports(desk: Desk) -> Iterator[Task]:
    """Readings that are missing or old; readings that no report has quoted yet. Two queries."""
    if not desk.may("compute readings"):
        return
    last = Reading.objects.order_by("-computed_at").first()
    reported = Report.objects.aggregate(last=Max("published_at"))["last"]
    trail = (_("Plan %(activity)s") % {"activity": "8.1"}, _("Monitoring"))
    if last is None or last.on < desk.today - OLD:
        why = (_("The last readings are of %(day)s.") % {"day": write_day(last.on, language=get_language() or "en")}
               if last else _("No target has been counted yet."))
        yield Task(title=_("Compute the readings"), why=why, url=reverse("monitoring:list"), trail=trail,
                   verb=_("Compute the readings"), due=last.on + OLD if last else None)
    if last and (reported is None or reported < last.computed_at):
        yield Task(title=_("Write the report"), url=reverse("monitoring:report_new"), verb=_("Write the report"),
                   why=_("There are readings that no report has quoted yet."), trail=trail)
