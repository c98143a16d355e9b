"""My work: what waits for a person, from every room, in the order of days."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.home.domain.waiting import (
    certificates,
    consensus,
    content,
    drafts,
    editions,
    feedback,
    learning,
    monitoring,
    needs,
    nominations,
    pilots,
    tandem,
    teaching,
)
from lms.home.domain.waiting.task import Desk, Task
from lms.people.models import Person
from lms.people.models.person import access_of
from lms.people.permissions import Access, Role

SOURCES = (
    nominations.to_accept, needs.findings, needs.actions, editions.to_move, nominations.to_nominate,
    nominations.to_endorse, nominations.to_select, teaching.attendance, teaching.results, teaching.observations,
    certificates.own, certificates.to_issue, teaching.evaluations, drafts.begun, learning.lessons, consensus.positions, tandem.changes,
    consensus.to_lead, pilots.to_assess, feedback.to_answer, content.translations, monitoring.readings_and_reports)
"""In the order of the chain: tasks of one day, and those without a day, keep it."""

SOON = timedelta(days=7)
EDITORS = {Role.ADMINISTRATOR, Role.SECRETARIAT, Role.CHAIR, Role.TRANSLATOR}


def tasks_for(*, person: Person, now: datetime) -> list[Task]:
    """What waits for `person`, first the earliest day, at the end what has none.

    `now` is read in the site's time zone. The number of queries depends on the person's roles, not on the rows.
    """
    today = timezone.localdate(now)
    desk = Desk(person=person, access=access_of(person, today), today=today)
    found = [task for source in SOURCES for task in source(desk)]
    found.sort(key=lambda task: (task.due is None, task.due or date.max))
    return [replace(task, late=bool(task.due and task.due < today),
                    urgent=bool(task.due and task.due <= today + SOON)) for task in found]


@dataclass(frozen=True)
class Door:
    """A way to go on from here."""

    title: str
    url: str


def doors_for(*, access: Access) -> list[Door]:
    """Where a person with these roles goes on when nothing waits, the likeliest first."""
    doors = []
    if access.roles() & EDITORS:
        doors.append(Door(_("Edit pages and curricula"), reverse("wagtailadmin_home")))
    if access.where("see people") != set():
        doors.append(Door(_("See the people"), reverse("people:list")))
    if access.where("read results") != set():
        doors.append(Door(_("Instruments"), reverse("surveys:instruments")))
    if access.where("read audit") != set():
        doors += [Door(_("Log"), reverse("people:audit")), Door(_("What goes with time"), reverse("people:retention"))]
    if access.where("erase people") != set():
        doors.append(Door(_("Requests to be erased"), reverse("people:erasures")))
    if Role.DONOR in access.roles():
        doors.append(Door(_("Monitoring"), reverse("monitoring:list")))
    return [
        *doors, Door(_("Find a course"), reverse("courses:list")), Door(_("Find a lesson"), reverse("learning:list")),
        Door(_("Letters"), reverse("people:letters")), Door(_("My data"), reverse("people:my_data")),
        Door(_("How I sign in"), reverse("people:security"))]
