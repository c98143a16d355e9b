"""Readings are taken once a job, by those who may, and the newest are found."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lms.jobs.models import Job
from lms.monitoring.domain import readings
from lms.monitoring.domain.reports import publish
from lms.monitoring.models import Reading
from lms.people.domain.refusal import Refused
from lms.people.models import Person
from lms.people.permissions import Role
from tests.monitoring.makers import TODAY, days_before, make_indicator, make_reading
from tests.tna.makers import NOW, coordinator, make_country, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(db):
    make_country("VN")
    make_country("KH")
    make_indicator()
    make_indicator("regional", "regional_editions", "1.1", "Regional courses held in a year")
    make_indicator("by-hand", "", "1.2", "Modules adopted")
    return readings.ask(by=make_person(Role.SECRETARIAT, None), on=TODAY, now=timezone.now())


def test_a_job_takes_each_reading_once_also_when_run_twice(asked):
    readings.run(asked.uuid)
    readings.run(asked.uuid)
    taken = {(one.indicator.key, one.country and one.country.code) for one in Reading.objects.all()}
    assert Reading.objects.count() == 4 == asked.total
    assert taken == {("certified-trainers", "VN"), ("certified-trainers", "KH"), ("certified-trainers", None),
                     ("regional", None)}
    asked.refresh_from_db()
    assert (asked.state, asked.done, asked.result_path) == (Job.State.DONE, 4, "monitoring/")


def test_a_job_that_was_cut_off_takes_what_is_missing(asked, monkeypatch):
    taken, take = [], readings.take

    def cut_off(**given):
        if len(taken) == 2:
            raise KeyboardInterrupt
        taken.append(take(**given))

    monkeypatch.setattr(readings, "take", cut_off)
    with pytest.raises(KeyboardInterrupt):
        readings.run(asked.uuid)
    monkeypatch.setattr(readings, "take", take)
    readings.run(asked.uuid)
    assert Reading.objects.count() == 2, "another worker may still be at it"
    Job.objects.update(touched_at=timezone.now() - timedelta(days=1))
    readings.run(asked.uuid)
    assert Reading.objects.count() == 4


def test_a_second_click_gives_the_same_job(asked):
    secretariat = Person.objects.get(uuid=asked.owner)
    assert readings.ask(by=secretariat, on=TODAY, now=NOW).uuid == asked.uuid
    readings.run(asked.uuid)
    assert readings.ask(by=secretariat, on=TODAY, now=NOW).uuid != asked.uuid


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.DONOR, Role.CHAIR])
def test_the_secretariat_alone_asks(role):
    with pytest.raises(PermissionDenied):
        readings.ask(by=make_person(role, "VN"), on=TODAY, now=timezone.now())


def test_the_newest_of_each_place_and_the_series():
    indicator, vn = make_indicator(), make_country("VN")
    make_reading(indicator, None)
    old, corrected, new = (make_reading(indicator, vn, on=days_before(days), value=value)
                           for days, value in ((30, 40), (30, 41), (0, 46)))
    assert set(readings.newest().filter(country=vn)) == {new} and readings.newest().count() == 2
    assert readings.series(new) == [corrected, new] and readings.series(old) == [old]
    for days in range(40, 60):
        make_reading(indicator, vn, on=days_before(days), value=days)
    assert [one.on for one in readings.series(new)] == [days_before(days) for days in (45, 44, 43, 42, 41, 40, 30, 0)]


def test_the_line_of_a_reading():
    indicator = make_indicator()
    assert readings.headline(make_reading(indicator, make_country("VN"), value=1046)) == "1,046 certified trainers, Viet Nam"
    assert readings.headline(make_reading(indicator, None, value=4)) == "4 certified trainers, the whole region"
    assert readings.headline(Reading(indicator=indicator, value=1)) == "Certified trainers, the whole region: 1"
    indicator.names = {"en": "NGO trainers"}
    assert readings.headline(Reading(indicator=indicator, value=2)) == "2 NGO trainers, the whole region"


def test_a_report_quotes_readings_that_later_counts_do_not_change():
    indicator, vn, by = make_indicator(), make_country("VN"), make_person(Role.SECRETARIAT, None)
    quoted = make_reading(indicator, vn, value=46)
    report = publish(title="First half", language="en", since=days_before(180), until=TODAY, text="", recommendations="",
                     readings=[quoted], by=by, now=NOW)
    make_reading(indicator, vn, value=50)
    assert [one.value for one in report.readings.all()] == [46]
    for changes, field in (({"readings": []}, "readings"), ({"until": days_before(400)}, "until")):
        with pytest.raises(Refused) as refused:
            publish(**{"title": "x", "language": "en", "since": days_before(180), "until": TODAY, "text": "",
                       "recommendations": "", "readings": [quoted], "by": by, "now": NOW} | changes)
        assert refused.value.field == field
    with pytest.raises(PermissionDenied):
        publish(title="x", language="en", since=TODAY, until=TODAY, text="", recommendations="", readings=[quoted],
                by=coordinator("VN"), now=NOW)
