"""From counts to what is shown: every question with its choices, bars, means; protected by the rules of `suppression`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lms.surveys.domain.languages import tag
from lms.surveys.domain.markup import plain
from lms.surveys.domain.results import numbers
from lms.surveys.domain.results.parts import Split
from lms.surveys.domain.results.suppression import FEWEST, hidden_cells, hidden_parts
from lms.surveys.domain.results.tally import Counted, Tally, kind_of
from lms.surveys.models.definition import Definition


@dataclass(frozen=True)
class Cell:
    """A count and its share of those who answered, in per cent; the count None when it is hidden, the share when it must be."""

    count: int | None
    share: float | None = None

    @property
    def width(self) -> str:
        """The bar's length in per cent, as SVG writes numbers; "0" when there is none to draw."""
        return f"{self.share or 0:.2f}"


@dataclass(frozen=True)
class Line:
    """One choice: its label in a language of the form, or what it stands for: a `bin` of numbers, a `month`."""

    cells: list[Cell]
    label: str = ""
    language: str = ""
    bin: numbers.Bin | None = None
    month: date | None = None


@dataclass(frozen=True)
class Mean:
    """Of the numbers of one column; None when it is hidden, or there are none."""

    mean: float | None
    median: float | None


@dataclass(frozen=True)
class Segment:
    """A piece of a stacked bar, in per cent of its length; `step` is 1 to 5, from light to dark."""

    start: str
    width: str
    step: int


@dataclass(frozen=True)
class Figure:
    """One question as it is shown. `answered` has a number or None (hidden) for each column."""

    item: dict
    kind: str
    label: str
    language: str
    answered: list[int | None]
    lines: list[Line] = field(default_factory=list)
    means: list[Mean] = field(default_factory=list)
    stacks: list[list[Segment]] = field(default_factory=list)

    @property
    def path(self) -> str:
        return self.item["path"]

    @property
    def hides(self) -> bool:
        """Whether anything of it is hidden."""
        return None in self.answered or any(cell.count is None for line in self.lines for cell in line.cells)


def sizes_of(counted: Tally, split: Split) -> list[int | None]:
    """How many answers stand in each column that is shown; None for one that is hidden."""
    sizes = [counted.sizes[key] for key in split.keys]
    return _columns(sizes, hidden_parts(sizes), split)


def figures(counted: Tally, *, definition: Definition, split: Split, language: str) -> list[Figure]:
    """Every question but the one that divides, in the form's order. Nothing when all are fewer than five."""
    if sum(counted.sizes.values()) < FEWEST:
        return []
    dividing = split.name.removeprefix("q:")
    return [_figure(question, counted, definition, split, language) for question in counted.questions
            if question.item["path"] != dividing]


def _figure(question: Counted, counted: Tally, definition: Definition, split: Split, language: str) -> Figure:
    item, kind = question.item, kind_of(question.item)
    label, code = said(item["labels"], language)
    answered, lines, means = MAKERS.get(kind, _none)(question, counted, definition, split, language)
    stacks = [_stack(lines, column) for column in range(len(split.shown))] if kind == "one" and is_scale(item, definition) else []
    return Figure(item, kind, label or item["name"], code, answered, lines, means, stacks)


def said(texts: dict[str, Any], language: str) -> tuple[str, str]:
    """A text of the form without marks, in `language`, English, or any it has; and its lang attribute."""
    for code in (language, "en", *texts):
        if texts.get(code):
            return plain(texts[code], lambda _expression: "…"), tag(code)
    return "", ""


Shown = tuple[list[int | None], list[Line], list[Mean]]


def _one(question: Counted, counted: Tally, definition: Definition, split: Split, language: str) -> Shown:
    choices = definition.choices(question.item)
    answered, cells = _lines(question, counted, [choice["name"] for choice in choices], split)
    return answered, [_labelled(choice, row, language) for choice, row in zip(choices, cells, strict=True)], []


def _days(question: Counted, counted: Tally, definition: Definition, split: Split, language: str) -> Shown:
    months = sorted({name for _part, name in question.chosen})
    answered, cells = _lines(question, counted, months, split)
    return answered, [Line(row, month=date.fromisoformat(f"{month}-01"))
                      for month, row in zip(months, cells, strict=True)], []


def _numbers(question: Counted, counted: Tally, definition: Definition, split: Split, language: str) -> Shown:
    every = [value for values in question.numbers.values() for value in values]
    bars = numbers.bins(every)
    edges = [one.end for one in bars if one.end is not None]
    rows = [numbers.fill(question.numbers.get(key, ()), edges)[:len(bars)] for key in split.keys]
    answered, cells = _protected(rows, [counted.sizes[key] for key in split.keys], split)
    found = []
    for known, group in zip(answered, split.shown, strict=True):
        values = [value for key in group for value in question.numbers.get(key, ())]
        shown = known is not None and known >= FEWEST
        found.append(Mean(numbers.mean(values), numbers.median(values)) if shown else Mean(None, None))
    return answered, [Line(row, bin=one) for one, row in zip(bars, cells, strict=True)], found


