"""One typed answer into the form in which it is kept (see models/definition.py), or why it cannot be read."""

import re
import unicodedata
from collections.abc import Callable, Collection
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from lms.surveys.domain.xpath_values import number_text
from lms.surveys.models.definition import FILES, SEVERAL

FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LONGEST_TEXT = 10_000
LONGEST_NAME = 160
MOST_POINTS = 2_000
LARGEST = 10 ** 18
"""Of a number that comes as one; a larger one takes long to write out, and no question asks for it."""
INTEGER = re.compile(r"[+-]?\d{1,9}")
DECIMAL = re.compile(r"[+-]?\d{1,12}([.,]\d{1,9})?")
DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?")
YEARS = range(1800, 2201)
"""Beyond them a year is of another era (2569 in Thailand) or a slip of the finger; we ask and do not guess."""


class Unreadable(ValueError):
    """The message says what the answer should be."""


def clean(text: str) -> str:
    """A text as it can be kept: one kind of line end, no letters that XML forbids, no space at its ends."""
    return FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def text_of(answer: object) -> str:
    """An answer as the text of its node: a list as names with spaces between, a number without a needless point; "?" of
    what no page and no device sends."""
    if isinstance(answer, str):
        return answer
    if isinstance(answer, (list, tuple)):
        return " ".join(text_of(one) for one in answer)
    if isinstance(answer, int) and abs(answer) < LARGEST:
        return str(answer)
    return number_text(answer) if isinstance(answer, float) else "" if answer is None else "?"


def read(*, item: dict, given: Any, names: Collection[str]) -> Any:
    """One answer as it is kept, None when it is empty. `names` are those of the item's choices.

    Digits of any script count as digits; a decimal comma is a point. Raises Unreadable.
    """
    if item["type"] in SEVERAL:
        return _several(item, given, names)
    text = clean(text_of(given))
    if not text:
        return None
    return READERS.get(item["type"], _text)(text, item, names)


def _text(text: str, _item: dict, _names: Collection[str]) -> str:
    if len(text) > LONGEST_TEXT:
        raise Unreadable(_("This answer is longer than 10,000 letters. Make it shorter."))
    return text


def _integer(text: str, _item: dict, _names: Collection[str]) -> int:
    if not INTEGER.fullmatch(text):
        raise Unreadable(_("Write a whole number, for example 12."))
    return int(text)


def _decimal(text: str, _item: dict, _names: Collection[str]) -> float:
    if not DECIMAL.fullmatch(text):
        raise Unreadable(_("Write a number, for example 12.5."))
    return float(text.replace(",", "."))


def _range(text: str, item: dict, names: Collection[str]) -> int | float:
    """On the range's own steps; an int when start and step are whole."""
    number = Decimal(str(_decimal(text, item, names)))
    low, high, step = (_bound(item["range"].get(key), fallback) for key, fallback in
                       (("start", "0"), ("end", "10"), ("step", "1")))
    least, most = min(low, high), max(low, high)
    if not least <= number <= most or (step and (number - low) % abs(step)):
        raise Unreadable(_("Choose a number from %(least)s to %(most)s.") % {
            "least": number_text(float(least)), "most": number_text(float(most))})
    return int(number) if low == int(low) and step == int(step) and number == int(number) else float(number)


def _bound(text: str | None, fallback: str) -> Decimal:
    try:
        return Decimal(text or fallback)
    except InvalidOperation:
        return Decimal(fallback)


def _choice(text: str, _item: dict, names: Collection[str]) -> str:
    if text not in names:
        raise Unreadable(_("Choose one of the answers in the list."))
    return text


