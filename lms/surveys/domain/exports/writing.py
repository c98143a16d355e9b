"""Writes the tables of an export into an open file, row by row: memory does not grow with them."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, Protocol

import xlsxwriter

from lms.surveys.domain.exports.tables import Sheet, Value

Told = tuple[list[Value], dict[str, Any]]
"""What is given from outside for a form, and its answers."""
LONGEST = 32_767
OUTSIDE = -1
"""What the library says of a cell that no sheet has; it would leave it out without a word."""
NOT_IN_NAMES = re.compile(r"[^\w.-]+")


class Writer(Protocol):
    """Takes the rows of one table."""

    def writerow(self, row: list[Value], /) -> Any: ...


def write_csv(told: Iterable[Told], *, sheet: Sheet, to: IO[bytes]) -> None:
    """UTF-8 with byte order mark, CRLF, texts in quotation marks; with repeats a zip of such files, one a table."""
    if not sheet.inner:
        with _text(to) as text:
            _fill(told, sheet, lambda _sheet: _csv(text))
        return
    with TemporaryDirectory() as folder, ExitStack() as open_files:
        names = dict(zip((one.repeat for one in sheet.every()), _names(sheet, 80), strict=True))
        paths = {repeat: Path(folder) / f"{name}.csv" for repeat, name in names.items()}
        _fill(told, sheet, lambda one: _csv(open_files.enter_context(_text(paths[one.repeat].open("wb"), close=True))))
        open_files.close()
        with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as pack:
            for path in paths.values():
                pack.write(path, path.name)


class _text(io.TextIOWrapper):
    """A binary file as text. It leaves the file open, unless told to close it."""

    def __init__(self, file: IO[bytes], *, close: bool = False) -> None:
        super().__init__(file, encoding="utf-8-sig", newline="", write_through=False)  # type: ignore[type-var]
        self.closes = close

    def __exit__(self, *error: Any) -> None:
        self.flush()
        if self.closes:
            self.close()
        else:
            self.detach()


def _csv(file: IO[str]) -> Writer:
    return csv.writer(file, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")


def write_xlsx(told: Iterable[Told], *, sheet: Sheet, to: IO[bytes]) -> None:
    """A workbook with a sheet for each table. Texts are text cells, whatever they look like; numbers are numbers."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(to, options) as book:
        names = dict(zip((one.repeat for one in sheet.every()), _names(sheet, 31), strict=True))
        bold = book.add_format({"bold": True})
        _fill(told, sheet, lambda one: _Page(book.add_worksheet(names[one.repeat]), bold))


class _Page:
    """One sheet of a workbook; its first row is the head."""

    def __init__(self, page: xlsxwriter.worksheet.Worksheet, bold: Any) -> None:
        self.page, self.bold, self.rows = page, bold, 0
        page.freeze_panes(1, 0)

    def writerow(self, row: list[Value], /) -> None:
        for place, value in enumerate(row):
            if isinstance(value, str):
                if not value:
                    continue
                said = self.page.write_string(self.rows, place, value[:LONGEST], None if self.rows else self.bold)
            else:
                said = self.page.write_number(self.rows, place, value)
            if said == OUTSIDE:
                raise OverflowError("a sheet of a workbook holds fewer rows or columns than there are")
        self.rows += 1


def _fill(told: Iterable[Told], sheet: Sheet, writer_for: Callable[[Sheet], Writer]) -> None:
    """Each form into its table, its entries into theirs, with the number of the row that they belong to."""
    writers = {one.repeat: writer_for(one) for one in sheet.every()}
    for one in sheet.every():
        writers[one.repeat].writerow(list(one.header))
    rows = dict.fromkeys(writers, 0)

    def put(one: Sheet, given: list[Value], answers: dict[str, Any]) -> None:
        rows[one.repeat] += 1
        here = rows[one.repeat]
        writers[one.repeat].writerow([here, *given, *one.row(answers)])
        for inner in one.inner:
            for entry in answers.get(inner.repeat, ()):
                put(inner, [here], entry)

    for given, answers in told:
        put(sheet, given, answers)


def _names(sheet: Sheet, longest: int) -> Iterator[str]:
    """A name for each table, none twice."""
    taken: set[str] = set()
    for one in sheet.every():
        name = plain = NOT_IN_NAMES.sub("_", one.name)[:longest] or "answers"
        number = 1
        while name.lower() in taken:
            number += 1
            name = f"{plain[:longest - len(str(number)) - 1]}_{number}"
        taken.add(name.lower())
        yield name
