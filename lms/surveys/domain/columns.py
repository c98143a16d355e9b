"""What the compiler is silent about in the sheets: languages spelled two ways, missing translation cells.

Also remembers which row a node stands in, so that a later refusal can name it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from lms.surveys.domain.languages import UNNAMED, code_of
from lms.surveys.domain.refusals import FormRefused
from lms.surveys.domain.workbook import Row, Sheet

TRANSLATED = {"label", "hint", "guidance_hint", "constraint_message", "required_message"}
TELLING = {"start", "end", "deviceid", "username", "phonenumber", "email", "simserial", "subscriberid", "audit",
           "start-geopoint", "background-audio", "background-geopoint"}
SELECT = re.compile(r"^(?:select[ _]one|select1|select[ _]multiple|select|rank)\s+(?:from\s+)?(\S+)", re.I)


@dataclass(frozen=True)
class Head:
    """A column head taken apart: "constraint_message::Khmer (km)"."""

    text: str
    column: str
    language: str | None


@dataclass
class Places:
    """Where things stand in the workbook: node path to survey row, choice list to choice rows."""

    rows: dict[str, Row] = field(default_factory=dict)
    lists: dict[str, list[Row]] = field(default_factory=dict)

    def row_of(self, path: str) -> int | None:
        """The survey row of a node, or None for a node that the compiler added."""
        return self.rows[path].number if path in self.rows else None


def head_of(text: str) -> Head:
    """Take a head apart at "::" or ":". The name is in small letters with underscores."""
    parts = [part.strip() for part in re.split(r"::?", text, maxsplit=1)]
    column = re.sub(r"[ -]+", "_", parts[0].lower())
    return Head(text, column, parts[1] if len(parts) > 1 and column in TRANSLATED else None)


def cell(row: Row, column: str) -> str:
    """The text of a column of a row, whatever the spelling of its head."""
    return next((text for head, text in row.cells.items() if head_of(head).column == column), "")


def check(*, sheets: dict[str, Sheet], anonymous: bool) -> Places:
    """Check the survey and choices sheets. Raises FormRefused with sheet, row and column."""
    survey = sheets.get("survey")
    if survey is None:
        raise FormRefused("survey", None, "", _("The workbook has no sheet named survey."))
    choices = sheets.get("choices", Sheet("choices", [], []))
    _check_spelling([survey, choices])
    live = [row for row in survey.rows if cell(row, "disabled").lower() not in {"yes", "true"}]
    places = Places(_paths(live), _lists(choices.rows))
    if anonymous:
        _refuse_telling(live)
    used = {found.group(1) for row in live if (found := SELECT.match(cell(row, "type")))}
    _check_translations(survey, live, [survey, choices])
    for name, rows in places.lists.items():
        if name in used:
            _check_translations(choices, rows, [survey, choices])
    return places


def _check_spelling(sheets: Iterable[Sheet]) -> None:
    spelled: dict[str, str] = {}
    for sheet in sheets:
        for head in map(head_of, sheet.heads):
            if head.language is None:
                continue
            code = code_of(head.language)
            if spelled.setdefault(code, head.language) != head.language:
                raise FormRefused(sheet.name, 1, head.text, _(
                    "The same language is spelled \"%(one)s\" elsewhere. Spell it one way in every column.")
                    % {"one": spelled[code]})


def _languages(sheets: Iterable[Sheet]) -> list[str | None]:
    """All languages that any column names; None stands for columns that name none."""
    return list(dict.fromkeys(head.language for sheet in sheets for head in map(head_of, sheet.heads)
                              if head.column in TRANSLATED))


def _check_translations(sheet: Sheet, rows: Iterable[Row], sheets: list[Sheet]) -> None:
    """Every text of a row is there in every language of the form, or in none."""
    languages = _languages(sheets)
    if len(languages) < 2:
        return
    heads: dict[str, dict[str | None, str]] = {}
    for head in map(head_of, sheet.heads):
        if head.column in TRANSLATED:
            heads.setdefault(head.column, {})[head.language] = head.text
    for column, by_language in heads.items():
        if None in by_language:
            raise FormRefused(sheet.name, 1, by_language[None], _(
                "Other columns name their language. Name it here too, as in \"%(example)s\".")
                % {"example": f"{column}::English (en)"})
    for row in rows:
        for column, by_language in heads.items():
            filled = {language for language, head in by_language.items() if row.cells.get(head)}
            missing = [language for language in languages if language is not None and language not in filled]
            if filled and missing:
                raise FormRefused(sheet.name, row.number, by_language.get(missing[0], f"{column}::{missing[0]}"),
                                  _("The translation is missing here."))


def _paths(rows: Iterable[Row]) -> dict[str, Row]:
    """Node path to row, following begin and end of groups."""
    found: dict[str, Row] = {}
    stack: list[str] = []
    for row in rows:
        kind = re.sub(r"[ _]+", " ", cell(row, "type").lower())
        name = cell(row, "name")
        if kind.startswith("end ") or kind == "end group":
            stack = stack[:-1]
            continue
        if not name:
            name = kind if kind in TELLING | {"today"} else ""
        path = "/".join([*stack, name])
        found.setdefault(path, row)
        if kind.startswith("begin "):
            stack.append(name)
    return found


def _lists(rows: Iterable[Row]) -> dict[str, list[Row]]:
    lists: dict[str, list[Row]] = {}
    for row in rows:
        lists.setdefault(cell(row, "list_name") or cell(row, "list"), []).append(row)
    return lists


def _refuse_telling(rows: Iterable[Row]) -> None:
    for row in rows:
        kind = cell(row, "type").lower().replace(" ", "-" if "geopoint" in cell(row, "type") else "")
        if kind in TELLING:
            raise FormRefused("survey", row.number, "type", _(
                "This form is anonymous, and \"%(kind)s\" would tell who answered or when. Delete the row.")
                % {"kind": kind})


def default_language(sheets: dict[str, Sheet]) -> str:
    """The language that the settings sheet names first, else "default"."""
    rows = sheets["settings"].rows if "settings" in sheets else []
    return (cell(rows[0], "default_language") if rows else "") or UNNAMED
