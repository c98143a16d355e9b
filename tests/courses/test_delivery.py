"""Attendance by slot, the post-test, the observed pilot."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from curricula.models import PilotRecord
from lms.courses.domain import authority, delivery
from lms.courses.models import Attendance
from lms.people.domain.refusal import Refused
from tests.factories import NOW, TODAY, edition, enrol, person

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def room():
    place = edition()
    chair, trainer = person("Chair", "VN", "chair"), person("Trainer")
    delivery.appoint(edition=place, person=trainer, role="lead", by=chair, now=NOW)
    enrolled = [enrol(place, person(f"Lan {n}")) for n in range(3)]
    return place, trainer, enrolled


def test_present_absent_and_a_correction(room):
    place, trainer, (one, two, three) = room
    slot = place.slots.first()
    assert delivery.mark(slot=slot, present={one.uuid, two.uuid}, by=trainer, now=NOW, today=TODAY) == 2
    delivery.mark(slot=slot, present={one.uuid, three.uuid}, by=trainer, now=NOW, today=TODAY)
    assert set(Attendance.objects.filter(slot=slot, present=True).values_list("enrolment", flat=True)) == {one.pk, three.pk}
    assert Attendance.objects.filter(slot=slot).count() == 3


def test_a_session_of_tomorrow_has_no_attendance_yet(room):
    place, trainer, (one, *_rest) = room
    with pytest.raises(Refused):
        delivery.mark(slot=place.slots.first(), present={one.uuid}, by=trainer, now=NOW, today=date(2026, 11, 1))


def test_only_those_who_teach_or_organise_enter_anything(room):
    place, _trainer, (one, *_rest) = room
    for stranger in (person("Other"), person("Dara", "KH", "chair", "trainer"), one.person):
        with pytest.raises(PermissionDenied):
            delivery.mark(slot=place.slots.first(), present=set(), by=stranger, now=NOW, today=TODAY)
        with pytest.raises(PermissionDenied):
            delivery.enter_result(enrolment=one, score=Decimal(90), by=stranger, now=NOW)


def test_sixty_percent_pass(room):
    _place, trainer, (one, two, _three) = room
    assert delivery.enter_result(enrolment=one, score=Decimal(60), by=trainer, now=NOW).post_passed
    assert not delivery.enter_result(enrolment=two, score=Decimal("59.9"), by=trainer, now=NOW).post_passed
    with pytest.raises(Refused):
        delivery.enter_result(enrolment=two, score=Decimal(101), by=trainer, now=NOW)


def test_only_a_certified_observer_observes_and_the_pilot_is_recorded_below(monkeypatch):
    observer, trainer, chair = person("Observer"), person("Lan"), person("Chair", "VN", "chair")
    place = edition("pilot")
    teaching = delivery.appoint(edition=place, person=trainer, role="lead", by=chair, now=NOW)
    given_ = dict(facilitation=teaching, observed_on=place.end, score=15, notes="", now=NOW, today=TODAY)
    with pytest.raises(PermissionDenied):
        delivery.observe(by=observer, **given_)
    monkeypatch.setattr(authority, "_answerers", [authority.Answerer(lambda *_: None, lambda who, _on: who == observer)])
    for uninvited in (trainer, observer):
        with pytest.raises(PermissionDenied):
            delivery.observe(by=uninvited, **given_)
    delivery.appoint(edition=place, person=observer, role="observer", by=chair, now=NOW)
    with pytest.raises(Refused):
        delivery.observe(by=observer, **{**given_, "observed_on": date(2026, 10, 9)})
    assert delivery.observe(by=observer, **given_).passed
    assert PilotRecord.objects.count() == 0  # no version, nothing to count for
    with pytest.raises(Refused):
        delivery.observe(by=observer, **given_)


@given(st.integers(0, 200), st.integers(0, 200))
def test_attendance_is_whole_percent_rounded_down(present, slots):
    got = delivery.attendance_percent(present=min(present, slots), slots=slots)
    assert 0 <= got <= 100 and (got >= 80) == (slots > 0 and min(present, slots) * 5 >= slots * 4)
