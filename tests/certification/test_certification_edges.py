"""Seats given back, versions to come, and the issuer's midnight."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from certification.domain import check, evidence
from certification.domain.issue import next_number
from certification.domain.numbers import Numbers
from certification.models import Certificate, Event, SchemeVersion
from lms.courses.models import Attendance, Edition, Nomination, Observation
from tests.factories import NOW, TODAY, country, edition, enrol, person, scheme, teach

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def in_a_tot(who, *, state="accepted"):
    place = edition("tot")
    seat = Nomination.objects.create(edition=place, person=who, country=who.country, state=state, nominated_at=NOW,
                                     nominated_by=who.uuid, changed_at=NOW, changed_by=who.uuid)
    row = enrol(place, who, nomination=seat, post_score=Decimal(85), post_passed=True)
    for slot in place.slots.all():
        Attendance.objects.create(enrolment=row, slot=slot, country=who.country, present=True, entered_at=NOW,
                                  entered_by=who.uuid)
    return place


def given(who, number="VN-2026-0001", level="trainer", **event):
    version = scheme(level=level)
    made = Certificate.objects.create(
        number=number, person=who, country=who.country, version=version, level=level, numbers=Numbers().as_json(),
        modules=["A"], languages=["vi"], holder=who.name, holder_language="vi", completed_on=date(2025, 1, 1))
    Event.objects.create(certificate=made, country=who.country, kind="issued", **{
        "decided_on": date(2025, 1, 1), "effective_on": date(2025, 1, 1), "end": date(2028, 1, 1), **event})
    return made


def test_who_gave_one_seat_back_and_took_another_is_a_candidate():
    lan = person("Lan")
    in_a_tot(lan, state="withdrawn")
    assert not evidence.candidates(country=lan.country).exists()
    in_a_tot(lan)
    assert list(evidence.candidates(country=lan.country)) == [lan]
    assert len(evidence.facts_for([lan], Numbers())[lan.pk]) == 1


def test_a_cancelled_training_completes_nothing():
    lan = person("Lan")
    Edition.objects.filter(pk=in_a_tot(lan).pk).update(state=Edition.State.CANCELLED)
    assert evidence.facts_for([lan], Numbers())[lan.pk] == []


def test_a_version_of_next_year_issues_nothing_yet(client_as):
    now = scheme()
    SchemeVersion.objects.create(scheme=now.scheme, number=2, in_force=TODAY + timedelta(days=4000), numbers={})
    answer = client_as(person("Chair", "VN", "chair")).get(reverse("certification:candidates"))
    assert [version for version, _people in answer.context["groups"]] == [now]


def test_a_person_with_two_certificates_counts_once_for_a_module(client):
    mai = person("Mai")
    given(mai, end=date(2100, 1, 1))
    given(mai, "VN-2026-0002", level="lead", end=date(2100, 1, 1))
    row = next(row for row in client.get(reverse("certification:trainers")).context["rows"] if row[0].code == "VN")
    assert (row[1], row[2][0]) == (1, 1)


def test_the_last_day_is_over_at_the_issuers_midnight():
    beijing = country("VN")
    beijing.time_zone = "Asia/Shanghai"
    beijing.save()
    rows = check.rows_of(given(person("Lan")).code)
    assert check.day_of(rows, datetime(2028, 1, 1, 15, 59, tzinfo=UTC)) == date(2028, 1, 1)
    assert check.day_of(rows, datetime(2028, 1, 1, 16, 0, tzinfo=UTC)) == date(2028, 1, 2)


def test_after_9999_comes_10000_and_then_10001():
    lan = person("Lan")
    for number in ("VN-2026-9999", "VN-2026-10000"):
        given(lan, number)
    assert next_number("VN", 2026) == "VN-2026-10001"


def test_a_count_of_misses_that_has_just_ended_is_a_404(client, monkeypatch):
    def over(_key):
        raise ValueError

    monkeypatch.setattr("lms.look.domain.throttle.cache.incr", over)
    assert client.get(reverse("certification:verify", args=["0" * 26])).status_code == 404


@pytest.mark.parametrize(("kind", "counted"), [("pilot", 1), ("national", 0)])
def test_only_an_observed_pilot_counts_towards_the_first_certificate(kind, counted):
    lan, place = person("Lan"), edition(kind)
    teaching = teach(place, lan)
    Observation.objects.create(facilitation=teaching, observer=person("Observer"), country=lan.country,
                               observed_on=place.end, score=15, passed=True, entered_at=NOW)
    assert len(evidence.facts_for([lan], Numbers())[lan.pk]) == counted
