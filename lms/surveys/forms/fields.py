"""Which field of HTML serves which type of question."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _

from lms.look.domain.numbers import digits
from lms.surveys.domain.evaluation import Node
from lms.surveys.forms.parts import Choice, Part, Words

FIELDS = {
    "group": "surveys/node_group.html", "repeat": "surveys/node_repeat.html", "note": "surveys/node_note.html",
    "select_one": "surveys/node_choices.html", "select_multiple": "surveys/node_choices.html",
    "rank": "surveys/node_rank.html", "acknowledge": "surveys/node_tick.html",
    **dict.fromkeys(("image", "audio", "video", "file"), "surveys/node_file.html")}
MANY = 12
"""More choices than these stand in a list that opens."""
MOST_STEPS = 11
DATES = {"date": ("date", r"\d{4}-\d\d-\d\d", "2026-12-31"), "time": ("time", r"\d\d:\d\d", "13:30"),
         "dateTime": ("datetime-local", r"\d{4}-\d\d-\d\dT\d\d:\d\d", "2026-12-31T13:30"),
         "month": ("month", r"\d{4}-\d\d", "2026-12")}
"""Kind of field, what it can show, and what to write where a browser knows no such field."""


def as_select(node: Node, choices: list[Choice]) -> bool:
    """True for one choice of many, or where the workbook asks for a list that opens; pictures never fit in it."""
    words = set(node.item["appearance"].split())
    wanted = len(choices) > MANY or bool(words & {"minimal", "autocomplete"})
    return node.item["type"] == "select_one" and wanted and not any(choice.media for choice in choices)


def attributes_of(node: Node) -> tuple[dict[str, str], str]:
    """The attributes of a field with one value, and a note that says how to write it."""
    kind, words = node.item["type"], node.item["appearance"].split()
    if kind == "range":
        return {"type": "text", "inputmode": "decimal"}, _("From %(start)s to %(end)s, in steps of %(step)s.") % {
            name: node.item["range"].get(name) or otherwise
            for name, otherwise in (("start", "0"), ("end", "10"), ("step", "1"))}
    if kind in {"integer", "decimal"}:
        return {"type": "text", "inputmode": "numeric" if kind == "integer" else "decimal"}, ""
    if kind in DATES:
        return _date(node, kind, words), ""
    if kind == "geopoint":
        return {"type": "text", "data-geo": kind}, _("Write latitude and longitude, for example 11.5564 104.9282.")
    if kind in {"geotrace", "geoshape"}:
        return {"rows": "4", "data-geo": kind}, _("One point on each line: latitude and longitude, for example 11.5564 104.9282.")
    if kind == "barcode":
        return {"type": "text"}, ""
    if "numbers" in words:
        return {"type": "text", "inputmode": "numeric"}, ""
    return {"rows": "4" if "multiline" in words else "2"}, ""


def _date(node: Node, kind: str, words: list[str]) -> dict[str, str]:
    """A field of the browser's own, unless what was typed is nothing that it can show: then it must not be lost."""
    typed = str(node.value)
    if kind == "date" and "year" in words:
        shown = typed[:4] if re.fullmatch(r"\d{4}-01-01", typed, re.ASCII) else typed
        return {"type": "text", "inputmode": "numeric", "placeholder": "2026", "value": shown}
    if kind == "date" and "month-year" in words:
        kind, typed = "month", typed[:7] if re.fullmatch(r"\d{4}-\d\d-01", typed, re.ASCII) else typed
    field, pattern, example = DATES[kind]
    native = not typed or re.fullmatch(pattern, typed, re.ASCII)
    return {"type": field if native else "text", "placeholder": example, "value": typed}


def steps_of(bounds: dict[str, str]) -> list[str]:
    """The numbers of a short range, in its order; none when they are too many to stand in a row."""
    try:
        start, end, step = (Decimal(bounds.get(name) or otherwise) for name, otherwise in
                            (("start", "0"), ("end", "10"), ("step", "1")))
        count = int(abs(end - start) / abs(step)) + 1
    except (InvalidOperation, ArithmeticError, ValueError):
        return []
    step = abs(step) if end >= start else -abs(step)
    return [format((start + step * number).normalize(), "f") for number in range(count)] if count <= MOST_STEPS else []


def as_steps(part: Part, steps: list[str], frame: str) -> None:
    """A row of numbers to choose from."""
    part.template, part.kind = "surveys/node_choices.html", "steps"
    part.choices = [Choice(step, _number(step, frame), _equal(part.value, step), f"{part.id}:1" if at == 0 else "")
                    for at, step in enumerate(steps)]


def _number(step: str, frame: str) -> Words:
    return Words(escape(digits(step, language=frame)), "", step)


def _equal(value: Any, step: str) -> bool:
    try:
        return bool(value) and Decimal(str(value)) == Decimal(step)
    except InvalidOperation:
        return False