def _several(question: Counted, counted: Tally, definition: Definition, split: Split, language: str) -> Shown:
    """Each choice is a question of its own, chosen or not, to all: who marks none may have meant it. Shares are of all."""
    sizes = [counted.sizes[key] for key in split.keys]
    asked = _columns(sizes, hidden_parts(sizes), split)
    lines = []
    for choice in definition.choices(question.item):
        _chosen, cells = _protected([[question.chosen[key, choice["name"]]] for key in split.keys], sizes, split)
        shared = [_shared(cell.count, size) for cell, size in zip(cells[0], asked, strict=True)]
        lines.append(_labelled(choice, shared, language))
    return asked, lines, []


def _none(question: Counted, counted: Tally, definition: Definition, split: Split, language: str) -> Shown:
    rows = [[question.answered[key]] for key in split.keys]
    return _protected(rows, [counted.sizes[key] for key in split.keys], split)[0], [], []


MAKERS: dict[str, Callable[..., Shown]] = {"one": _one, "several": _several, "numbers": _numbers, "days": _days}


def _labelled(choice: dict, cells: list[Cell], language: str) -> Line:
    label, code = said(choice["labels"], language)
    return Line(cells, label or choice["name"], code)


def _lines(question: Counted, counted: Tally, names: Sequence[str], split: Split) -> tuple[list[int | None], list[list[Cell]]]:
    rows = [[question.chosen[key, name] for name in names] for key in split.keys]
    return _protected(rows, [counted.sizes[key] for key in split.keys], split)


def _protected(rows: list[list[int]], sizes: list[int], split: Split) -> tuple[list[int | None], list[list[Cell]]]:
    """How many answered, for each shown column; and the cells of each line. The last column of the table is the rest."""
    table = [[*row, size - sum(row)] for row, size in zip(rows, sizes, strict=True)]
    hidden = hidden_in(table, hidden_rows=hidden_parts(sizes))
    last = len(table[0]) - 1
    answered = _columns([sum(row) for row in rows], {place for place, column in hidden if column == last}, split)
    cells = []
    for column in range(last):
        counts = _columns([row[column] for row in table], {place for place, at in hidden if at == column}, split)
        cells.append([_shared(count, known) for count, known in zip(counts, answered, strict=True)])
    return answered, cells


def hidden_in(table: list[list[int]], *, hidden_rows: set[int]) -> set[tuple[int, int]]:
    """Hidden cells of a table of parts by choices; of one part they are the hidden choices."""
    columns = hidden_parts([sum(row[column] for row in table) for column in range(len(table[0]))])
    if len(table) == 1:
        return {(0, column) for column in columns}
    return hidden_cells(table, rows=hidden_rows, columns=columns)


def _columns(counts: list[int], hidden: set[int], split: Split) -> list[int | None]:
    """The counts of the shown groups of parts: a sum, unless one of them is hidden."""
    at = {key: place for place, key in enumerate(split.keys)}
    found: list[int | None] = []
    for group in split.shown:
        places = [at[key] for key in group if key in at]
        seen = not hidden.intersection(places)
        found.append(sum(counts[place] for place in places) if seen else None)
    return found


def _shared(count: int | None, answered: int | None) -> Cell:
    return Cell(count, 100 * count / answered if count is not None and answered else None)


def is_scale(item: dict, definition: Definition) -> bool:
    """A question whose choices are steps: it says likert, or neighbours ask by the same list of three to five."""
    if not 3 <= len(definition.choices(item)) <= 5:
        return False
    parent = item["path"].rpartition("/")[0]
    same = [other for other in definition.asked if other["type"] == "select_one" and other["list"] == item["list"]
            and other["path"].rpartition("/")[0] == parent]
    return "likert" in item["appearance"].split() or len(same) > 1


def _stack(lines: list[Line], column: int) -> list[Segment]:
    """One bar of all steps, or none when a step is hidden: its length would tell."""
    shares = [line.cells[column].share for line in lines]
    if not shares or None in shares:
        return []
    start, found = 0.0, []
    for place, share in enumerate(shares):
        step = 1 + round(4 * place / max(len(shares) - 1, 1))
        found.append(Segment(f"{start:.2f}", f"{share or 0:.2f}", step))
        start += share or 0
    return found
