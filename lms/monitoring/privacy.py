"""What monitoring holds about a person: who had a figure computed and who published a report."""

from django.utils.translation import gettext_lazy as _

from lms.monitoring.models import Reading, Report
from lms.people.domain.privacy import PersonalData

PROVABLE = _("Who computed and published a figure stays provable, by number.")

DATA = [
    PersonalData(
        "monitoring.reading", lambda p: Reading.objects.filter(computed_by=p.uuid), title=_("Figures computed"),
        export=("indicator__names", "on", "computed_at"), keep=PROVABLE, pointers=(),
        free=("id", "uuid", "indicator", "country", "value", "basis", "computed_by")),
    PersonalData(
        "monitoring.report", lambda p: Report.objects.filter(published_by=p.uuid), title=_("Reports published"),
        export=("title", "published_at"), keep=PROVABLE, pointers=("published_by",),
        free=("id", "uuid", "slug", "language", "since", "until", "text", "recommendations")),
]

IMPERSONAL = ("monitoring.plan", "monitoring.target", "monitoring.indicator", "monitoring.report_readings")

WORDS = {"title": _("Title"), "indicator__names": _("Indicator"), "on": _("Day"), "computed_at": _("Counted on"),
         "published_at": _("Published")}
