"""Bodies of COMMIT: who holds which seat, on which days. Members of one body read each other's name and seat."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.audit.domain.log import record
from lms.people.domain import wall
from lms.people.domain.refusal import Refused, require
from lms.people.models import Body, Membership, Person, Sector
from lms.people.models.person import access_of
from lms.people.models.place import code_of, day_in
from lms.people.permissions import record_condition

PARTS = {Membership.Part.CHAIR: gettext_lazy("chair"), Membership.Part.MEMBER: gettext_lazy("member"),
         Membership.Part.SECRETARY: gettext_lazy("secretary")}


def bodies_of(person, on: date) -> set[int]:
    """Keys of the bodies in which a person (or an anonymous visitor: none) holds a seat on a day."""
    if not getattr(person, "pk", None):
        return set()
    return set(Membership.objects.on(on).filter(person=person).values_list("body_id", flat=True))


def readable(*, by, on: date) -> QuerySet[Membership]:
    """The memberships whose name and seat a person may read on a day: those of the own scope, past ones included, and
    of the others those that are in force in a body in which the person holds a seat that day."""
    own = bodies_of(by, on)
    wall.reveal(bodies=own)
    fellows = Q(body_id__in=own, pk__in=Membership.objects.on(on).values("pk"))
    return Membership.objects.filter(record_condition(access_of(by)) | fellows)


@dataclass(frozen=True)
class Seat:
    """One seat of a body on a day: the sector that it speaks for, and who holds it, as far as the reader may know."""

    sector: str
    taken: bool
    membership: Membership | None

    @property
    def word(self) -> str:
        return Sector.word(self.sector)

    @property
    def part(self) -> str:
        """Chair or secretary; nothing for a plain member."""
        part = self.membership.role if self.membership else Membership.Part.MEMBER
        return "" if part == Membership.Part.MEMBER else str(PARTS[Membership.Part(part)])


def seats(body: Body, *, by, on: date) -> list[Seat]:
    """Every seat of a body on a day, the chair first, then by sector. Free ones stand among them. Two queries."""
    known = {row.pk: row for row in readable(by=by, on=on).filter(body=body).select_related("country")}
    with wall.lifted("counts"):
        held = list(Membership.objects.on(on).filter(body=body).order_by("pk").values_list("pk", "seat", "role"))
    taken = [Seat(sector, True, known.get(pk)) for pk, sector, _role in sorted(
        held, key=lambda row: (row[2] != Membership.Part.CHAIR, row[1], row[0]))]
    free = [sector for sector in body.seats if sector not in {seat.sector for seat in taken}]
    return taken + [Seat(sector, False, None) for sector in sorted(free)]


@transaction.atomic
def give_seat(*, body: Body, person: Person, seat: str, role: str, since: date, by: Person, now: datetime) -> Membership:
    """Let a person speak for a sector in a body from a day on (activity 1.2: groups of several sectors).

    A national body takes persons of its country. Raises Refused when the person holds a seat in it on that day, or
    another person chairs it.
    """
    require("manage people", by=by, country=body.country)
    Body.objects.select_for_update().get(pk=body.pk)  # of two chairs given at once, the second is refused
    if body.country and person.country_id != body.country_id:
        raise Refused(_("Only people of %(country)s hold a seat here.") % {"country": body.country.label}, field="person")
    if seat not in body.seats:
        raise Refused(_("This body has no seat for that sector."), field="seat")
    later = Membership.objects.filter(Q(until=None) | Q(until__gte=since), body=body)
    if later.filter(person=person).exists():
        raise Refused(_("%(name)s holds a seat here on that day already.") % {"name": person.name}, field="person")
    if role == Membership.Part.CHAIR and later.filter(role=Membership.Part.CHAIR).exists():
        raise Refused(_("This body has a chair on that day. End that seat first."), field="role")
    made = Membership.objects.create(body=body, person=person, country=person.country, seat=seat, role=role, since=since,
                                     listed_name=person.name)
    record(verb="membership.given", thing=made, by=by.uuid, now=now, about=person.uuid, country=code_of(body.country),
           after={"body": body.key, "seat": seat, "role": role, "since": since.isoformat()})
    return made


@transaction.atomic
def set_seats(*, body: Body, sectors: list[str], by: Person, now: datetime) -> Body:
    """Which sectors hold a seat. Raises Refused for one that somebody holds now or later."""
    require("manage people", by=by, country=body.country)
    row = Body.objects.select_for_update(of=("self",)).select_related("country").get(pk=body.pk)
    today = day_in(row.country, now)
    held = set(Membership.objects.filter(Q(until=None) | Q(until__gte=today), body=row).values_list("seat", flat=True))
    if lost := sorted(held - set(sectors)):
        raise Refused(_("Somebody holds the seat for %(sectors)s. End it first.")
                      % {"sectors": ", ".join(Sector.word(key) for key in lost)}, field="sectors")
    before, row.seats = row.seats, sorted(set(sectors))
    row.save(update_fields=["seats"])
    record(verb="body.changed", thing=row, by=by.uuid, now=now, country=code_of(row.country), before={"seats": before},
           after={"seats": row.seats})
    return row


@transaction.atomic
def end_seat(*, membership: Membership, until: date, by: Person, now: datetime) -> Membership:
    """The last day on which a person holds the seat. Raises Refused for a day before its first."""
    row = Membership.objects.select_for_update(of=("self",)).select_related("body__country", "person").get(pk=membership.pk)
    require("manage people", by=by, country=row.body.country)
    if until < row.since:
        raise Refused(_("The last day lies before the first."), field="until")
    before, row.until = row.until, until
    row.save(update_fields=["until"])
    record(verb="membership.ended", thing=row, by=by.uuid, now=now, about=row.person.uuid, country=code_of(row.body.country),
           before={"until": before.isoformat() if before else None}, after={"until": until.isoformat()})
    return row