def _several(item: dict, given: Any, names: Collection[str]) -> list[str] | None:
    """The names in the list's order; of a rank in the person's, each at most once."""
    parts = given.split() if isinstance(given, str) else given if isinstance(given, (list, tuple)) else [given]
    chosen = [name for name in (clean(text_of(one)) for one in parts) if name]
    if any(name not in names for name in chosen):
        raise Unreadable(_("Choose from the answers in the list."))
    if item["type"] == "rank":
        if len(set(chosen)) < len(chosen):
            raise Unreadable(_("Give each answer one place of its own."))
        return chosen or None
    picked = set(chosen)
    return [name for name in names if name in picked] or None


def _ascii(text: str) -> str:
    """With digits of any script as 0 to 9."""
    return text if text.isascii() else "".join(
        str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text)


def _date(text: str, _item: dict, _names: Collection[str]) -> str:
    """The day; a time behind it (a device or a workbook may write one) is left out."""
    found = DAY.fullmatch(re.split("[T ]", _ascii(text))[0])
    try:
        if found and int(found.group(1)) in YEARS:
            return date(*map(int, found.groups())).isoformat()
    except ValueError:
        pass
    raise Unreadable(_("Write a date as year-month-day, for example 2026-12-31."))


def _time(text: str, _item: dict, _names: Collection[str]) -> str:
    found = CLOCK.fullmatch(_ascii(text))
    try:
        if found:
            return time(int(found.group(1)), int(found.group(2))).isoformat("minutes")
    except ValueError:
        pass
    raise Unreadable(_("Write a time, for example 13:30."))


def _date_time(text: str, item: dict, names: Collection[str]) -> str:
    day, _between, clock = text.replace(" ", "T", 1).partition("T")
    try:
        return f"{_date(day, item, names)}T{_time(clock, item, names)}"
    except Unreadable:
        raise Unreadable(_("Write a date and a time, for example 2026-12-31 13:30.")) from None


def _acknowledge(text: str, _item: dict, _names: Collection[str]) -> str:
    if text.upper() != "OK":
        raise Unreadable(_("Tick the box."))
    return "OK"


def _point(text: str) -> str:
    """"lat lon altitude accuracy"; what is not known of the last two is 0. A comma between two numbers is a space."""
    parts = _ascii(text).replace(", ", " ").split()
    if len(parts) == 1:
        parts = parts[0].split(",")
    numbers = [float(part) for part in parts if re.fullmatch(r"[+-]?\d{1,9}(\.\d{1,18})?", part, re.ASCII)]
    if len(numbers) != len(parts) or not 2 <= len(numbers) <= 4 or abs(numbers[0]) > 90 or abs(numbers[1]) > 180:
        raise Unreadable(_("Write latitude and longitude, for example 11.5564 104.9282."))
    return " ".join(number_text(number) for number in [*numbers, 0.0, 0.0][:4])


def _points(text: str, item: dict, _names: Collection[str]) -> str:
    """A line of two points at least, or an area of three that ends where it begins."""
    parts = [part for part in re.split(r"[;\n]", text) if part.strip()]
    if len(parts) > MOST_POINTS:
        raise Unreadable(_("This answer has too many points."))
    points = [_point(part) for part in parts]
    if item["type"] == "geoshape":
        if points[0].split()[:2] != points[-1].split()[:2]:
            points.append(points[0])
        if len(points) < 4:
            raise Unreadable(_("Give at least three points."))
    elif len(points) < 2:
        raise Unreadable(_("Give at least two points."))
    return ";".join(points)


def _file(text: str, _item: dict, _names: Collection[str]) -> str:
    if len(text) > LONGEST_NAME or re.search(r"[/\\\n\t]", text) or text.startswith("."):
        raise Unreadable(_("This file cannot be taken. Choose another one."))
    return text


READERS: dict[str, Callable[[str, dict, Collection[str]], Any]] = {
    "integer": _integer, "decimal": _decimal, "range": _range, "select_one": _choice, "date": _date, "time": _time,
    "dateTime": _date_time, "acknowledge": _acknowledge, "geopoint": lambda text, _item, _names: _point(text),
    "geotrace": _points, "geoshape": _points, **dict.fromkeys(FILES, _file)}
