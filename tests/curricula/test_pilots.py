"""Pilots: recorded once, assessed when their findings are decided; findings decided with a reason and answered by a text."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from curricula.domain import findings, pilots, versions
from curricula.models import PilotFinding, PilotRecord
from lms.people.domain.refusal import Refused
from lms.people.models.place import day_in
from tests.curricula import factories as make
from tests.curricula.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
TODAY = day_in(None, NOW)


@pytest.fixture
def chair(tree):
    return make.person("VN-CHAIR", "chair", tree.vietnam.country)


@pytest.fixture
def version(tree):
    return tree.vietnam.versions.get()


def key_in(version, by, **changes) -> PilotRecord:
    return pilots.key_in(version=version, by=by, now=NOW, **{
        "title": "Pilot in Lạng Sơn", "held_until": TODAY - timedelta(days=5), "modules": ["A"], "participants": 20, **changes})


def found(pilot, by, **changes) -> PilotFinding:
    return findings.add(pilot=pilot, by=by, now=NOW, **{
        "origin_id": pilot.version.modules.get().origin_id, "kind": "time", "text": "A1 takes longer", "language": "en", **changes})


def test_the_same_paper_is_recorded_once(version, chair):
    key_in(version, chair)
    with pytest.raises(Refused, match="already"):
        key_in(version, chair, title="  PILOT in  Lạng Sơn ", participants=21)
    key_in(version, chair, title="Pilot in Hà Giang")
    assert PilotRecord.objects.count() == 2


@pytest.mark.parametrize(("changes", "field"), [
    ({"held_until": TODAY + timedelta(days=1)}, "held_until"), ({"held_until": TODAY.replace(year=1027)}, "held_until"),
    ({"modules": ["A", "Z"]}, "modules")])
def test_what_is_refused(version, chair, changes, field):
    with pytest.raises(Refused) as refused:
        key_in(version, chair, **changes)
    assert refused.value.field == field and not PilotRecord.objects.exists()


def test_who_may_record_assess_and_decide(version, chair):
    place = version.curriculum.country
    coordinator, trainer = make.person("VN-COORD", "coordinator", place), make.person("VN-TRAINER", "trainer", place)
    other = make.person("KH-CHAIR", "chair", make.country("KH"))
    made = key_in(version, coordinator)
    finding = found(made, coordinator)
    for by in (trainer, other):
        for step in (lambda by: key_in(version, by, title="x"), lambda by: found(made, by)):
            with pytest.raises(PermissionDenied):
                step(by)
    for by in (trainer, other, coordinator):
        with pytest.raises(PermissionDenied):
            findings.decide(finding=finding, state="accepted", reason="", by=by, now=NOW)
        with pytest.raises(PermissionDenied):
            pilots.assess(pilot=made, on=TODAY, by=by, now=NOW)


def test_a_repeated_record_adds_what_was_unknown_and_takes_nothing_away(version):
    known = dict(version=version, country=None, key="edition:1", title="T", held_until=TODAY, modules=["A"], by=None, now=NOW)
    pilots.record(**known, participants=None, assessed_on=TODAY)
    pilots.record(**known, participants=20, assessed_on=None)
    row = PilotRecord.objects.get()
    assert (row.participants, row.assessed_on) == (20, TODAY)


def test_a_pilot_is_assessed_once_after_its_findings(version, chair):
    made = key_in(version, chair)
    finding = found(made, chair)
    with pytest.raises(Refused, match="1 finding"):
        pilots.assess(pilot=made, on=TODAY, by=chair, now=NOW)
    findings.decide(finding=finding, state="accepted", reason="", by=chair, now=NOW)
    for day in (made.held_until - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(Refused):
            pilots.assess(pilot=made, on=day, by=chair, now=NOW)
    assert pilots.assess(pilot=made, on=TODAY, by=chair, now=NOW).assessed_on == TODAY
    with pytest.raises(Refused, match="already"):
        pilots.assess(pilot=made, on=TODAY, by=chair, now=NOW)


def test_a_finding_is_about_a_module_of_the_version_that_was_piloted(version, chair, tree):
    made = key_in(version, chair)
    assert found(made, chair, origin_id=None).origin_id is None
    for changes in ({"origin_id": tree.P.origin_id}, {"text": "  "}):
        with pytest.raises(Refused):
            found(made, chair, **changes)


@pytest.mark.parametrize(("state", "reason", "kept"), [
    ("accepted", "", True), ("deferred", "", False), ("rejected", " ", False), ("deferred", "Next year", True),
    ("rejected", "The law says so", True), ("open", "x", False), ("nonsense", "x", False)])
def test_deferring_and_rejecting_need_a_reason(version, chair, state, reason, kept):
    finding = found(key_in(version, chair), chair)
    if kept:
        assert findings.decide(finding=finding, state=state, reason=reason, by=chair, now=NOW).state == state
    else:
        with pytest.raises(Refused):
            findings.decide(finding=finding, state=state, reason=reason, by=chair, now=NOW)


def test_an_accepted_finding_is_answered_by_a_later_text_of_its_module(version, chair, tree):
    finding = found(key_in(version, chair), chair)
    frozen = version.modules.get()
    with pytest.raises(Refused, match="accepted"):
        findings.answer(finding=finding, frozen=frozen, by=chair, now=NOW)
    findings.decide(finding=finding, state="accepted", reason="", by=chair, now=NOW)
    finding.refresh_from_db()
    assert not findings.answers_for(finding).exists()
    with pytest.raises(Refused):
        findings.answer(finding=finding, frozen=frozen, by=chair, now=NOW)
    make.module(tree.vietnam, "B")
    later = versions.release(curriculum=tree.vietnam, major=2, minor=2, in_force=None, notes="", by=None, now=NOW)
    answer, other = later.modules.order_by("letter")
    with pytest.raises(Refused):
        findings.answer(finding=finding, frozen=other, by=chair, now=NOW)
    findings.answer(finding=finding, frozen=answer, by=chair, now=NOW)
    with pytest.raises(Refused, match="its decision stays"):
        findings.decide(finding=finding, state="rejected", reason="No", by=chair, now=NOW)
    finding.refresh_from_db()
    assert finding.answered_by == answer
