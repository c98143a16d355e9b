"""What the script of a page must know of a form to show at once what the server would show. Answer keys are not in it."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dates import MONTHS_3, WEEKDAYS_ABBR
from django.utils.translation import get_language, gettext, override

from lms.look.domain import numbers
from lms.look.domain.icons import icon_svg
from lms.surveys.domain import xpath
from lms.surveys.domain.evaluation import Judged
from lms.surveys.domain.evaluation_tree import ROOT
from lms.surveys.domain.languages import say, tag
from lms.surveys.models.definition import CHOSEN, SILENT, Definition

TOLD = ("relevant", "required", "constraint", "calculation", "readonly", "changes", "filter", "shuffle", "count")
BEGUN = ("default", "first")
LOOKS_UP = re.compile(r"\b(?:instance|pulldata|jr:itext|jr:choice-name)\s*\(")
WRITES_DATES = re.compile(r"\bformat-date")
Item = dict[str, Any]


def script_data(*, definition: Definition, judged: Judged, language: str, now: datetime, seed: str) -> dict[str, Any]:
    """The block that a page carries for its script, ready for JSON. Keys without a value are left out of items.

    `language`, `now` (aware) and `seed` are those of the judging. Texts are in the language that a page would say them
    in; where it is another than the frame's, `lang` says which.
    """
    every = [expression for item in definition.items for expression in expressions(item)]
    lists = {item["list"] for item in definition.items
             if item["list"] and (item["filter"] or any(LOOKS_UP.search(one) for one in every))}
    lists |= {name for name in definition.lists if any(LOOKS_UP.search(one) and name in one for one in every)}
    found: dict[str, Any] = {
        "language": language, "now": timezone.localtime(now).isoformat(timespec="milliseconds"), "seed": seed,
        "items": [_item(item, language) for item in definition.items],
        "lists": {name: [_choice(one, language) for one in definition.lists.get(name, [])] for name in sorted(lists)},
        "kept": _kept(definition, judged), "words": words()}
    if any(WRITES_DATES.search(one) for one in every):
        found["calendar"] = _calendar(language)
    return found


def expressions(item: Item) -> Iterator[str]:
    """Everything of an item that is worked out, its quoted answers included."""
    yield from (item[key] for key in (*TOLD, "first") if isinstance(item[key], str) and item[key])
    yield from (change["value"] for change in item["changes"])
    for texts in (item["labels"], item["hints"], item["required_messages"], item["constraint_messages"]):
        for text in texts.values():
            yield from (part["value"] for part in text if isinstance(part, dict)) if isinstance(text, list) else ()


def _item(item: Item, language: str) -> Item:
    told = {"path": item["path"], "type": item["type"]} | {key: item[key] for key in TOLD if item[key]}
    if item["repeat"] or item["type"] == "repeat":
        told |= {"repeat": item["repeat"]} | {key: item[key] for key in BEGUN if item[key]}
    if item["type"] in SILENT and item["default"]:
        told["default"] = item["default"]
    if item["type"] in CHOSEN:
        told["list"] = item["list"]
    if item["type"] == "range":
        told["range"] = item["range"]
    for key in ("required", "constraint"):
        if item[key] and (said := _said(item[f"{key}_messages"], language)):
            told[f"{key}_message"] = said
    return told


def _said(texts: dict[str, Any], language: str) -> dict[str, Any]:
    """A text in its pieces, with the lang attribute it needs; {} when there is none."""
    text, spoken = say(texts, language)
    return {"text": text, "lang": _lang(spoken)} if text else {}


def _lang(spoken: str) -> str:
    return "" if spoken == get_language() else tag(spoken)


def _choice(choice: Item, language: str) -> Item:
    text, spoken = say(choice["labels"], language)
    told: Item = {"name": choice["name"], "label": text, "lang": _lang(spoken)} | (
        {"more": choice["more"]} if choice.get("more") else {})
    return {key: value for key, value in told.items() if value}


def _kept(definition: Definition, judged: Judged) -> dict[str, str]:
    """{place: text} of silent nodes that no page has a field for and no script works out: what a device fills in, and
    what leans on nothing else, a number drawn by lot above all."""
    alone = {item["path"] for item in definition.items
             if item["type"] in SILENT and (not item["calculation"] or _leans_on_nothing(item))}
    return {node.at: str(node.value) for node in judged.nodes if node.value and node.item["path"] in alone}


def _leans_on_nothing(item: Item) -> bool:
    return not xpath.references(expression=item["calculation"], at=f"/{ROOT}/{item['path']}")


def _calendar(language: str) -> dict[str, list[str]]:
    """The short names of months and of days from Monday, for dates that a form writes out."""
    with override(language):
        return {"months": [str(MONTHS_3[month]).title() for month in range(1, 13)],
                "days": [str(WEEKDAYS_ABBR[day]) for day in range(7)]}


def words() -> dict[str, Any]:
    """What the script says itself, in the active language; %(name)s is filled in by the script."""
    _: Callable[[str], str] = gettext
    return {
        "required": _("Answer this question."),
        "outside": _("This answer is outside what the question allows."),
        "wrong": {
            "integer": _("Write a whole number, for example 12."), "decimal": _("Write a number, for example 12.5."),
            "range": _("Choose a number from %(least)s to %(most)s."),
            "date": _("Write a date as year-month-day, for example 2026-12-31."),
            "time": _("Write a time, for example 13:30."),
            "dateTime": _("Write a date and a time, for example 2026-12-31 13:30."),
            "geopoint": _("Write latitude and longitude, for example 11.5564 104.9282."),
            "rank": _("Give each answer one place of its own.")},
        "page": _("Page %(here)s of %(all)s"), "back": _("Back"), "next": _("Next"), "on": _("Go on all the same"),
        "missing": _("Something on this page is missing:"),
        "undo": _("Undo"), "removed": _("Deleted."),
        "up": _("Move up"), "down": _("Move down"),
        "here": _("Use where I am"), "finding": _("The phone is looking for the place."),
        "found": _("Found, to within %(metres)s m."),
        "lost": _("The phone does not know where it is. Write latitude and longitude yourself."),
        "choice": _("Choose one of the answers in the list."),
        "icon": str(icon_svg("warning")), "digits": numbers.digits("0123456789", language=get_language() or "en"),
    }
