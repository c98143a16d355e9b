"""Lays sessions over the days of an edition. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import ceil

MORNING, LUNCH_FROM, AFTERNOON = time(9), time(12, 30), time(13, 30)
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
    each session and lunch kept free where a session would lie in it. A day of more than eleven hours has no breaks,
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
    total = sum(length for _index, length in sessions)
    roomy = total + 15 * len(sessions) <= 11 * 60
    length_factor = min(1.0, 14 * 60 / total) if total else 1.0
    clock = datetime.combine(day, MORNING)
    places = []
    for index, length in sessions:
        if roomy and LUNCH_FROM <= (clock + timedelta(minutes=length / 2)).time() < AFTERNOON:
            clock = datetime.combine(day, AFTERNOON)
        end = clock + timedelta(minutes=max(1, int(length * length_factor)))
        places.append(Place(index, day, clock.time(), end.time()))
        clock = end + (BREAK if roomy else timedelta())
    return places
