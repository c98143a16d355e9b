"""What countries said upwards, for the secretariat to answer (plan activity 1.2)."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from curricula.models import Feedback
from lms.home.domain.waiting.task import MOST, Desk, Task, marked, say


def to_answer(desk: Desk) -> Iterator[Task]:
    """Feedback without an answer, the oldest first. One query."""
    if not desk.access.may("answer feedback", None):
        return
    waiting = Feedback.objects.filter(answered_at=None).select_related("country").order_by("sent_at", "pk")
    for row in waiting[:MOST]:
        yield Task(
            title=say(_("Answer %(country)s: %(text)s"), country=row.country.label,
                      text=marked(Truncator(row.text).chars(90), row.language)),
            why=_("The country waits for an answer. When you have given it, everyone reads it."),
            url=reverse("curricula:feedback_answer", args=[row.uuid]), verb=_("Answer the country"), sample=row.sample,
            trail=(_("Plan %(activity)s") % {"activity": "1.2"}, _("Curricula")))
