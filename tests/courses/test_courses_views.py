"""The pages of courses: what everyone sees, what only some may do, and dangerous steps on pages of their own."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from lms.courses.domain import nominations
from lms.courses.models import Edition, Nomination
from tests.factories import NOW, edition, person

pytestmark = pytest.mark.django_db
AHEAD = {"start": date.today() + timedelta(days=60), "end": date.today() + timedelta(days=63)}


@pytest.mark.parametrize("path", ["/en/courses/", "/en/courses/?past=1", "/en/courses/calendar/2026/10/"])
def test_listings_cost_the_same_for_one_and_for_thirty(client, path):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    edition(), edition(**AHEAD)
    one = queries()
    for _number in range(29):
        edition(), edition(**AHEAD)
    assert queries() == one <= 4


def test_selection_and_delivery_cost_the_same_for_one_and_for_thirty(client):
    coordinator, place = person("Coordinator", "VN", "coordinator"), edition()
    client.force_login(coordinator)

    def queries(name: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse(f"courses:{name}", args=[place.slug])).status_code == 200
        return len(seen)

    def add(number: int) -> None:
        row = nominations.nominate(edition=place, person=person(f"Lan {number}"), by=coordinator, now=NOW)
        place.enrolments.create(person=row.person, country=row.country, nomination=row, enrolled_at=NOW)

    add(0)
    once = {name: queries(name) for name in ("selection", "delivery")}
    for number in range(1, 30):
        add(number)
    assert {name: queries(name) for name in ("selection", "delivery")} == once


def test_a_country_sees_its_own_nominees_only(client):
    place = edition(code=None)
    lan, sokha = person("Lan Mau", "VN"), person("Sokha Kumru", "KH")
    for one, code in ((lan, "VN"), (sokha, "KH")):
        nominations.nominate(edition=place, person=one, by=person(f"C {code}", code, "coordinator"), now=NOW)
    for code, seen, hidden in (("VN", lan, sokha), ("KH", sokha, lan)):
        client.force_login(person(f"Focal {code}", code, "focal-point"))
        page = client.get(reverse("courses:selection", args=[place.slug])).content.decode()
        assert seen.name in page and hidden.name not in page
    client.force_login(lan)
    page = client.get(reverse("courses:selection", args=[place.slug])).content.decode()
    assert lan.name in page and sokha.name not in page
    client.logout()
    assert client.get(reverse("courses:selection", args=[place.slug])).status_code == 302


def test_another_countrys_nomination_cannot_even_be_named(client):
    row = nominations.nominate(edition=edition(code=None), person=person("Lan"), by=person("C", "VN", "coordinator"),
                               now=NOW)
    client.force_login(person("Dara", "KH", "focal-point", "coordinator"))
    address = reverse("courses:decide", args=[row.edition.slug, row.uuid])
    assert client.post(address, {"step": "endorse"}).status_code == 404
    row.refresh_from_db()
    assert row.state == Nomination.State.NOMINATED


def test_withdrawing_and_cancelling_ask_on_a_page_of_their_own(client):
    coordinator, chair = person("C", "VN", "coordinator"), person("Chair", "VN", "chair")
    row = nominations.nominate(edition=edition(), person=person("Lan"), by=coordinator, now=NOW)
    client.force_login(coordinator)
    address = reverse("courses:decide", args=[row.edition.slug, row.uuid])
    assert "Withdraw Lan?" in client.post(address, {"step": "withdraw"}).content.decode()
    row.refresh_from_db()
    assert row.state == Nomination.State.NOMINATED
    client.post(address, {"step": "withdraw", "sure": "1"})
    row.refresh_from_db()
    assert row.state == Nomination.State.WITHDRAWN
    cancel = reverse("courses:cancel", args=[row.edition.slug])
    client.force_login(person("Other", "KH", "chair"))
    assert client.get(cancel).status_code == 403
    client.force_login(chair)
    assert "1 nomination is kept" in client.get(cancel).content.decode()
    assert client.post(cancel, {"reason": ""}).status_code == 200
    client.post(cancel, {"reason": "No venue"})
    assert Edition.objects.get(pk=row.edition.pk).state == Edition.State.CANCELLED


def test_the_calendar_feed_has_every_public_edition_as_whole_days(client):
    shown, hidden = edition(**AHEAD), edition(public=False, **AHEAD)
    feed = Calendar.from_ical(client.get("/calendar.ics").content)
    events = {str(event["uid"]): event for event in feed.walk("VEVENT")}
    event = events[f"{shown.uuid}@academy"]
    assert (event["dtstart"].dt, event["dtend"].dt) == (shown.start, shown.end + timedelta(days=1))
    assert f"{hidden.uuid}@academy" not in events


def test_an_edition_that_is_not_public_is_not_there_for_others(client):
    hidden = edition(public=False)
    assert client.get(hidden.get_absolute_url()).status_code == 404
    client.force_login(person("Coordinator", "VN", "coordinator"))
    assert client.get(hidden.get_absolute_url()).status_code == 200
