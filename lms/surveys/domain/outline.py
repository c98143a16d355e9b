"""What an instrument asks, and what changed between two versions of it, in words for those who keep it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lms.look.domain.numbers import digits
from lms.surveys.domain import markup
from lms.surveys.domain.differences import Change, Difference, differences
from lms.surveys.domain.languages import nearest, say, tag
from lms.surveys.domain.paper_rules import Numbered
from lms.surveys.models.definition import SILENT, Definition

TEXTS = {"labels", "hints", "constraint_messages", "required_messages"}
BLANK = "…"


@dataclass(frozen=True)
class Spoken:
    """A text and its lang attribute, "" when it needs none."""

    text: str
    lang: str


@dataclass(frozen=True)
class Line:
    """One node: its number ("" when it is no question), how deep it stands (0 to 3), what kind, its choices."""

    number: str
    depth: int
    kind: str
    label: Spoken
    only: str
    choices: int


@dataclass(frozen=True)
class Changed:
    """One thing that differs: what, in which language or which choice, before and after; `code` for an expression."""

    what: str
    where: str
    before: Spoken
    after: Spoken
    code: bool


@dataclass(frozen=True)
class Row:
    """One question that differs."""

    kind: str
    word: str
    label: Spoken
    path: str
    changes: list[Changed]


def spoken(texts: dict[str, Any], language: str) -> Spoken:
    """A text in the language of the reader, else in English, else in any."""
    found, code = say(texts, nearest(languages=list(texts) or [language], wanted=language))
    return Spoken(markup.plain(found, lambda _expression: BLANK) if found else "", tag(code) if code != language else "")


def outline(definition: Definition, *, language: str) -> list[Line]:
    """All that a person sees of the form, in its order."""
    numbers = {item["path"]: digits(number, language=language) for number, item in enumerate(definition.asked, start=1)}
    rules = Numbered(definition, numbers, nearest(languages=definition.languages or [language], wanted=language))
    return [Line(numbers.get(item["path"], ""), min(item["path"].count("/"), 3), kind_word(item["type"]),
                 spoken(item["labels"] or item["hints"], language), rules.only_if(item), len(definition.choices(item)))
            for item in definition.items if item["type"] not in SILENT]


def kind_word(kind: str) -> str:
    """A type of question in words."""
    words = {"group": _("Part"), "repeat": _("Part that repeats"), "note": _("Note"), "text": _("Text"), "barcode": _("Text"),
             "select_one": _("One choice"), "select_multiple": _("Several choices"), "rank": _("Choices in an order"),
             "acknowledge": _("Box to tick"), "date": _("Day"), "dateTime": _("Day and time"), "time": _("Time")}
    otherwise = {"integer": _("Number"), "decimal": _("Number"), "range": _("Number"), "geopoint": _("Place"),
                 "geotrace": _("Place"), "geoshape": _("Place")}
    return words.get(kind) or otherwise.get(kind) or (_("Worked out") if kind in SILENT else _("File"))


def compared(old: Definition, new: Definition, *, language: str, names: dict[str, str]) -> list[Row]:
    """What changed from one version to another. `names` are the languages by their own names, {code: name}."""
    return [_row(one, language, names) for one in differences(old, new)]


def _row(one: Difference, language: str, names: dict[str, str]) -> Row:
    word = {"added": _("Added"), "removed": _("Taken away"), "changed": _("Changed"), "moved": _("Moved")}[one.kind]
    return Row(one.kind, word, spoken(one.item["labels"], language), one.path,
               list(_changes(one.changes, language, names)))


def _changes(changes: list[Change], language: str, names: dict[str, str]) -> Iterator[Changed]:
    for one in changes:
        texts, choice = one.what in TEXTS, one.what == "choices"
        lang = tag(one.language) if texts and one.language != language else ""
        yield Changed(_what(one.what), names.get(one.language, one.language), Spoken(_said(one.before, one.what), lang),
                      Spoken(_said(one.after, one.what), lang), not (texts or choice))


def _what(what: str) -> str:
    return {"labels": _("Text"), "hints": _("Hint"), "constraint_messages": _("Message"), "required_messages": _("Message"),
            "type": _("Kind"), "media": _("Pictures and sounds"), "required": _("Must be answered"),
            "constraint": _("What may be answered"), "relevant": _("When it is asked"), "calculation": _("Worked out"),
            "changes": _("Worked out"), "readonly": _("Cannot be changed"), "choices": _("Choice"),
            "filter": _("Which choices show"), "shuffle": _("Order of the choices"), "range": _("Steps"),
            "count": _("How often"), "appearance": _("Look")}.get(what, _("What stands there at first"))


def _said(value: Any, what: str) -> str:
    if what == "type":
        return kind_word(value) if value else ""
    if what in TEXTS or (what == "choices" and not (isinstance(value, list) and all(isinstance(v, str) for v in value))):
        return markup.plain(value, lambda _expression: BLANK) if value else ""
    if isinstance(value, list):
        return ", ".join(_plain(one) for one in value)
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_plain(one)}" for key, one in value.items())
    return str(value)
