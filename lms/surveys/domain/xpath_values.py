"""What an expression works on: elements, texts, numbers, truths and moments, and how one becomes another.

Conversions are those of XPath 1.0 with what forms add: a date counts as its days since 1 January 1970 (local), a time as
its part of a day, and a node set that is asked for a truth or compared gives the text of its node, "" when there is none.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

NUMBER = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?", re.ASCII)
TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?(?:Z|[+-]\d\d:?\d\d)?", re.ASCII)
NAN = float("nan")
FIRST_DAY = date(1970, 1, 1)
SECONDS = 86_400


class Element:
    """A node of a filled form or of a list of choices. `path` is its place in the form without numbers, None in a
    list; `at` the place with them. Only nodes that are `shown` are found by a path."""

    __slots__ = ("at", "kids", "name", "parent", "path", "repeats", "shown", "text")

    def __init__(self, name: str, parent: "Element | None" = None, path: str | None = None, text: str = "",
                 at: str = "", repeats: bool = False) -> None:
        self.name, self.parent, self.path, self.text = name, parent, path, text
        self.at, self.repeats = at, repeats
        self.kids: dict[str, list[Element]] = {}
        self.shown = True

    def add(self, kid: "Element") -> "Element":
        """Put a node behind its namesakes, and return it."""
        self.kids.setdefault(kid.name, []).append(kid)
        return kid

    def within(self) -> Iterator["Element"]:
        """The nodes below that count, in document order."""
        for kids in list(self.kids.values()):
            for kid in kids:
                if kid.shown:
                    yield kid
                    yield from kid.within()

    @property
    def string(self) -> str:
        """Its text, or all texts below it."""
        return "".join(one.text for one in self.within() if not one.kids) if self.kids else self.text


class Table(Element):
    """The root of a list of choices, which remembers its rows by what stands in a column: a list can be long."""

    __slots__ = ("_by",)

    def rows(self) -> list[Element]:
        """All rows in their order."""
        return self.kids.get("item", [])

    def rows_with(self, column: str, text: str) -> list[Element]:
        """The rows that have this text in a column; a row without the column has an empty one."""
        if not hasattr(self, "_by"):
            self._by: dict[str, dict[str, list[Element]]] = {}
        if column not in self._by:
            found = self._by[column] = {}
            for row in self.rows():
                cells = row.kids.get(column)
                found.setdefault(cells[0].text if cells else "", []).append(row)
        return self._by[column].get(text, [])


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, or a day with its time: local, as days since 1 January 1970 and as text."""

    number: float
    text: str

    @property
    def wall(self) -> datetime:
        """The local date and time, without a zone."""
        return datetime(1970, 1, 1) + timedelta(seconds=round(self.number * SECONDS, 3))


def day_of(number: float) -> Moment | None:
    """The day that a number of days since 1970 falls on; None when the calendar has none."""
    try:
        return Moment(float(math.floor(number)), (FIRST_DAY + timedelta(days=math.floor(number))).isoformat())
    except (OverflowError, ValueError):
        return None


def time_of(number: float) -> Moment | None:
    """The moment that a number of days since 1970 stands for; None when the calendar has none."""
    try:
        wall = datetime(1970, 1, 1) + timedelta(seconds=round(number * SECONDS, 3))
    except (OverflowError, ValueError):
        return None
    return Moment(number, wall.isoformat(timespec="milliseconds"))


def read_moment(text: str, zone: Any = None) -> Moment | None:
    """A date or a date with a time as text, in local days; `zone` is the one that an offset is turned into."""
    found = DATE.fullmatch(text.strip())
    if not found:
        return None
    year, month, day, hour, minute, second, part, offset = found.groups()
    try:
        if hour is None:
            return Moment(float((date(int(year), int(month), int(day)) - FIRST_DAY).days), found.group()[:10])
        wall = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0),
                        int(f"{part or 0:0<6}"[:6]))
        if offset and zone:
            offset = "+00:00" if offset == "Z" else offset
            wall = datetime.fromisoformat(wall.isoformat() + offset).astimezone(zone).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
    return Moment((wall - datetime(1970, 1, 1)).total_seconds() / SECONDS, found.group())


def text_of(value: Any) -> str:
    """A value as text: of a node set the first node's, of a number as XPath writes it."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return value[0].string if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value)
    return str(value.text)


def number_text(value: float) -> str:
    """A number without an exponent, and without the noise of its last binary digit."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return format(Decimal(f"{value:.15g}"), "f")


def number_of(value: Any) -> float:
    """A value as a number, NaN when it is none."""
    if isinstance(value, float):
        return value
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, Moment):
        return value.number
    text = text_of(value).strip(" \t\r\n")
    if NUMBER.fullmatch(text):
        return float(text)
    if moment := read_moment(text):
        return moment.number
    if found := TIME.fullmatch(text):
        hour, minute, second, part = found.groups()
        return (int(hour) * 3600 + int(minute) * 60 + float(f"{second or 0}.{part or 0}")) / SECONDS
    return NAN


def truth_of(value: Any) -> bool:
    """A value as true or false. A node gives its text, as XForms says: a question without an answer is false."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    if isinstance(value, list):
        return len(value) > 1 or bool(value and (value[0].kids or value[0].text))
    return isinstance(value, Moment) or bool(value)


def compare(operator: str, left: Any, right: Any) -> bool:
    """= != < <= > >= as XPath compares: with a node set, true when it is true of any node."""
    if isinstance(left, list):
        if isinstance(right, bool):
            left = truth_of(left)
        elif len(left) == 1:
            left = left[0].string
        else:
            return any(compare(operator, one.string, right) for one in left) if left else compare(operator, "", right)
    if isinstance(right, list):
        if isinstance(left, bool):
            right = truth_of(right)
        elif len(right) == 1:
            right = right[0].string
        else:
            return any(compare(operator, left, one.string) for one in right) if right else compare(operator, left, "")
    if operator in {"=", "!="}:
        return _equal(left, right) == (operator == "=")
    one, other = number_of(left), number_of(right)
    if operator == "<":
        return one < other
    if operator == "<=":
        return one <= other
    return one > other if operator == ">" else one >= other


def _equal(left: Any, right: Any) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return truth_of(left) == truth_of(right)
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    return number_of(left) == number_of(right)
