"""Seats by sector, dated; members of one body read each other's name and seat, and nobody else's."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from lms.people.domain import bodies
from lms.people.domain.refusal import Refused
from lms.people.models import Body, Membership, Organisation
from tests.factories import NOW, TODAY, body, person

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
SEATS = ["police", "social", "women"]


@pytest.fixture
def group():
    """The region's working group with a police officer of Viet Nam and a social worker of Cambodia."""
    made, officer = body(None), person("Maya", None, "secretariat")
    bodies.set_seats(body=made, sectors=SEATS, by=officer, now=NOW)
    made.refresh_from_db()
    for who, seat in ((person("Minh"), "police"), (person("Chanthy", "KH"), "social")):
        bodies.give_seat(body=made, person=who, seat=seat, role="member", since=TODAY, by=officer, now=NOW)
    return made, officer


def names(made, reader, on):
    return [seat.membership.listed_name for seat in bodies.seats(made, by=reader, on=on) if seat.membership]


def test_members_read_each_other_on_the_days_of_both(group):
    made, officer = group
    minh = Membership.objects.get(seat="police")
    bodies.end_seat(membership=minh, until=TODAY + timedelta(days=9), by=officer, now=NOW)
    for on, read in ((TODAY - timedelta(days=1), []), (TODAY, ["Minh", "Chanthy"]),
                     (TODAY + timedelta(days=9), ["Minh", "Chanthy"]), (TODAY + timedelta(days=10), [])):
        assert names(made, minh.person, on) == read
    chanthy = Membership.objects.get(seat="social").person
    assert names(made, chanthy, TODAY + timedelta(days=10)) == ["Chanthy"]


def test_strangers_read_seats_but_no_names(group, client_as):
    made, _officer = group
    for reader in (person("Other"), person("Nora", None, "donor"), person("Dara", "KH", "trainer")):
        assert names(made, reader, TODAY) == []
        text = client_as(reader).get(reverse("people:body", args=[made.key])).content.decode()
        assert "Minh" not in text and "Chanthy" not in text
    assert names(made, person("Ha", "VN", "coordinator"), TODAY) == ["Minh"]


def test_free_and_taken_seats_stand_side_by_side(group):
    made, officer = group
    assert [(seat.sector, seat.taken) for seat in bodies.seats(made, by=officer, on=TODAY)] == [
        ("police", True), ("social", True), ("women", False)]


def test_a_name_change_is_read_by_the_other_members(group):
    made, _officer = group
    assert Membership.objects.get(seat="police").listed_name == "Minh"


def test_what_is_refused(group):
    made, officer = group
    minh, national = person("Minh Two"), body("VN")
    national.seats = SEATS
    national.save()
    given = dict(role="member", since=TODAY, now=NOW)
    with pytest.raises(Refused):
        bodies.give_seat(body=made, person=minh, seat="labour", by=officer, **given)
    with pytest.raises(Refused):
        bodies.give_seat(body=national, person=person("Sokha", "KH"), seat="police", by=officer, **given)
    with pytest.raises(PermissionDenied):
        bodies.give_seat(body=national, person=minh, seat="police", by=person("Dara", "KH", "coordinator"), **given)
    bodies.give_seat(body=national, person=minh, seat="police", by=person("Ha", "VN", "coordinator"),
                     **{**given, "role": "chair"})
    with pytest.raises(Refused):
        bodies.give_seat(body=national, person=minh, seat="women", by=officer, **given)
    with pytest.raises(Refused):
        bodies.give_seat(body=national, person=person("Vo"), seat="women", by=officer, **{**given, "role": "chair"})
    with pytest.raises(Refused):
        bodies.set_seats(body=national, sectors=["women"], by=officer, now=NOW)
    with pytest.raises(Refused):
        bodies.end_seat(membership=Membership.objects.get(person=minh), until=date(2020, 1, 1), by=officer, now=NOW)


def test_a_seat_is_given_and_ended_on_the_page(group, client_as):
    made, officer = group
    client, who = client_as(officer), person("Hoa")
    path = reverse("people:body", args=[made.key])
    assert "Nobody of your people" in client.post(path, {"number": "VN-9999", "seat": "women", "role": "member",
                                                          "since": "2026-11-01"}).content.decode()
    client.post(path, {"number": who.number.lower(), "seat": "women", "role": "member", "since": "2026-11-01"})
    seat = Membership.objects.get(person=who)
    client.post(reverse("people:seat_end", args=[made.key, seat.pk]), {"until": "2026-12-31"})
    seat.refresh_from_db()
    assert seat.until == date(2026, 12, 31)


def test_an_organisation_is_added_once_and_by_who_manages_it(client_as):
    ha, lan = person("Ha", "VN", "coordinator"), person("Lan")
    values = {"name": "Sample house", "own_name": "", "kind": "ngo", "sector": "ngo", "country": ha.country_id}
    path = reverse("people:organisation_new")
    assert client_as(lan).post(path, values).status_code == 403
    assert client_as(ha).post(path, values).status_code == 302
    assert "already" in client_as(ha).post(path, {**values, "name": "sample HOUSE"}).content.decode()
    assert client_as(lan).get(reverse("people:organisation", args=["vn-sample-house"])).status_code == 200


@pytest.mark.parametrize("name", ["organisations", "bodies"])
def test_listings_ask_the_same_number_of_questions_for_1_and_30(name, client_as, django_assert_max_num_queries):
    reader = person("Maya", None, "secretariat")
    for number in range(31):
        Organisation.objects.create(key=f"o-{number}", kind="ngo", name=f"O {number}", country=reader.country)
        Body.objects.create(key=f"b-{number}", kind="working-group", names={"en": f"B {number}"})
    client = client_as(reader)
    with django_assert_max_num_queries(9):
        assert client.get(reverse(f"people:{name}")).status_code == 200
