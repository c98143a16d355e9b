"""Whose names the people of an edition read: both edges of the days, and only badges."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from lms.courses.domain import delivery, roster
from lms.courses.permissions import ROSTER_DAYS, roster_open
from tests.factories import NOW, edition, enrol, person, teach

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
DAYS = st.dates(date(2020, 1, 1), date(2035, 1, 1))


@given(DAYS, st.integers(0, 20), st.integers(-60, 90))
def test_the_roster_is_open_on_exactly_its_days(start, length, offset):
    end, on = start + timedelta(days=length), start + timedelta(days=offset)
    assert roster_open(start=start, end=end, on=on) is (-30 <= offset <= length + 30)


@pytest.fixture
def mixed():
    """An edition of Viet Nam with a participant of each country, taught by a trainer of Cambodia."""
    held = edition(seats=2)
    return held, enrol(held, person("Lan")), enrol(held, person("Sokha", "KH")), teach(held, person("Vuthy", "KH"))


def edges(held):
    """(a day, whether the roster is open on it): one before, first, last, one after."""
    return [(held.start - ROSTER_DAYS - timedelta(days=1), False), (held.start - ROSTER_DAYS, True),
            (held.end + ROSTER_DAYS, True), (held.end + ROSTER_DAYS + timedelta(days=1), False)]


def test_organiser_and_facilitator_read_all_badges_in_its_days_only(mixed):
    held, lan, sokha, teaching = mixed
    organiser = person("Chair", "VN", "chair")
    for day, is_open in edges(held):
        for reader, own in ((organiser, {lan}), (teaching.person, set())):
            assert set(roster.readable(held, by=reader, on=day)) == ({lan, sokha} if is_open else own)
            seen = roster.team(held, by=reader, on=day)
            assert (teaching in seen) is (is_open or reader == teaching.person)


def test_everyone_else_reads_the_own_row_or_the_own_country(mixed):
    held, lan, sokha, _teaching = mixed
    for reader, rows in ((lan.person, {lan}), (person("Other"), set()), (person("Dara", "KH", "coordinator"), {sokha}),
                         (person("Nora", None, "donor"), set()), (person("Maya", None, "secretariat"), {lan, sokha})):
        for day, _is_open in edges(held):
            assert set(roster.readable(held, by=reader, on=day)) == rows


def test_after_its_days_a_facilitator_enters_nothing_and_an_organiser_only_for_the_own_country(mixed):
    held, lan, sokha, teaching = mixed
    late = held.end + ROSTER_DAYS + timedelta(days=1)
    given_ = dict(slot=held.slots.first(), now=NOW, today=late)
    with pytest.raises(PermissionDenied):
        delivery.mark(by=teaching.person, present={lan.uuid}, **given_)
    assert delivery.mark(by=person("Chair", "VN", "chair"), present={lan.uuid, sokha.uuid}, **given_) == 1
    assert not sokha.attendances.exists()


def test_the_page_shows_badges_and_counts_the_rest(mixed, client_as):
    held, _lan, sokha, teaching = mixed
    today = timezone.localdate()
    type(held).objects.filter(pk=held.pk).update(start=today, end=today)
    path = reverse("courses:delivery", args=[held.slug])
    open_page = client_as(teaching.person).get(path)
    assert open_page.context["hidden"] == 0 and sokha.badge_name in open_page.content.decode()
    assert str(sokha.person.uuid) not in open_page.content.decode()
    type(held).objects.filter(pk=held.pk).update(start=today - timedelta(days=40), end=today - timedelta(days=31))
    for reader in (teaching.person, person("Chair", "VN", "chair")):
        closed = client_as(reader).get(path)
        assert closed.context["hidden"] and sokha.badge_name not in closed.content.decode()
