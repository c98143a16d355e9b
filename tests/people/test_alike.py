"""Likely duplicates: the comparison, its reasons, and how they are found."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.people.domain.alike import Traits, alike_to, likely, near, pairs, reasons
from lms.people.domain.sound import sound
from lms.people.models import Affiliation, Distinct, Organisation, Person
from tests.factories import NOW, person

POLICE = frozenset({"police"})


@pytest.mark.parametrize(("one", "other", "why"), [
    (Traits("Nguyễn Thị Lan"), Traits("Nguyễn Thị Lan"), ("name",)),
    (Traits("Nguyễn Thị Lan"), Traits("Lan Nguyễn Thị"), ("order",)),
    (Traits("Nguyễn Thị Hoà"), Traits("NGUYỄN THỊ HÒA"), ("name",)),
    (Traits("Nguyễn Thị Lan"), Traits("nguyen thi lan"), ("accents",)),
    (Traits("Dr. Sok Sokha"), Traits("Sokha Sok"), ("order",)),
    (Traits("Sok Sokha", "សុខ សុខា"), Traits("S. Sokha", "សុខសុខា"), ("own",)),
    (Traits("Sokha Kumru"), Traits("Kumro Sokhar", birth_year=1995), ()),
    (Traits("A B", email="x@y.example"), Traits("C D", email="x@y.example"), ("mail",)),
    (Traits("Nguyễn Thị Lan", birth_year=1990), Traits("Nguyễn Thị Lan", birth_year=1980), ()),
    (Traits("Nguyễn Thị Lan", birth_year=1990, organisations=POLICE),
     Traits("Nguyễn Thị Lan", birth_year=1980, organisations=POLICE), ("name", "organisation")),
    (Traits("Nguyễn Thị Lan"), Traits("Nguyễn Thị Lân"), ()),
    (Traits("Nguyễn Thị Lan", birth_year=1990), Traits("Nguyễn Thị Lân", birth_year=1990), ("accents", "year")),
    (Traits("Trần Văn Nam", sex="man"), Traits("Trần Văn Nam", sex="woman"), ()),
    (Traits("Trần Văn Nam"), Traits("Phạm Thị Hoa"), ()), (Traits(""), Traits(""), ())])
def test_what_is_likely_and_why(one, other, why):
    assert likely(one, other) == why == likely(other, one)


@pytest.mark.parametrize(("latin", "own"), [
    ("Sokha Kumru", "សុខា គំរូ"), ("Chanthy Kumru", "ចាន់ធី គំរូ"), ("Samnang Kumru", "សំណាង គំរូ"),
    ("Bounmy Tuayang", "ບຸນມີ ຕົວຢ່າງ"), ("Noy Tuayang", "ນ້ອຍ ຕົວຢ່າງ"), ("Somchai Jaidee", "สมชาย ใจดี"),
    ("Aung San", "အောင် ဆန်း")])
def test_a_name_is_heard_across_scripts(latin, own):
    assert sound(latin.casefold().split()) == sound(own.split())
    assert reasons(Traits(latin, birth_year=1990), Traits("Other", own, birth_year=1990)) == ("sound", "year")
    assert likely(Traits(latin), Traits("Other", own)) == ()


@pytest.mark.parametrize("odd", ["", " ", "\x00", "…", "🙂", "a" * 500, "ๆ", "李", "-- ;"])
def test_odd_names_break_nothing(odd):
    assert isinstance(reasons(Traits(odd), Traits(odd, odd)), tuple)


@pytest.fixture
def twice(db):
    one, other = person("Sok Sokha", "KH", own_name="សុខ សុខា", birth_year=1990), person("Sokha Sok", "KH")
    person("Sokha Sok", "VN")
    return one, other


def test_found_for_one_and_for_all(twice):
    one, other = twice
    people = Person.objects.filter(country__code="KH")
    assert [(found.person, found.reasons) for found in alike_to(one, among=people)] == [(other.pk, ("order",))]
    assert [(first, found.person) for first, found in pairs(among=people)] == [(one.pk, other.pk)]
    Distinct.objects.create(one=other, other=one, country=one.country, by=one.uuid, at=NOW)
    assert alike_to(one, among=people) == [] == pairs(among=people)


def test_near_reads_once_and_knows_the_organisation(twice):
    one, _other = twice
    work = Organisation.objects.create(key="police", kind="government", name="Police")
    Affiliation.objects.create(person=one, country=one.country, organisation=work, since="2020-01-01")
    wanted = {number: Traits("Sokha Sok", organisations=POLICE, birth_year=1990) for number in range(20)}
    with CaptureQueriesContext(connection) as queries:
        found = near(wanted, among=Person.objects.filter(country__code="KH"))
    assert len(queries) == 2 and found[0][0].reasons == ("order", "organisation", "year") and len(found) == 20
