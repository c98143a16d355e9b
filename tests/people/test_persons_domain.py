"""Adding a person and changing one: what may stand in a record, who may write it, what is kept of it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from lms.audit.domain.log import personal
from lms.audit.models import Entry
from lms.people.domain import persons
from lms.people.domain.particulars import EMPTY, FIRST_YEAR, YOUNGEST, check, tidy
from lms.people.domain.refusal import Refused
from lms.people.models import Membership, NameWord, Person, Province
from tests.factories import LONG_AGO, NOW, TODAY, body, country, person

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def boss():
    return person("Boss", "VN", "coordinator")


@pytest.fixture
def officer():
    return person("Officer", None, "secretariat")


def add(by: Person, code: str | None = "VN", **values) -> Person:
    return persons.add(country=country(code) if code else None, values={"name": "Trần Thị Mai", **values}, by=by, now=NOW)


def last(verb: str) -> Entry:
    return Entry.objects.filter(verb=verb).latest("pk")


@pytest.mark.parametrize(("field", "value"), [
    ("name", ""), ("name", "  "), ("name", "សុខា"), ("name", "Лан"), ("name", "Lan 兰"), ("name", "123"), ("name", "x" * 121),
    ("name", "La\x00n"), ("own_name", "ល" * 121), ("email", "lan"), ("email", "lan@"), ("email", "@x.org"),
    ("language", "xx"), ("language", ""), ("languages", ["vi", "xx"]), ("sex", "other"), ("level", "boss"),
    ("birth_year", FIRST_YEAR - 1), ("birth_year", TODAY.year - YOUNGEST + 1), ("birth_year", 10 ** 30)])
def test_what_may_not_stand_in_a_record(field, value):
    assert list(check(tidy({field: value}), TODAY)) == [field]


@pytest.mark.parametrize(("field", "value"), [
    ("name", "Nguyễn Thị Hòa"), ("name", "O\u2019Brien-Đỗ, Jr."), ("name", "Saw K\u02bcPaw"), ("name", "x" * 120),
    ("own_name", "សុខា"), ("own_name", ""), ("email", ""), ("email", "lan@academy.example"), ("language", "zh-hans"),
    ("languages", []), ("languages", ["vi", "km"]), ("sex", ""), ("level", "senior"),
    ("birth_year", None), ("birth_year", FIRST_YEAR), ("birth_year", TODAY.year - YOUNGEST)])
def test_what_may_stand_there(field, value):
    assert check(tidy({field: value}), TODAY) == {}


@given(st.fixed_dictionaries({}, optional={
    "name": st.text(max_size=200), "own_name": st.text(max_size=200), "email": st.text(max_size=300),
    "language": st.text(max_size=8), "languages": st.lists(st.text(max_size=8), max_size=3),
    "sex": st.text(max_size=6), "level": st.text(max_size=8), "birth_year": st.none() | st.integers()}))
def test_any_value_is_judged_and_a_tidy_one_stays(values):
    once = tidy(values)
    assert tidy(once) == once
    assert set(check(once, TODAY)) <= set(values)


def test_a_province_belongs_to_the_country():
    here, there = (Province.objects.create(country=country(code), code=f"{code}-1", names={"en": code})
                   for code in ("VN", "KH"))
    assert check({"province": here}, TODAY, country=country("VN")) == {}
    assert list(check({"province": there}, TODAY, country=country("VN"))) == ["province"]
    assert list(check({"province": here}, TODAY, country=None)) == ["province"]


def test_an_unknown_value_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="is_staff"):
        tidy({"is_staff": True})


def test_a_new_person_has_a_number_words_and_an_entry(boss):
    made = add(boss, own_name="  Trần  Thị Mai ", email="Mai@Academy.Example", languages=["vi", "vi", "en"])
    assert (made.number, made.own_name, made.email, made.languages) == (
        "VN-0002", "Trần Thị Mai", "mai@academy.example", ["vi", "en"])
    assert set(NameWord.objects.filter(person=made).values_list("word", flat=True)) == {"tran", "thi", "mai"}
    entry = last("person.added")
    assert (entry.actor, entry.country, entry.about, entry.before, entry.after) == (boss.uuid, "VN", made.uuid, {}, {})
    assert personal(entry)["after"]["name"] == "Trần Thị Mai"
    assert "Trần" not in str(Entry.objects.values())


def test_a_change_keeps_what_was_before_and_only_that(boss):
    made = add(boss, level="mid")
    Membership.objects.create(person=made, country=made.country, body=body("VN"), listed_name=made.name, since=LONG_AGO)
    persons.change(person=made, values={"name": "Trần Mai", "level": "mid", "birth_year": 1980}, by=boss, now=NOW,
                   why="As on the passport")
    found = personal(last("person.changed"))
    assert found["before"] == {"name": "Trần Thị Mai", "birth_year": None}
    assert found["after"] == {"name": "Trần Mai", "birth_year": 1980} and found["why"] == "As on the passport"
    assert Membership.objects.get(person=made).listed_name == "Trần Mai"
    assert set(NameWord.objects.filter(person=made).values_list("word", "sort")) == {
        ("tran", "Trần Mai"), ("mai", "Trần Mai")}


def test_no_difference_is_no_change(boss):
    made = add(boss)
    count = Entry.objects.count()
    persons.change(person=made, values={"name": " Trần Thị Mai", "level": ""}, by=boss, now=NOW)
    assert Entry.objects.count() == count


def test_a_mail_address_has_one_owner_across_borders(boss, officer):
    add(officer, "KH", email="one@academy.example")
    other = add(boss)
    with pytest.raises(Refused) as refused:
        add(boss, email="ONE@academy.example")
    assert refused.value.field == "email"
    with pytest.raises(Refused) as refused:
        persons.change(person=other, values={"email": "one@academy.example"}, by=boss, now=NOW)
    assert refused.value.field == "email"
    persons.change(person=other, values={"email": "two@academy.example"}, by=boss, now=NOW)


def test_two_at_once_get_two_numbers_and_one_the_address(boss, monkeypatch):
    first = add(boss, email="one@academy.example")
    monkeypatch.setattr(persons, "next_number", lambda place: first.number)
    monkeypatch.setattr(persons, "mail_is_taken", lambda *given, **named: False)
    assert add(boss).number == "VN-0003"
    with pytest.raises(Refused), transaction.atomic():
        add(boss, email="one@academy.example")


def test_another_fault_of_the_database_is_not_swallowed(boss):
    with pytest.raises(IntegrityError), transaction.atomic():
        persons.numbered(Person(uuid=boss.uuid, name="Twin", country=boss.country))


@pytest.mark.parametrize("role", ["focal-point", "working-group", "chair", "trainer", "trainee", "translator", "donor"])
def test_who_does_not_manage_people_writes_nobody(role, boss):
    other = person("Other", "VN", role)
    with pytest.raises(PermissionDenied):
        add(other)
    with pytest.raises(PermissionDenied):
        persons.change(person=boss, values={"level": "mid"}, by=other, now=NOW)


@pytest.mark.parametrize("code", ["KH", None])
def test_a_coordinator_writes_in_the_own_country_alone(code, boss, officer):
    there = add(officer, code)
    with pytest.raises(PermissionDenied):
        add(boss, code)
    with pytest.raises(PermissionDenied):
        persons.change(person=there, values={"level": "mid"}, by=boss, now=NOW)


@pytest.mark.parametrize("state", [{"merged": True}, {"erased_at": NOW}])
def test_a_closed_record_is_not_changed(state, boss):
    made = add(boss)
    made.merged_into = boss if state.pop("merged", False) else None
    Person.objects.filter(pk=made.pk).update(merged_into=made.merged_into, **state)
    with pytest.raises(Refused):
        persons.change(person=made, values={"level": "mid"}, by=boss, now=NOW)


def test_the_mail_address_of_somebody_who_may_do_more_is_out_of_reach(boss, officer):
    high = person("High", "VN", "secretariat")
    with pytest.raises(PermissionDenied):
        persons.change(person=high, values={"email": "mine@academy.example"}, by=boss, now=NOW)
    persons.change(person=high, values={"level": "mid"}, by=boss, now=NOW)
    persons.change(person=boss, values={"email": "boss@academy.example"}, by=boss, now=NOW)
    persons.change(person=boss, values={"email": "chief@academy.example"}, by=officer, now=NOW)


def test_moving_keeps_the_past_where_it_happened(boss, officer):
    made = add(boss, province=Province.objects.create(country=country("VN"), code="VN-1", names={"en": "One"}))
    seat = Membership.objects.create(person=made, country=made.country, body=body("VN"), since=LONG_AGO)
    for by, why in ((boss, "Moved"), (officer, " ")):
        with pytest.raises((PermissionDenied, Refused)):
            persons.move_country(person=made, country=country("KH"), by=by, now=NOW, why=why)
    moved = persons.move_country(person=made, country=country("KH"), by=officer, now=NOW, why="New post")
    seat.refresh_from_db()
    assert (moved.country, moved.province, moved.number, seat.country) == (country("KH"), None, "VN-0002", country("VN"))
    assert set(NameWord.objects.filter(person=made).values_list("country__code", flat=True)) == {"KH"}
    assert list(Entry.objects.filter(verb="person.moved").order_by("country").values_list("country", flat=True)) == [
        "KH", "VN"]
    with pytest.raises(Refused):
        persons.move_country(person=made, country=country("KH"), by=officer, now=NOW, why="Again")


def test_all_values_of_a_person_are_columns():
    assert set(EMPTY) <= {field.name for field in Person._meta.get_fields()}
    assert check(EMPTY, date(2026, 1, 1)) == {"name": check({"name": ""}, TODAY)["name"]}
