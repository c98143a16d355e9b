"""The life of an edition: planned -> open -> closed -> confirmed -> completed | cancelled."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from curricula.models import CurriculumVersion, VersionSession
from lms.audit.domain.log import record
from lms.courses.domain.timetable import lay_out
from lms.courses.models import Course, Edition, Slot, Venue
from lms.people.domain.refusal import Refused, require
from lms.people.models import Body, Country, Person

S = Edition.State
MOVES: dict[str, set[str]] = {
    S.PLANNED: {S.OPEN, S.CANCELLED}, S.OPEN: {S.CLOSED, S.CANCELLED}, S.CLOSED: {S.OPEN, S.CONFIRMED, S.CANCELLED},
    S.CONFIRMED: {S.COMPLETED, S.CANCELLED}, S.COMPLETED: set(), S.CANCELLED: set()}
"""Which state may follow which."""


@transaction.atomic
def plan(*, course: Course, version: CurriculumVersion | None, organiser: Body, country: Country | None,
         venue: Venue | None, language: str, start: date, end: date, seats: int, names: dict[str, str], by: Person,
         now: datetime, nominations_until: date | None = None) -> Edition:
    """Plan an edition and lay the version's sessions over its days (activities 1.1, 1.3, 1.4).

    Dates may lie in the past: courses held before are recorded too. Raises Refused for an end before the start,
    more than 60 days, or no seats.
    """
    require("plan editions", by=by, country=country)
    if end < start:
        raise Refused(_("The last day lies before the first. Check both dates."), field="end")
    if (end - start).days > 60:
        raise Refused(_("An edition lasts 60 days at most. Plan a second one for the rest."), field="end")
    if seats < 1:
        raise Refused(_("Give at least one seat."), field="seats")
    edition = Edition.objects.create(
        slug=free_slug(course, country, start), course=course, version=version, organiser=organiser, country=country,
        venue=venue, language=language, start=start, end=end, seats=seats, names=names,
        nominations_until=nominations_until)
    if version:
        lay_slots(edition)
    log("edition.planned", edition, by=by.uuid, now=now, after={"start": str(start), "end": str(end), "seats": seats})
    return edition


def free_slug(course: Course, country: Country | None, start: date) -> str:
    stem = "-".join(filter(None, [course.key, country.code.lower() if country and country.code.lower() not in course.key
                                  else "", str(start.year)]))
    taken = set(Edition.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := f"{stem}-{n}") not in taken)


def lay_slots(edition: Edition) -> None:
    """Replace the timetable by the version's sessions laid over the days."""
    sessions = list(VersionSession.objects.filter(module__version=edition.version))
    places = lay_out(minutes=[s.minutes for s in sessions], first=edition.start, last=edition.end)
    Slot.objects.bulk_create([Slot(edition=edition, day=p.day, start=p.start, end=p.end, session=sessions[p.index])
                              for p in places])


@transaction.atomic
def move(*, edition: Edition, to: str, by: Person, now: datetime, why: str = "") -> Edition:
    """Take the edition to its next state. Raises Refused when that state cannot follow the present one."""
    require("run editions", by=by, country=edition.country)
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    if to not in MOVES[edition.state]:
        raise Refused(_("This edition is “%(state)s”; that step does not follow. Look at the page again.")
                      % {"state": edition.get_state_display()})
    before, edition.state = edition.state, to
    edition.save(update_fields=["state"])
    log(f"edition.{to}", edition, by=by.uuid, now=now, before={"state": before}, after={"state": to}, why=why)
    return edition


def log(verb: str, edition: Edition, *, by: UUID | None, now: datetime, **values) -> None:
    record(verb=verb, thing=edition, by=by, now=now, country=edition.country.code if edition.country else "", **values)
