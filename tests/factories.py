"""The few records that most tests begin with. Lan of Viet Nam, Sokha of Cambodia and an officer come back everywhere."""

from datetime import UTC, date, datetime
from itertools import count

from certification.domain.numbers import Numbers
from certification.models import Scheme, SchemeVersion
from lms.courses.domain.badges import badge
from lms.courses.models import Course, Edition, Enrolment, Facilitation, Slot, Venue
from lms.people.domain.grants import grant
from lms.people.domain.naming import index
from lms.people.domain.numbers import next_number
from lms.people.models import Body, Country, Person

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
TODAY = date(2026, 11, 21)
LONG_AGO = date(2020, 1, 1)
_number = count(1)


def country(code: str = "VN") -> Country:
    names = {"VN": {"en": "Viet Nam", "vi": "Việt Nam"}, "KH": {"en": "Cambodia", "km": "កម្ពុជា"}}
    return Country.objects.get_or_create(code=code, defaults={
        "names": names.get(code, {"en": code}), "languages": ["vi" if code == "VN" else "km"],
        "time_zone": "Asia/Bangkok"})[0]


def person(name: str, code: str | None = "VN", *roles: str, **fields) -> Person:
    """A person with an account and grants for its own country; without a country, for the region."""
    place = country(code) if code else None
    made = Person.objects.create(name=name, country=place, number=next_number(place), sample=True,
                                 **{"username": f"{name.lower().replace(' ', '.')}.{next(_number)}",
                                    "language": "vi" if code == "VN" else "km" if code == "KH" else "en", **fields})
    index(made)
    for role in roles:
        grant(person=made, role=role, country=place, since=LONG_AGO, by=None, now=NOW)
    return made


def body(code: str | None = "VN", kind: str = "working-group") -> Body:
    key = f"{kind}-{(code or 'region').lower()}"
    return Body.objects.get_or_create(key=key, defaults={
        "kind": kind, "country": country(code) if code else None, "names": {"en": key}})[0]


def edition(kind: str = "tot", code: str | None = "VN", **fields) -> Edition:
    """An edition of three days in November 2026, open, with two slots on its first day."""
    course = Course.objects.get_or_create(key=kind, defaults={"kind": kind, "names": {"en": kind}})[0]
    venue = Venue.objects.get_or_create(key="hall", defaults={"names": {"en": "Hall"}, "city": {"en": "Town"}})[0]
    number = next(_number)
    made = Edition.objects.create(**{
        "slug": f"{kind}-{number}", "course": course, "organiser": body(code), "venue": venue, "language": "vi",
        "country": country(code) if code else None, "start": date(2026, 11, 2), "end": date(2026, 11, 4), "seats": 24,
        "state": Edition.State.OPEN, "names": {"en": f"Edition {number}"}, **fields})
    for hour in (9, 13):
        Slot.objects.create(edition=made, day=made.start, start=f"{hour}:00", end=f"{hour + 2}:00", title=f"At {hour}")
    return made


def enrol(at: Edition, who: Person, **fields) -> Enrolment:
    """A participant on the roster, with a badge."""
    return Enrolment.objects.create(**{"edition": at, "person": who, "country": who.country, "enrolled_at": NOW,
                                       **badge(who, on=TODAY), **fields})


def teach(at: Edition, who: Person, role: str = "lead") -> Facilitation:
    """A trainer or observer of an edition, with a badge."""
    return Facilitation.objects.create(edition=at, person=who, country=who.country, role=role, **badge(who, on=TODAY))


def scheme(code: str = "VN", level: str = "trainer") -> SchemeVersion:
    made = Scheme.objects.get_or_create(key=f"{level}-{code.lower()}", defaults={
        "issuer": body(code), "country": country(code), "level": level, "names": {"en": f"{level} {code}"}})[0]
    return SchemeVersion.objects.get_or_create(scheme=made, number=1, defaults={
        "in_force": LONG_AGO, "modules": ["A", "B"], "languages": ["vi"], "numbers": Numbers().as_json()})[0]
