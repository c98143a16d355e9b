"""The life of editions, for those who run them: open, close, confirm, complete."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.courses.models import Course, Edition
from lms.home.domain.waiting.task import MOST, Desk, Task, named, say
from lms.look.domain.dates import write_day

S = Edition.State
ACTIVITY: dict[str, str] = {Course.Kind.REGIONAL: "1.1", Course.Kind.TOT: "1.3", Course.Kind.REFRESHER: "1.3"}
"""The plan's activity that a kind of course serves; all others are national courses, 1.4."""


def trail_of(edition: Edition) -> tuple[str, ...]:
    return (_("Plan %(activity)s") % {"activity": ACTIVITY.get(edition.course.kind, "1.4")}, edition.course.label)


def to_move(desk: Desk) -> Iterator[Task]:
    """Editions whose next step is due from those who run them. One query."""
    if not desk.may("run editions"):
        return
    waiting = (Q(state__in=[S.PLANNED, S.CLOSED]) | Q(state=S.OPEN, nominations_until__lt=desk.today)
               | Q(state=S.CONFIRMED, end__lt=desk.today))
    editions = Edition.objects.filter(waiting, desk.own("run editions")).select_related("course").order_by("start")
    for edition in editions[:MOST]:
        yield step(edition)


def step(edition: Edition) -> Task:
    """The next step of an edition, as a task."""

    def day(value) -> str:
        return write_day(value, language=get_language() or "en")

    until = edition.nominations_until
    verb, title, why, due = {
        S.PLANNED: (
            _("Open the nominations"), _("Open the nominations for %(edition)s"),
            _("Organisations nominate until %(day)s.") % {"day": day(until)} if until
            else _("It begins on %(day)s.") % {"day": day(edition.start)}, until or edition.start),
        S.OPEN: (
            _("Close the nominations"), _("Close the nominations for %(edition)s"),
            _("They were open until %(day)s.") % {"day": day(until)} if until else "", until),
        S.CLOSED: (
            _("Confirm the edition"), _("Confirm %(edition)s"),
            _("It begins on %(day)s; those who were selected wait for your word.") % {"day": day(edition.start)},
            edition.start),
        S.CONFIRMED: (
            _("Mark as completed"), _("Mark as completed: %(edition)s"),
            _("It ended on %(day)s.") % {"day": day(edition.end)}, edition.end),
    }[S(edition.state)]
    return Task(title=say(title, edition=named(edition.names)), why=why, url=edition.get_absolute_url(), verb=verb,
                due=due, trail=trail_of(edition), sample=edition.sample)
