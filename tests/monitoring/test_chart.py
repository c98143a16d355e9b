"""The bars of a series."""

from decimal import Decimal

from lms.monitoring.domain.chart import FLOOR, TOP, bars


def test_bars_stand_on_zero_and_the_highest_fills_the_height():
    first, second = bars([Decimal(23), Decimal(46)])
    assert (second.top, second.height) == (f"{TOP:.1f}", f"{FLOOR - TOP:.1f}")
    assert float(first.height) * 2 == float(second.height) and (first.middle, second.middle) == ("25.00%", "75.00%")


def test_all_zero_and_nothing():
    assert [bar.height for bar in bars([Decimal(0), Decimal(0)])] == ["0.0", "0.0"]
    assert bars([]) == []
