"""Lays sessions over the days of an edition. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import ceil

MORNING, LUNCH_FROM, AFTERNOON, EVENING = time(9), time(12, 30), time(13, 30), time(21)
BREAK = timedelta(minutes=15)


@dataclass(frozen=True)
class Place:
    """Session number `index` of the given list, on a day, from start to end (local time of the venue)."""

    index: int
    day: date
    start: time
    end: time


def lay_out(*, minutes: list[int], first: date, last: date) -> list[Place]:
    """Give each session (its minutes, in order) a place between two days, both included.

    Sessions keep their order and none is lost or overlaps another; the days are filled evenly, with a break after
    each session and lunch kept free where a session would lie in it. A day that would so run past 21:00 has no breaks,
    and its sessions are shortened so that it ends at 23:00 at the latest.
    """
    if not minutes:
        return []
    days = (last - first).days + 1
    per_day = ceil(len(minutes) / days)
    places = []
    for offset in range(days):
        chosen = list(enumerate(minutes))[offset * per_day:(offset + 1) * per_day]
        places += fill_day(first + timedelta(days=offset), chosen)
    return places


def fill_day(day: date, sessions: list[tuple[int, int]]) -> list[Place]:
    return roomy_day(day, sessions) or full_day(day, sessions)


def roomy_day(day: date, sessions: list[tuple[int, int]]) -> list[Place]:
    """With breaks and lunch; nothing when the day would run past 21:00."""
    clock, places = datetime.combine(day, MORNING), []
    for index, length in sessions:
        if LUNCH_FROM <= (clock + timedelta(minutes=length / 2)).time() < AFTERNOON:
            clock = datetime.combine(day, AFTERNOON)
        end = clock + timedelta(minutes=length)
        if end > datetime.combine(day, EVENING):
            return []
        places.append(Place(index, day, clock.time(), end.time()))
        clock = end + BREAK
    return places


def full_day(day: date, sessions: list[tuple[int, int]]) -> list[Place]:
    """Back to back, and shortened when fourteen hours would not do."""
    shortened = min(1.0, 14 * 60 / max(1, sum(length for _index, length in sessions)))
    clock, places = datetime.combine(day, MORNING), []
    for index, length in sessions:
        end = clock + timedelta(minutes=max(1, int(length * shortened)))
        places.append(Place(index, day, clock.time(), end.time()))
        clock = end
    return places
