"""What rounds and pilots put on the agenda, and for whom."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from curricula.domain import consensus, findings, pilots
from lms.home.domain.waiting.consensus import positions, to_lead
from lms.home.domain.waiting.pilots import to_assess
from lms.home.domain.waiting.task import Desk
from lms.people.models.person import access_of
from lms.people.models.place import day_in
from tests.curricula.conftest import group, tree  # noqa: F401
from tests.curricula.factories import NOW
from tests.curricula.rounds import opened, say

pytestmark = pytest.mark.django_db
TODAY = day_in(None, NOW)


def titles(source, who, today=TODAY) -> list[str]:
    with override("en"):
        return [str(task.title).split(":")[0].split(" <")[0] for task in source(
            Desk(person=who, access=access_of(who, today), today=today))]


def test_a_round_goes_from_the_seats_to_who_leads(group):  # noqa: F811
    made = opened(group, pilots=0)
    assert titles(positions, group.police) == ["Take a position"] and titles(to_lead, group.chair) == []
    say(made, group.chair)
    assert titles(positions, group.police) == [], "the seat has spoken"
    say(made, group.women)
    say(made, group.ngo)
    assert titles(to_lead, group.chair) == ["Adopt"]
    assert titles(to_lead, group.women) == [] and titles(positions, group.ngo) == []
    second = opened(group)
    consensus.end_round(round=second, reason="x", by=group.chair, now=NOW)
    assert titles(to_lead, group.chair) == ["Amend the draft and open a new round"]


def test_a_pilot_waits_for_decisions_then_for_its_assessment(group):  # noqa: F811
    pilot = pilots.key_in(version=group.vietnam.versions.get(), title="P", held_until=TODAY - timedelta(days=1), modules=["A"],
                          participants=None, by=group.chair, now=NOW)
    assert titles(to_assess, group.chair) == ["Assess the pilot"]
    finding = findings.add(pilot=pilot, origin_id=None, kind="law", text="Old", language="en", by=group.chair, now=NOW)
    assert titles(to_assess, group.chair) == ["Decide on what a pilot showed"] and titles(to_assess, group.women) == []
    findings.decide(finding=finding, state="accepted", reason="", by=group.chair, now=NOW)
    pilots.assess(pilot=pilot, on=TODAY, by=group.chair, now=NOW)
    assert titles(to_assess, group.chair) == []
