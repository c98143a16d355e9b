"""Months as certificates count them: from an anchor day, clamped to the month's end, without drift (rule 3)."""

import calendar
from datetime import date


def add_months(day: date, months: int, *, anchor: int | None = None) -> date:
    """`day` plus `months` (negative allowed), on day `anchor` of the month (default: the day's own), clamped.

    31 January + 1, 2, 3, 4 months = 29 February, 31 March, 30 April, 31 May in a leap year.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(anchor or day.day, calendar.monthrange(year, month)[1]))
