"""Who may train what on a day: the answers that certification gives to courses and to counts."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from certification.domain.numbers import numbers_from
from certification.domain.standing import Standing, standing
from certification.models import Certificate, Event
from certification.models.scheme import Level
from lms.people.domain import wall
from lms.people.models import Country, Person


def standing_of(certificate: Certificate, events: Iterable[Event], on: date) -> Standing | None:
    """The standing on a day, or None before the certificate took effect."""
    past = [event for event in events if event.effective_on <= on]
    if not past:
        return None
    return standing(events=past, numbers=numbers_from(certificate.numbers), anchor=certificate.completed_on.day, on=on)


def holders(*, on: date, country: Country | None = None, person: Person | None = None) -> list[tuple[Certificate, Standing]]:
    """Certificates with their standing on a day, in one query; of a country or a person when given."""
    events = Event.objects.select_related("certificate").order_by("certificate_id", "effective_on", "pk")
    if country is not None:
        events = events.filter(certificate__country=country)
    if person is not None:
        events = events.filter(certificate__person=person)
    found = []
    for certificate, rows in groupby(events, key=lambda event: event.certificate):
        stands = standing_of(certificate, rows, on)
        if stands:
            found.append((certificate, stands))
    return found


@wall.lifted("authority")
def may_train(person: Person, module: str, language: str, on: date) -> bool | None:
    """True or False for a person who holds a certificate; None for one who holds none: unknown, never yes."""
    held = [(c, s) for c, s in holders(on=on, person=person) if c.level != Level.OBSERVER]
    if not held:
        return None
    return any(s.may_train and module in c.modules and language in c.languages for c, s in held)


@wall.lifted("authority")
def may_observe(person: Person, on: date) -> bool | None:
    """Whether the person holds the observer level in force on a day."""
    held = [(c, s) for c, s in holders(on=on, person=person) if c.level == Level.OBSERVER]
    return any(s.may_train for _c, s in held) if held else None
