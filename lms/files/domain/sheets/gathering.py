"""Gathers the rows of one sheet, whatever file they come from, and checks them one by one and as a whole."""

import re
import sys

from django.utils.translation import gettext as _

from lms.files.domain.refusal import UploadRefused
from lms.files.domain.sheets.shape import (
    LONGEST_CELL,
    MOST_COLUMNS,
    Area,
    Row,
    Sheet,
    column_letter,
    grouped,
    too_large,
    too_many_rows,
    too_wide,
)
from lms.files.domain.sheets.text import clean

MOST_TEXT = 32 * 1024 * 1024  # bytes of memory for all texts of a sheet
MOST_FILLED = 200_000  # cells that merged areas may cover
NAMED = 10  # cells named in one note
BURMESE = re.compile("[\u1000-\u109f]+")
# In Unicode the vowel sign E follows its letter, and a virama stands between two letters; in Zawgyi they do not.
ZAWGYI = re.compile("(?<![\u1000-\u109f])\u1031|\u1039(?![\u1000-\u1021])")


def named(cells: list[str]) -> str:
    """The first ten of a list of cells, for a note."""
    return ", ".join(cells[:NAMED]) + (" …" if len(cells) > NAMED else "")


class Gathering:
    """Takes the rows of one sheet as they come and ends as a Sheet. Refuses at the first limit that is crossed."""

    def __init__(self, *, most_rows: int, in_csv: bool = False):
        self.in_csv = in_csv
        self.most_rows = most_rows
        self.rows: list[tuple[int, list[str]]] = []
        self.areas: list[Area] = []
        self.weight = 0

    def text(self, raw: str, *, number: int, index: int) -> str:
        """Clean and weigh one cell. number: row from 1; index: column from 0."""
        if len(raw) > LONGEST_CELL:
            raise UploadRefused(_("Cell %(cell)s holds more than %(limit)s characters. Shorten it.") % {
                "cell": f"{column_letter(index)}{number}", "limit": grouped(LONGEST_CELL)})
        text = clean(raw, in_csv=self.in_csv)
        self.weigh(text)
        return text

    def weigh(self, text: str) -> None:
        if text:
            self.weight += sys.getsizeof(text)
            if self.weight > MOST_TEXT:
                raise too_large(self.most_rows)

    def take(self, number: int, values: list[str]) -> None:
        """One row of clean texts; an empty one is passed over. The first one is the headings."""
        while values and not values[-1]:
            values.pop()
        if not values:
            return
        if len(values) > MOST_COLUMNS:
            raise too_wide(f"{column_letter(len(values) - 1)}{number}")
        if len(self.rows) > self.most_rows:
            raise too_many_rows(self.most_rows)
        self.rows.append((number, values))

    def sheet(self, *, name: str, encoding: str | None = None, encodings: list[str] | None = None,
              notes: list[str] | None = None) -> Sheet:
        """What was gathered, checked as a whole. Raises UploadRefused."""
        if not self.rows:
            raise UploadRefused(_("The sheet is empty. Choose a file with the headings in the first row."))
        notes = [*(notes or []), *self._unmerge()]
        width = max(len(values) for _number, values in self.rows)
        padded = [(number, (*values, *[""] * (width - len(values)))) for number, values in self.rows]
        header = [" ".join(heading.split()) for heading in padded[0][1]]
        self._check_header(header)
        rows = [Row(number, values) for number, values in padded[1:]]
        if looks_zawgyi(rows):
            notes.append(_("The Burmese text looks like Zawgyi. Convert it to Unicode first."))
        return Sheet(name, header, rows, encoding, encodings or [], notes)

    def _check_header(self, header: list[str]) -> None:
        seen: dict[str, int] = {}
        for index, heading in enumerate(header):
            first = seen.setdefault(heading.casefold(), index)
            if heading and first != index:
                raise UploadRefused(_("Columns %(first)s and %(second)s have the same heading “%(heading)s”. Give each "
                                      "its own.") % {"first": column_letter(first), "second": column_letter(index),
                                                     "heading": heading[:80]})

    def _unmerge(self) -> list[str]:
        """Give every row of a merged area its value; refuse areas that touch the headings."""
        places = {number - 1: values for number, values in self.rows}
        top = self.rows[0][0] - 1
        filled = []
        count = 0
        for area in self.areas:
            if area.top <= top <= area.bottom:
                raise UploadRefused(_("The cells %(cells)s are merged, and the headings stand there. Unmerge them, so "
                                      "that each column has one heading, all in one row.") % {"cells": area})
            source = places.get(area.top, [])
            value = source[area.left] if area.left < len(source) else ""
            if not value or area.bottom < top:
                continue
            right = min(area.right, MOST_COLUMNS - 1)
            for row in range(area.top, min(area.bottom, self.rows[-1][0] - 1) + 1):
                count += right - area.left + 1
                if count > MOST_FILLED:
                    raise too_large(self.most_rows)
                values = places.get(row)
                if values is not None:
                    values.extend([""] * (right + 1 - len(values)))
                    values[area.left:right + 1] = [value] * (right + 1 - area.left)
            filled.append(str(area))
        if not filled:
            return []
        return [_("Merged cells were read as if each held the value: %(cells)s.") % {"cells": named(filled)}]


def looks_zawgyi(rows: list[Row]) -> bool:
    """Whether at least three words, and one in ten, of the Burmese in the first 500 rows are spelt as Zawgyi has it."""
    words = signs = 0
    for row in rows[:500]:
        for value in row.values:
            if not value.isascii():
                words += len(BURMESE.findall(value))
                signs += len(ZAWGYI.findall(value))
    return signs >= 3 and signs * 10 >= words
