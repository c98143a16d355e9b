"""A published form, two countries and two persons."""

from datetime import UTC, date, datetime

import pytest

from lms.people.models import Country, Grant, Person
from lms.surveys.domain import uploads
from lms.surveys.domain.publish import publish
from lms.surveys.domain.uploads import Sent, Wish
from lms.surveys.models import Form
from tests.surveys.workbooks import workbook

NOW = datetime(2027, 1, 20, 20, 0, tzinfo=UTC)


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def make_form(db):
    def make(key="evaluation", **changes):
        return publish(**{"key": key, "workbook": workbook(), "kind": Form.Kind.EVALUATION,
                          "titles": {"en": "Course evaluation", "km": "ការវាយតម្លៃ"}, "anonymous": False, "country": None,
                          "by": None, "now": NOW} | changes)
    return make


@pytest.fixture
def countries(db):
    return [Country.objects.get_or_create(code=code, defaults={"names": {"en": code}, "time_zone": "Asia/Bangkok"})[0]
            for code in ("VN", "KH")]


@pytest.fixture
def persons(countries):
    return [Person.objects.create(number=f"{country.code}-9001", username=f"surveys.{country.code}".lower(),
                                  name=country.code, country=country) for country in countries]


@pytest.fixture
def give():
    def grant(person, role, country):
        Grant.objects.create(person=person, role=role, country=country, since=date(2020, 1, 1))
        person.__dict__.pop("_access", None)
    return grant


@pytest.fixture
def spared(persons):
    """The persons are samples: spared the second factor."""
    for person in persons:
        person.sample = True
        person.save()


@pytest.fixture
def lan(persons, countries, give):
    """Viet Nam's coordinator."""
    give(persons[0], "coordinator", countries[0])
    return persons[0]


@pytest.fixture
def sokha(persons, countries, give):
    """Cambodia's coordinator."""
    give(persons[1], "coordinator", countries[1])
    return persons[1]


@pytest.fixture
def keep(lan, countries, now):
    def send(content=None, files=(), form=None, **wish):
        wished = Wish(**{"key": "pulse", "kind": "pulse", "anonymous": False, "invited": False, "country": countries[0]} | wish)
        return uploads.keep_upload(workbook=Sent("pulse.xlsx", content or workbook()), files=files, form=form, wish=wished,
                                   by=lan, now=now)
    return send
