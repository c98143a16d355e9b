"""The pages of certification: counts for everyone, names for one's own country, and the same cost for 1 and 30 rows."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certification.models import Certificate, Event
from tests.factories import person, scheme

pytestmark = pytest.mark.django_db


def certified(name: str, code: str = "VN") -> Certificate:
    who, version = person(name, code), scheme(code)
    made = Certificate.objects.create(
        number=f"{code}-{uuid4().hex[:8]}", person=who, country=who.country, version=version, level="trainer",
        numbers=version.numbers, modules=["A"], languages=["vi"], holder=who.name, holder_language="vi",
        completed_on=date(2025, 6, 2))
    Event.objects.create(certificate=made, country=who.country, kind="issued", decided_on=made.completed_on,
                         effective_on=made.completed_on, end=date(2028, 6, 2))
    return made


def queries(client, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


@pytest.mark.parametrize("path", ["/en/trainers/", "/en/trainers/candidates/"])
def test_listings_cost_the_same_for_one_and_for_thirty(client, path):
    certified("Lan Mau")
    client.force_login(person("Chair", "VN", "chair"))
    queries(client, path)
    once = queries(client, path)
    for number in range(29):
        certified(f"Hoa Mau {number}")
    assert queries(client, path) == once


def test_everyone_reads_counts_and_only_the_own_country_names(client):
    lan, sokha = certified("Lan Mau"), certified("Sokha Kumru", "KH")
    page = client.get("/en/trainers/").content.decode()
    assert "2 certified trainers may train today" in page and lan.holder not in page and sokha.holder not in page
    client.force_login(person("Coordinator", "VN", "coordinator"))
    page = client.get("/en/trainers/").content.decode()
    assert lan.holder in page and sokha.holder not in page
    assert client.get(sokha.get_absolute_url()).status_code == 404
    assert client.get(f"{sokha.get_absolute_url()}pdf/").status_code == 404


def test_thirty_wrong_codes_and_the_next_must_wait(client):
    answers = [client.get(f"/en/verify/{number:026d}/").status_code for number in range(31)]
    assert answers == [404] * 30 + [429]


def test_a_short_code_says_how_much_is_missing(client):
    assert "4 characters are missing at the end." in client.get("/en/verify/?code=ABCD-EFGH 2345 6789 ABCDEF").content.decode()
