"""What expressions can do with days and times, all in the site's own time zone."""

import math
from datetime import datetime
from typing import Any

from django.utils.dates import MONTHS_3, WEEKDAYS_ABBR
from django.utils.translation import override

from lms.surveys.domain.xpath_functions import function
from lms.surveys.domain.xpath_values import (
    NAN,
    SECONDS,
    TIME,
    Element,
    Moment,
    day_of,
    number_of,
    read_moment,
    text_of,
    time_of,
)


def moment_of(scope: Any, value: Any) -> Moment | None:
    """A value as a moment: a date as text, days since 1970 as a number, or a moment already."""
    if isinstance(value, Moment):
        return value
    if isinstance(value, float):
        return time_of(value)
    text = text_of(value)
    found = read_moment(text, scope.now.tzinfo)
    if found is None:
        number = number_of(text)
        return None if math.isnan(number) or TIME.fullmatch(text.strip()) else time_of(number)
    return found


@function("today", 0, scoped=True)
def _today(scope: Any, _node: Element) -> Moment | None:
    return read_moment(scope.now.date().isoformat())


@function("now", 0, scoped=True)
def _now(scope: Any, _node: Element) -> Moment:
    wall = scope.now.replace(tzinfo=None)
    return Moment((wall - datetime(1970, 1, 1)).total_seconds() / SECONDS, scope.now.isoformat(timespec="milliseconds"))


@function("date", scoped=True)
def _date(scope: Any, _node: Element, value: Any) -> Moment | str:
    found = moment_of(scope, value)
    return (found and day_of(found.number)) or ""


@function("date-time", scoped=True)
def _date_time(scope: Any, _node: Element, value: Any) -> Moment | str:
    found = moment_of(scope, value)
    return (found and time_of(found.number)) or ""


@function("decimal-date-time", scoped=True)
def _decimal(scope: Any, _node: Element, value: Any) -> float:
    found = moment_of(scope, value)
    return found.number if found else NAN


@function("decimal-time", scoped=True)
def _decimal_time(scope: Any, _node: Element, value: Any) -> float:
    found = moment_of(scope, value)
    return found.number % 1 if found else number_of(value)


@function("format-date", 2, scoped=True)
def _format(scope: Any, _node: Element, value: Any, pattern: Any) -> str:
    """The moment in the pattern's signs; "" when there is none."""
    found = moment_of(scope, value)
    return _written(found.wall, text_of(pattern), scope.language) if found else ""


function("format-date-time", 2, scoped=True)(_format)


def _written(wall: datetime, pattern: str, language: str) -> str:
    with override(language):
        signs = {"Y": f"{wall.year:04d}", "y": f"{wall.year % 100:02d}", "m": f"{wall.month:02d}", "n": str(wall.month),
                 "b": str(MONTHS_3[wall.month]).title(), "d": f"{wall.day:02d}", "e": str(wall.day),
                 "a": str(WEEKDAYS_ABBR[wall.weekday()]), "H": f"{wall.hour:02d}", "h": str(wall.hour),
                 "M": f"{wall.minute:02d}", "S": f"{wall.second:02d}", "3": f"{wall.microsecond // 1000:03d}", "%": "%"}
    parts = pattern.split("%")
    out, at = [parts[0]], 1
    while at < len(parts):
        part = parts[at]
        if not part and at + 1 < len(parts):
            out.append("%" + parts[at + 1])
            at += 2
            continue
        out.append(signs.get(part[:1], part[:1]) + part[1:])
        at += 1
    return "".join(out)
