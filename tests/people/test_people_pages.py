"""List, search and page of persons: nobody sees a person of another country."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lms.people.domain.naming import index
from lms.people.models import Affiliation, Organisation, Person

ROLES = ["coordinator", "group", "focal", "trainer", "trainee"]
OTHER = {"vn": "kh", "kh": "vn"}


def page_of(person: Person) -> str:
    return reverse("people:person", args=[person.uuid])


def find(client, words: str) -> str:
    return client.post(reverse("people:list"), {"words": words}, follow=True).content.decode()


@pytest.mark.parametrize("code", ["vn", "kh"])
@pytest.mark.parametrize("role", ROLES)
def test_no_role_of_a_country_sees_another_countrys_people(role, code, account, client_as):
    client = client_as(account(f"{role}.{code}"))
    foreign = Person.objects.exclude(country__code=code.upper())
    listed = client.get(reverse("people:list")).content.decode()
    assert not [person.number for person in foreign if person.number in listed]
    for person in foreign.filter(country__code=OTHER[code].upper()):
        assert client.get(page_of(person)).status_code == 404
    for words in (account(f"trainee.{OTHER[code]}").name, account(f"group.{OTHER[code]}").own_name, "Sample", "-000"):
        found = find(client, words)
        assert not [person.number for person in foreign if person.number in found]


@pytest.mark.parametrize("role", ["coordinator", "group", "focal"])
def test_who_sees_people_sees_all_of_the_own_country(role, account, client_as):
    client = client_as(account(f"{role}.vn"))
    listed = client.get(reverse("people:list")).content.decode()
    for person in Person.objects.filter(country__code="VN"):
        assert person.number in listed
    assert "Viet Nam" in listed


@pytest.mark.parametrize("name", ["trainee.vn", "trainer.vn", "translator.vn", "donor"])
def test_everyone_else_sees_oneself_only(name, account, client_as):
    person = account(name)
    client = client_as(person)
    response = client.get(reverse("people:list"))
    assert [row["number"] for row in response.context["rows"]] == [person.number]
    assert "You see yourself only" in response.content.decode()
    assert client.get(page_of(person)).status_code == 200


def test_the_secretariat_sees_all_and_finds_a_name_in_its_own_script(officer, client_as):
    client = client_as(officer)
    assert client.get(reverse("people:list")).context["page"].paginator.count == Person.objects.count()
    assert "KH-0005" in find(client, "សុខា")
    assert "VN-0006" in find(client, "nguyễn lan") and "VN-0006" in find(client, "NGUYỄN")


@pytest.mark.parametrize("words", ['"', "%", "_", "'; --", "x" * 10_000, "🙂", "\x00", "  "])
def test_odd_words_are_a_page(words, officer, client_as):
    response = client_as(officer).post(reverse("people:list"), {"words": words}, follow=True)
    assert response.status_code == 200


def test_a_name_never_stands_in_an_address(officer, client_as):
    response = client_as(officer).post(reverse("people:list"), {"words": "Sokha"})
    assert (response.status_code, response["Location"]) == (302, reverse("people:list"))


def test_the_list_asks_the_same_number_of_questions_for_1_and_50(officer, account, client_as):
    client = client_as(officer)
    organisation = Organisation.objects.first()

    def questions(words: str) -> int:
        find(client, words)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("people:list"))
        return len(queries)

    few = questions("Sokha")
    for place in range(60):
        person = Person.objects.create(number=f"KH-8{place:03d}", name=f"Many Kumru {place}", country_id=None)
        index(person)
        Affiliation.objects.create(person=person, organisation=organisation, since="2026-01-01")
    assert questions("Many") == few
    assert len(client.get(reverse("people:list")).context["rows"]) == 50


def test_anonymous_is_sent_to_the_sign_in(starter, client):
    assert reverse("people:login") in client.get(reverse("people:list"))["Location"]


def test_the_page_shows_what_belongs_to_the_person(account, client_as):
    trainer = account("trainer.vn")
    text = client_as(account("coordinator.vn")).get(page_of(trainer)).content.decode()
    for expected in ("VN-2025-0001", "Training of trainers, Viet Nam, 2027", "sample", "Ministry of Public Security"):
        assert expected in text
    assert "What changed" in text


def test_history_is_for_those_who_see_people(lan, client_as):
    assert "What changed" not in client_as(lan).get(page_of(lan)).content.decode()
