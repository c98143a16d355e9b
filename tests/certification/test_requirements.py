"""What the first certificate needs (rule 2)."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from certification.domain.numbers import Numbers
from certification.domain.requirements import readiness

TOT, LAST = date(2026, 3, 6), date(2027, 3, 6)


@dataclass(frozen=True)
class Piece:
    kind: str
    on: date
    detail: dict = field(default_factory=dict, hash=False)


def tot(on=TOT):
    return Piece("tot", on)


def conduct(on=TOT):
    return Piece("conduct", on)


def pilot(on, role="lead"):
    return Piece("observation", on, {"role": role})


def ready(*pieces, on=date(2028, 1, 1)):
    return readiness(evidence=pieces, numbers=Numbers(), on=on)


def test_completed_on_the_day_the_last_requirement_was_met():
    assert ready(tot(), conduct(), pilot(date(2026, 5, 20))).completed_on == date(2026, 5, 20)
    assert ready(tot(), conduct(date(2026, 7, 1)), pilot(date(2026, 5, 20))).completed_on == date(2026, 7, 1)


def test_the_pilot_lies_within_twelve_months_of_the_tot():
    assert ready(tot(), conduct(), pilot(LAST)).completed_on == LAST
    assert ready(tot(), conduct(), pilot(LAST + timedelta(days=1))).completed_on is None
    assert ready(tot(), conduct(), pilot(TOT - timedelta(days=1))).completed_on is None


def test_lead_of_one_or_co_trainer_of_two():
    assert ready(tot(), conduct(), pilot(date(2026, 5, 1), "co")).completed_on is None
    twice = [pilot(date(2026, 5, 1), "co"), pilot(date(2026, 6, 1), "co")]
    assert ready(tot(), conduct(), *twice).completed_on == date(2026, 6, 1)


def test_a_later_tot_opens_the_way_again():
    again = date(2028, 1, 10)
    pieces = [tot(), tot(again), conduct(), pilot(date(2028, 4, 1))]
    assert ready(*pieces, on=date(2028, 5, 1)).completed_on == date(2028, 4, 1)


def test_what_lies_ahead_is_not_there_yet():
    assert ready(tot(), conduct(), pilot(date(2026, 5, 20)), on=date(2026, 5, 19)).completed_on is None


def test_each_missing_requirement_is_named():
    assert [item.kind for item in ready().missing] == ["tot", "conduct", "observation"]
    assert [item.kind for item in ready(tot()).missing] == ["conduct", "observation"]


PIECES = st.lists(st.builds(
    lambda kind, days, role: Piece(kind, date(2026, 1, 1) + timedelta(days=days), {"role": role}),
    st.sampled_from(["tot", "conduct", "observation"]), st.integers(0, 900), st.sampled_from(["lead", "co"])), max_size=9)


@given(PIECES, st.randoms())
def test_the_order_in_which_evidence_comes_does_not_matter(pieces, random):
    shuffled = pieces[:]
    random.shuffle(shuffled)
    assert ready(*pieces, on=date(2030, 1, 1)).completed_on == ready(*shuffled, on=date(2030, 1, 1)).completed_on


@given(PIECES)
def test_a_certificate_never_rests_on_less_than_all_three(pieces):
    if ready(*pieces, on=date(2030, 1, 1)).completed_on:
        assert {piece.kind for piece in pieces} == {"tot", "conduct", "observation"}
