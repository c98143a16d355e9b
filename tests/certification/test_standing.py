"""Where a certificate stands on a day: the golden dates, and shapes that hold for every certificate."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.domain.numbers import Numbers
from certification.domain.standing import Status, standing


@dataclass
class Happened:
    kind: str
    effective_on: date
    end: date | None = None


ISSUED = Happened("issued", date(2016, 2, 29), date(2028, 2, 29))


def on(day, *more):
    return standing(events=[ISSUED, *more], numbers=Numbers(), anchor=29, on=day)


@pytest.mark.parametrize(("first", "last", "status", "trains"), [
    (date(2016, 2, 29), date(2027, 8, 28), Status.VALID, True),
    (date(2027, 8, 29), date(2028, 2, 29), Status.DUE, True),
    (date(2028, 3, 1), date(2028, 8, 29), Status.GRACE, False),
    (date(2028, 8, 30), date(2030, 2, 28), Status.LAPSED, False),
    (date(2030, 3, 1), date(2060, 1, 1), Status.EXPIRED, False),
])
def test_golden_dates_both_edges(first, last, status, trains):
    for day in (first, last):
        assert (on(day).status, on(day).may_train) == (status, trains)


def test_a_suspension_bars_until_it_is_lifted_and_moves_no_date():
    gone, back = date(2020, 5, 1), date(2020, 9, 1)
    events = [Happened("suspended", gone), Happened("lifted", back)]
    assert on(gone - timedelta(days=1), *events).status == Status.VALID
    assert on(gone, *events).status == Status.SUSPENDED
    assert on(back, *events) == on(back)


def test_revoked_is_graver_than_suspended_and_ends_with_reinstatement():
    events = [Happened("suspended", date(2020, 1, 1)), Happened("revoked", date(2020, 2, 1))]
    assert on(date(2020, 3, 1), *events).status == Status.REVOKED
    assert on(date(2020, 3, 1), *events, Happened("reinstated", date(2020, 3, 1))).status == Status.SUSPENDED


def test_before_it_took_effect_there_is_no_standing():
    with pytest.raises(ValueError):
        on(date(2016, 2, 28))


@given(st.dates(date(2016, 2, 29), date(2045, 1, 1)), st.integers(0, 4000))
def test_without_new_events_a_certificate_never_comes_back(day, later):
    order = [Status.VALID, Status.DUE, Status.GRACE, Status.LAPSED, Status.EXPIRED]
    now, then = on(day), on(day + timedelta(days=later))
    assert order.index(now.status) <= order.index(then.status)


@given(st.dates(date(2016, 2, 29), date(2045, 1, 1)))
def test_every_day_lies_in_the_stretch_that_is_named(day):
    stands = on(day)
    assert stands.since <= day and (stands.until is None or day <= stands.until)


@given(st.dates(date(2016, 2, 29), date(2045, 1, 1)), st.dates(date(2016, 3, 1), date(2045, 1, 1)))
def test_nobody_trains_while_suspended(day, suspended):
    assert not (on(day, Happened("suspended", suspended)).may_train and day >= suspended)
