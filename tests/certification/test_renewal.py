"""The golden table of renewals: a certificate first completed on 29 February 2016 that ends on 29 February 2028."""

from datetime import date

import pytest

from certification.domain.months import add_months
from certification.domain.numbers import Numbers
from certification.domain.renewal import Outcome, renew

END, ANCHOR = date(2028, 2, 29), 29


@pytest.mark.parametrize(("completed", "outcome", "end"), [
    (date(2027, 6, 1), Outcome.EARLY, END),
    (date(2027, 8, 28), Outcome.EARLY, END),
    (date(2027, 8, 29), Outcome.ON_TIME, date(2031, 2, 28)),
    (date(2028, 2, 29), Outcome.ON_TIME, date(2031, 2, 28)),
    (date(2028, 3, 1), Outcome.GRACE, date(2031, 2, 28)),
    (date(2028, 8, 29), Outcome.GRACE, date(2031, 2, 28)),
    (date(2028, 8, 30), Outcome.LAPSED, date(2031, 8, 30)),
    (date(2030, 2, 28), Outcome.LAPSED, date(2033, 2, 28)),
    (date(2030, 3, 1), Outcome.EXPIRED, date(2033, 3, 1)),
])
def test_golden(completed, outcome, end):
    got = renew(end=END, anchor=ANCHOR, completed_on=completed, numbers=Numbers())
    assert (got.outcome, got.end) == (outcome, end)


def test_renewed_on_time_again_and_again_keeps_the_anniversary():
    ends, end = [], END
    for _round in range(4):
        end = renew(end=end, anchor=ANCHOR, completed_on=end, numbers=Numbers()).end
        ends.append(end)
    assert ends == [date(2031, 2, 28), date(2034, 2, 28), date(2037, 2, 28), date(2040, 2, 29)]


def test_the_first_end_is_counted_from_the_completion():
    first = date(2016, 2, 29)
    assert [add_months(first, 36 * n) for n in (1, 2, 3, 4)] == [
        date(2019, 2, 28), date(2022, 2, 28), date(2025, 2, 28), END]
