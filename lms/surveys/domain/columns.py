"""How the sheets of a workbook name their columns, and where each question and each list stands in them.

A head may be written in many ways ("constraint_message::Khmer (km)", "bind:relevant", "read only"); a head taken apart
has one name for all of them. Places let a later refusal name the row.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lms.surveys.domain.languages import UNNAMED
from lms.surveys.domain.workbook import Row, Sheet

MEDIA = frozenset({"image", "big-image", "audio", "video"})
TRANSLATED = frozenset({"label", "hint", "guidance_hint", "constraint_message", "required_message"}) | MEDIA
SPOKEN = TRANSLATED - MEDIA  # a picture may serve every language
ALIASES = {
    "caption": "label", "relevance": "relevant", "readonly": "read_only", "constraining_message": "constraint_message",
    "jr:constraintmsg": "constraint_message", "requiredmsg": "required_message", "jr:requiredmsg": "required_message",
    "calculate": "calculation", "command": "type", "tag": "name", "value": "name", "count": "repeat_count",
    "jr:count": "repeat_count", "list": "list_name", "big_image": "big-image"}
PREFIXES = frozenset({"bind", "body", "control", "media"})
SELECT = re.compile(r"^(?:select[ _]one|select1|select[ _]multiple|select|rank)\s+(?:from\s+)?(\S+)", re.I)
YES = frozenset({"yes", "true", "true()"})
MADE_BY_THE_COMPILER = ("_count", "_other")


@dataclass(frozen=True)
class Head:
    """A column head taken apart: "constraint_message::Khmer (km)"."""

    text: str
    column: str
    language: str | None


@dataclass
class Places:
    """Where things stand in the workbook: node path to survey row, choice list to choice rows, column to head."""

    rows: dict[str, Row] = field(default_factory=dict)
    lists: dict[str, list[Row]] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)

    def row_of(self, path: str) -> int | None:
        """The survey row of a node; of a node that the compiler added, the row it was added for, else None."""
        for tail in ("", *MADE_BY_THE_COMPILER):
            if path.endswith(tail) and (row := self.rows.get(path.removesuffix(tail))):
                return row.number
        return None

    def head(self, column: str) -> str:
        """The head of a survey column as the workbook writes it."""
        return self.heads.get(column, column)


def head_of(text: str) -> Head:
    """Take a head apart at "::", or at ":" where there is none. The name is in small letters with underscores."""
    parts = [part.strip() for part in (text.split("::") if "::" in text else re.split(r"(?<!\bjr):", text))]
    if len(parts) > 1 and parts[0].lower() in PREFIXES:
        parts = parts[1:]
    name = re.sub(r"[ -]+", "_", parts[0].lower())
    column = ALIASES.get(name, name)
    return Head(text, column, parts[1] if len(parts) > 1 and column in TRANSLATED else None)


def cell(row: Row, column: str) -> str:
    """The text of a column of a row, whatever the spelling of its head."""
    return next((text for head, text in row.cells.items() if head_of(head).column == column), "")


def kind_of(row: Row) -> str:
    """The type of a survey row in one spelling: "begin group", "select_one list"."""
    text = " ".join(cell(row, "type").split())
    return re.sub(r"^(begin|end)_", r"\1 ", text)


def live(sheet: Sheet) -> list[Row]:
    """The rows of a survey that count: those with a type, a name or a label, and not disabled."""
    return [row for row in sheet.rows if cell(row, "disabled").lower() not in YES
            and any(head_of(head).column in {"type", "name", "label"} and text for head, text in row.cells.items())]


def places_of(sheets: dict[str, Sheet]) -> Places:
    """Where the questions and lists of these sheets stand."""
    survey = sheets.get("survey", Sheet("survey", [], []))
    choices = sheets.get("choices", Sheet("choices", [], []))
    heads: dict[str, str] = {}
    for head in map(head_of, survey.heads):
        heads.setdefault(head.column, head.text)
    return Places(_paths(live(survey)), _lists(choices.rows), heads)


def _paths(rows: Iterable[Row]) -> dict[str, Row]:
    """Node path to row, following begin and end of groups."""
    found: dict[str, Row] = {}
    stack: list[str] = []
    for row in rows:
        kind, name = kind_of(row), cell(row, "name")
        if kind.startswith("end "):
            stack = stack[:-1]
            continue
        if not name and kind == "note":
            name = f"generated_note_name_{row.number}"
        found.setdefault("/".join([*stack, name]), row)
        if kind.startswith("begin "):
            stack.append(name)
    return found


def _lists(rows: Iterable[Row]) -> dict[str, list[Row]]:
    lists: dict[str, list[Row]] = {}
    for row in rows:
        if name := cell(row, "list_name"):
            lists.setdefault(name, []).append(row)
    return lists


def setting(sheets: dict[str, Sheet], name: str) -> str:
    """A cell of the settings sheet, "" when there is none."""
    rows = sheets["settings"].rows if "settings" in sheets else []
    return cell(rows[0], name) if rows else ""


def default_language(sheets: dict[str, Sheet]) -> str:
    """The language that the settings sheet names first, else "default"."""
    return setting(sheets, "default_language") or UNNAMED
