"""Reads the cells of one XLSX sheet, row by row."""

import re

from lms.files.domain.sheets.gathering import NAMED
from lms.files.domain.sheets.markup import BrokenMarkup, Enough, Reader
from lms.files.domain.sheets.numbers import shown_number
from lms.files.domain.sheets.shape import (
    LONGEST_CELL,
    MOST_COLUMNS,
    Area,
    column_letter,
    too_large,
    too_many_rows,
    too_wide,
)
from lms.files.domain.sheets.shared import Texts, unescaped

MOST_CELLS = 500_000  # over all sheets that are read
MOST_AREAS = 5_000
SPARE_ROWS = 1_000  # rows that hold nothing but a format are passed over, but not without end
COLUMNS = {column_letter(index): index for index in range(MOST_COLUMNS)}
AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")


class CellReader(Reader):
    """Hands the rows of a sheet to the gathering. What the sheet says of its own size is not asked: rows are counted."""

    def __init__(self, texts: Texts):
        super().__init__()
        self.texts = texts
        self.gathering = texts.gathering
        self.unsolved: list[str] = []  # cells with a formula that was never computed
        self.rows = 0
        self.number = 0
        self.values: list[str] = []
        self.kind = ""
        self.style = "0"
        self.index = -1
        self.far = ""
        self.formula = False
        self.taking = False
        self.aside = 0
        self.pieces: list[str] = []
        self.length = 0

    def check(self) -> None:
        # A cell has at most a formula, a value, and a text with its parts; other elements are few.
        if self.elements > 200_000 + 6 * self.texts.cells + self.rows:
            raise BrokenMarkup("elements that are no cells")

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "c":
            self._begin(given)
        elif name == "v" or name == "t":
            self.taking = not self.aside and self.index >= 0
        elif name == "row":
            self.rows += 1
            if self.rows > 2 * self.gathering.most_rows + SPARE_ROWS:
                raise too_many_rows(self.gathering.most_rows)
            number = int(given.get("r", self.number + 1))
            if number <= self.number:
                raise BrokenMarkup("rows out of order")
            self.number = number
            self.values = []
        elif name == "f":
            self.formula = True
        elif name == "rPh":
            self.aside += 1
        elif name == "mergeCell":
            self._merge(given.get("ref", ""))

    def _begin(self, given: dict[str, str]) -> None:
        self.texts.cells += 1
        if self.texts.cells > MOST_CELLS:
            raise too_large(self.gathering.most_rows)
        if self.length:
            self.pieces = []
            self.length = 0
        self.far = ""
        self.formula = False
        place = given.get("r")
        if place is None:
            self.index += 1
        else:
            letters = place.rstrip("0123456789").upper()
            index = COLUMNS.get(letters, MOST_COLUMNS)
            if index == MOST_COLUMNS:
                self.far = letters[:3]
            elif index < len(self.values):
                raise BrokenMarkup("cells out of order")
            self.index = index
        self.kind = given.get("t", "n")
        self.style = given.get("s", "0")

    def end(self, name: str) -> None:
        if name == "v" or name == "t":
            self.taking = False
        elif name == "c":
            if self.length or self.formula:
                self._finish()
        elif name == "row":
            self.gathering.take(self.number, self.values)
            self.values = []
            self.index = -1
        elif name == "rPh":
            self.aside -= 1

    def text(self, data: str) -> None:
        if self.taking:
            self.length += len(data)
            if self.length <= LONGEST_CELL + 1:
                self.pieces.append(data)

    def _finish(self) -> None:
        """The cell has ended: its value goes to its place in the row."""
        text = self._value()
        if not text:
            if self.formula and len(self.unsolved) <= NAMED:
                self.unsolved.append(f"{column_letter(self.index)}{self.number}")
            return
        if self.index >= MOST_COLUMNS:
            raise too_wide(f"{self.far or column_letter(self.index)}{self.number}")
        self.values.extend([""] * (self.index - len(self.values)))
        self.values.append(text)

    def _value(self) -> str:
        raw = "".join(self.pieces) if self.length <= LONGEST_CELL else "x" * (LONGEST_CELL + 1)
        if self.kind == "s" and raw:
            shared = self.texts.strings[_natural(raw)]
            if shared is not None:
                return shared
            raw = "x" * (LONGEST_CELL + 1)  # refused below, with the name of this cell
        elif self.kind == "n":
            raw = shown_number(raw, as_date=int(self.style) in self.texts.dates, from_1904=self.texts.from_1904)
        elif self.kind == "b":
            raw = {"1": "TRUE", "0": "FALSE"}.get(raw, raw)
        elif self.kind == "d":
            raw = raw.removesuffix("T00:00:00").removesuffix("T00:00:00.000")
        else:
            raw = unescaped(raw)
        return self.gathering.text(raw, number=self.number, index=self.index)

    def _merge(self, reference: str) -> None:
        found = AREA.fullmatch(reference.upper())
        if found is None or len(self.gathering.areas) >= MOST_AREAS:
            raise BrokenMarkup("merged cells")
        left, top, right, bottom = found.groups()
        if right:
            self.gathering.areas.append(Area(int(top) - 1, _place(left), int(bottom) - 1, _place(right)))


class Glance(CellReader):
    """Only looks whether a sheet holds anything."""

    filled = 0

    def _finish(self) -> None:
        if self.length:
            self.filled = 1
            raise Enough


def _natural(text: str) -> int:
    number = int(text)
    if number < 0:
        raise BrokenMarkup("a place before the first")
    return number


def _place(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1
