"""Whose names the people of an edition read. The dated exception to country scope, and nothing else, stands here.

Organisers and facilitators read the whole roster, as badges, from 30 days before to 30 days after the edition; on all
other days, and everyone else on all days, what their own scope shows (decision 17).
"""

from datetime import date

from django.db.models import QuerySet

from lms.courses.models import Edition, Enrolment, Facilitation, Nomination
from lms.courses.permissions import roster_open
from lms.people.domain import wall
from lms.people.models import Person
from lms.people.models.person import access_of
from lms.people.permissions import record_condition

TEACHING = (Facilitation.Role.LEAD, Facilitation.Role.CO, Facilitation.Role.OBSERVED)


def roster(edition: Edition) -> QuerySet[Enrolment]:
    """The enrolments that hold a seat, by the name on the badge."""
    return (edition.enrolments.exclude(nomination__state=Nomination.State.WITHDRAWN)
            .select_related("country", "nomination").order_by("badge_name", "pk"))


@wall.lifted("counts")
def heads(edition: Edition) -> int:
    """How many are on the roster, whoever asks."""
    return roster(edition).count()


def teaches(person: Person, edition: Edition, on: date) -> bool:
    """Whether a person teaches in an edition and may work with its roster on a day (a date at the venue)."""
    open_now = roster_open(start=edition.start, end=edition.end, on=on)
    found = open_now and edition.facilitations.filter(person=person, role__in=TEACHING).exists()
    if found:
        wall.reveal(editions=[edition.pk])
    return found


def reads_whole(person: Person, edition: Edition, on: date) -> bool:
    """Whether all badges of an edition are open to a person on a day: to its organisers and facilitators in its days."""
    if not roster_open(start=edition.start, end=edition.end, on=on):
        return False
    organises = access_of(person).may("run editions", edition.country_id)
    found = organises or edition.facilitations.filter(person=person).exists()
    if found:
        wall.reveal(editions=[edition.pk])
    return found


def readable(edition: Edition, *, by: Person, on: date) -> QuerySet[Enrolment]:
    """The part of the roster that a person may read on a day."""
    everyone = roster(edition)
    return everyone if reads_whole(by, edition, on) else everyone.filter(record_condition(access_of(by)))


def team(edition: Edition, *, by: Person, on: date) -> QuerySet[Facilitation]:
    """The facilitators and observers that a person may read of on a day, in the order in which they were appointed."""
    everyone = edition.facilitations.select_related("country", "observation").order_by("pk")
    return everyone if reads_whole(by, edition, on) else everyone.visible_to(access_of(by))


def knows_of(viewer, edition: Edition) -> bool:
    """Whether there is such an edition for a viewer: a public one for everyone; another for who sees its country's people,
    and for who is nominated to it, enrolled in it or teaches there."""
    if edition.public or access_of(viewer).may("see people", edition.country_id):
        return True
    own = [] if not getattr(viewer, "pk", None) else [
        edition.nominations.filter(person=viewer), edition.enrolments.filter(person=viewer),
        edition.facilitations.filter(person=viewer)]
    return any(rows.exists() for rows in own)
