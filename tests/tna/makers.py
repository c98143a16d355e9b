"""Rows that the tests of needs and of monitoring stand on."""

from datetime import UTC, date, datetime
from decimal import Decimal

from lms.people.models import Body, Country, Grant, Person
from lms.people.permissions import Role
from tna.domain.findings import agree_action, record_finding
from tna.models import Finding

NOW = datetime(2027, 1, 20, 2, tzinfo=UTC)
COUNTRIES = {"VN": ("Viet Nam", "vi"), "KH": ("Cambodia", "km")}


def make_country(code: str) -> Country:
    name, language = COUNTRIES[code]
    return Country.objects.get_or_create(code=code, defaults={
        "names": {"en": name}, "languages": [language], "time_zone": "Asia/Bangkok"})[0]


def make_person(role: str, code: str | None) -> Person:
    """A person with one role in a country (None: the region)."""
    country = make_country(code) if code else None
    person = Person.objects.create(number=f"{code or 'R'}-{Person.objects.count() + 1:04d}",
                                   username=f"{role}.{code or 'r'}".lower(), name=f"{role} {code}", country=country,
                                   sample=True)
    Grant.objects.create(person=person, role=role, country=country, since=date(2020, 1, 1))
    return person


def make_group(code: str) -> Body:
    return Body.objects.create(key=f"group-{code.lower()}", kind=Body.Kind.WORKING_GROUP, country=make_country(code),
                               names={"en": f"Working group {code}"})


def coordinator(code: str) -> Person:
    return (Person.objects.filter(username=f"coordinator.{code.lower()}").first()
            or make_person(Role.COORDINATOR, code))


def make_finding(code: str = "VN", **changes) -> Finding:
    return record_finding(**{
        "country": make_country(code), "kind": Finding.Kind.WHITE_SPOT, "title": f"identify victims, {code}",
        "figure": Decimal(1240), "unit": Finding.Unit.PEOPLE, "source": "Assessment 2026, 412 answers",
        "language": "en", "published": True, "by": coordinator(code), "now": NOW} | changes)


def make_action(finding: Finding, **changes):
    return agree_action(**{"finding": finding, "title": "Hold a course at the border", "due": date(2027, 6, 30),
                           "language": "en", "by": coordinator(finding.country.code), "now": NOW} | changes)
