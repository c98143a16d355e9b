"""What follows from grants in Wagtail follows on the right day."""

from datetime import timedelta

import pytest

from lms.people.domain.grants import derive_all, grant
from lms.people.domain.numbers import next_number
from lms.people.models import Person
from tests.factories import LONG_AGO, NOW, TODAY, country, person

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def groups(who: Person) -> list[str]:
    return sorted(who.groups.values_list("name", flat=True))


def test_a_grant_of_tomorrow_gives_nothing_today_and_one_of_long_ago_takes_nothing_away():
    mai = person("Mai", "VN")
    grant(person=mai, role="translator", country=country("VN"), since=TODAY, by=None, now=NOW)
    grant(person=mai, role="trainer", country=country("VN"), since=LONG_AGO, by=None, now=NOW)
    grant(person=mai, role="administrator", since=TODAY + timedelta(days=1), by=None, now=NOW)
    mai.refresh_from_db()
    assert (groups(mai), mai.is_superuser, mai.is_staff) == (["editors-vn"], False, False)


def test_rights_begin_and_end_with_the_dates_of_the_grants():
    mai = person("Mai", "VN")
    begins, ends = TODAY + timedelta(days=10), TODAY + timedelta(days=20)
    grant(person=mai, role="administrator", since=begins, until=ends, by=None, now=NOW)
    grant(person=mai, role="translator", country=country("VN"), since=begins, until=ends, by=None, now=NOW)
    found = []
    for day in (TODAY, begins, ends, ends + timedelta(days=1)):
        derive_all(on=day)
        mai.refresh_from_db()
        found.append((mai.is_superuser, groups(mai)))
    assert found == [(False, []), (True, ["editors-vn"]), (True, ["editors-vn"]), (False, [])]


def test_after_9999_comes_10000_and_then_10001():
    for number in ("VN-0007", "VN-9999", "VN-10000"):
        Person.objects.create(name=number, number=number, country=country("VN"))
    assert next_number(country("VN")) == "VN-10001"
