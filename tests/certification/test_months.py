"""Months from an anchor, clamped, without drift (certificates, rule 3)."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from certification.domain.months import add_months

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


def test_the_last_of_january_does_not_drift():
    start = date(2028, 1, 31)
    assert [add_months(start, n) for n in (1, 2, 3, 4)] == [
        date(2028, 2, 29), date(2028, 3, 31), date(2028, 4, 30), date(2028, 5, 31)]


@given(DAYS, st.integers(-240, 240))
def test_months_are_added_exactly_and_the_day_is_clamped(day, months):
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


@given(DAYS, st.integers(0, 120), st.integers(0, 120))
def test_with_an_anchor_two_steps_are_one(day, first, second):
    anchor = day.day
    assert add_months(add_months(day, first, anchor=anchor), second, anchor=anchor) == add_months(day, first + second)


@given(DAYS, st.integers(0, 120))
def test_more_months_never_end_earlier(day, months):
    assert add_months(day, months) < add_months(day, months + 1)
