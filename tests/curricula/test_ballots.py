"""When a draft is agreed: golden cases of the three rules, and the shape that all of them have."""

from collections import namedtuple
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curricula.domain import ballots
from curricula.domain.ballots import Tally, agreed, rule_in_words, seats_needed, settled

Terms = namedtuple("Terms", "kind quorum_percent", defaults=[67])
UNANIMITY, QUORUM, NO_OBJECTION = (Terms(kind) for kind in ("unanimity", "quorum", "no-objection"))


@pytest.mark.parametrize(("terms", "tally", "passed"), [
    (UNANIMITY, Tally(3, agree=3), True), (UNANIMITY, Tally(3, agree=2, aside=1), True),
    (UNANIMITY, Tally(3, agree=2), False), (UNANIMITY, Tally(3, agree=2, object=1), False),
    (UNANIMITY, Tally(3, aside=3), False), (UNANIMITY, Tally(1, agree=1), True),
    (QUORUM, Tally(7, agree=5), True), (QUORUM, Tally(7, agree=4), False), (QUORUM, Tally(7, agree=1, aside=4), True),
    (QUORUM, Tally(7, aside=5), False), (QUORUM, Tally(7, agree=6, object=1), False),
    (QUORUM, Tally(3, agree=3), True), (QUORUM, Tally(3, agree=2), False),
    (NO_OBJECTION, Tally(7), True), (NO_OBJECTION, Tally(7, aside=7), True), (NO_OBJECTION, Tally(7, agree=6, object=1), False),
    (QUORUM, Tally(0), False), (NO_OBJECTION, Tally(0), False)])
def test_golden_cases(terms, tally, passed):
    assert agreed(terms, tally) is passed


@pytest.mark.parametrize(("seats", "percent", "needed"), [(7, 67, 5), (3, 67, 3), (6, 50, 3), (7, 50, 4), (5, 1, 1), (5, 100, 5)])
def test_a_share_of_the_seats_is_rounded_up(seats, percent, needed):
    assert seats_needed(Terms("quorum", percent), seats) == needed


@st.composite
def tallies(draw):
    agree, aside, object, silent = (draw(st.integers(0, 12)) for _ in range(4))
    return Tally(agree + aside + object + silent, agree, aside, object)


terms = st.builds(Terms, st.sampled_from([UNANIMITY.kind, QUORUM.kind, NO_OBJECTION.kind]), st.integers(1, 100))
MOVES = ["silent", "aside", "object"]


@given(terms, tallies(), st.sampled_from(MOVES))
def test_one_more_agreement_never_turns_agreed_into_not_agreed(terms, tally, came_from):
    if getattr(tally, came_from):
        changes = {} if came_from == "silent" else {came_from: getattr(tally, came_from) - 1}
        assert agreed(terms, tally) <= agreed(terms, replace(tally, agree=tally.agree + 1, **changes))


@given(terms, tallies(), st.sampled_from(["silent", "agree", "aside"]))
def test_an_objection_never_helps(terms, tally, came_from):
    if getattr(tally, came_from):
        changes = {} if came_from == "silent" else {came_from: getattr(tally, came_from) - 1}
        assert not agreed(terms, replace(tally, object=tally.object + 1, **changes))


@given(terms, tallies())
def test_a_round_ends_early_only_as_agreed_and_when_nobody_is_waited_for(terms, tally):
    assert settled(terms, tally) is (agreed(terms, tally) and tally.taken == tally.seats)


@given(terms, st.integers(1, 40))
def test_the_ballot_says_the_number_of_seats_that_the_count_uses(terms, seats):
    said = rule_in_words(terms, seats, date(2027, 3, 14))
    if terms.kind == "quorum":
        assert f"at least {seats_needed(terms, seats)} seat" in said[0]
    assert "14 March 2027" in said[1] and len(said) == 3


def test_a_position_counts_where_it_stands():
    assert ballots.count(5, ["agree", "", "object", "agree"]) == Tally(5, agree=2, object=1)
