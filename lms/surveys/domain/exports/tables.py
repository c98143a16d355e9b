"""Answers as rows: one table of forms, and one of the entries of each repeat. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from lms.files.domain.sheets.text import harmless
from lms.surveys.domain.results.figures import said
from lms.surveys.models.definition import FILES, NUMBERS, SEVERAL, Definition

Value = str | int | float
SHEET_ROWS = 1_048_575
"""Rows below the head that a sheet of a workbook holds."""


@dataclass(frozen=True)
class Manner:
    """How a file is written: csv or xlsx; labels in a language of the form instead of names; a column for each choice."""

    form: str = "csv"
    labels: bool = False
    language: str = "en"
    split: bool = False


@dataclass(frozen=True)
class Column:
    """A head, and what an answer becomes under it. `path` is where the answer stands; "" a value given from outside."""

    head: str
    path: str
    write: Callable[[Any], Value]


@dataclass(frozen=True)
class Sheet:
    """One table. `repeat` is the path of its repeat, "" for the forms; `inner` are the tables of the repeats inside it."""

    name: str
    repeat: str
    given: list[str]
    columns: list[Column]
    inner: list["Sheet"]

    @property
    def header(self) -> list[str]:
        return [*self.given, *(column.head for column in self.columns)]

    def every(self) -> Iterator["Sheet"]:
        """This table and all inside it."""
        yield self
        for sheet in self.inner:
            yield from sheet.every()

    def row(self, answers: dict[str, Any]) -> list[Value]:
        """The cells of one form, or of one entry, without those given from outside. What is not answered is empty."""
        return [column.write(answers[column.path]) if column.path in answers else "" for column in self.columns]


def sheets(definition: Definition, *, manner: Manner, given: list[str], name: str) -> Sheet:
    """The tables of a form. `given` are the heads of what comes from outside, before the answers."""
    return _sheet(definition, manner, "", name, given)


def _sheet(definition: Definition, manner: Manner, repeat: str, name: str, given: list[str]) -> Sheet:
    columns: list[Column] = []
    inner: list[Sheet] = []
    for item in definition.inside(repeat):
        if item["type"] == "repeat":
            inner.append(_sheet(definition, manner, item["path"], item["name"], ["_index", "_parent_index"]))
        elif item["type"] not in {"group", "note", "meta", "hidden"}:
            columns += _columns(item, definition, manner)
    return Sheet(name, repeat, given, columns, inner)


def _columns(item: dict, definition: Definition, manner: Manner) -> list[Column]:
    path = item["path"]
    head = safe((said(item["labels"], manner.language)[0] if manner.labels else "") or path)
    words = {choice["name"]: safe((said(choice["labels"], manner.language)[0] if manner.labels else "") or choice["name"])
             for choice in definition.choices(item)}
    if item["type"] == "select_one":
        return [Column(head, path, lambda answer: words.get(answer) or _one(answer))]
    if item["type"] in SEVERAL:
        together = ", " if manner.labels else " "
        whole = Column(head, path, lambda answer: together.join(words.get(one) or str(_one(one)) for one in _listed(answer)))
        if not manner.split or item["type"] == "rank":
            return [whole]
        return [whole, *(Column(f"{head}/{words[name]}", path, _holds(name)) for name in words)]
    return [Column(head, path, _one if item["type"] not in NUMBERS | FILES else _plain)]


def _holds(name: str) -> Callable[[Any], Value]:
    return lambda answer: int(name in _listed(answer))


def _listed(answer: Any) -> list:
    return answer if isinstance(answer, list) else [answer]


def _plain(answer: Any) -> Value:
    """A number; an older version may have asked for words."""
    return answer if isinstance(answer, int | float) and not isinstance(answer, bool) else _one(answer)


def _one(answer: Any) -> Value:
    if isinstance(answer, int | float) and not isinstance(answer, bool):
        return answer
    return safe(" ".join(map(str, answer)) if isinstance(answer, list) else str(answer))


def safe(text: str) -> str:
    """The text as no program takes it for a formula. Most texts are plain, and that is seen faster than put right."""
    if text.isprintable() and text[:1].isalnum() and ";" not in text and text[-1] != " ":
        return text
    return harmless(text, in_csv=True)
