"""What a calendar page shows. Pure, but for the query that it is given."""

import calendar as months
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Day:
    day: date
    inside: bool
    editions: list


def weeks_of(*, year: int, month: int, editions: list) -> list[list[Day]]:
    """The weeks of a month, Monday first, each day with the editions that run on it (`start` to `end`, included)."""
    return [[Day(day, day.month == month, [e for e in editions if e.start <= day <= e.end]) for day in week]
            for week in months.Calendar().monthdatescalendar(year, month)]


def neighbours(*, year: int, month: int) -> tuple[date, date]:
    """The first days of the month before and of the month after."""
    first = date(year, month, 1)
    return (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=31)).replace(day=1)
