"""Guards an uploaded workbook before any library opens it, and reads its sheets as plain rows.

An XLSX file is a zip of XML, and 2 MB of it can unfold to gigabytes. So everything is counted in a stream
first: bytes, parts, rows, cells, their places. Whatever goes wrong on the way is a refusal, never an error.
"""

import io
import re
import zipfile
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import IO

import openpyxl
from django.utils.translation import gettext as _
from lxml import etree

from lms.surveys.domain.refusals import FormRefused

MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 500
MOST_ROWS = 20_000
MOST_SHEETS = 100
MOST_COLUMNS = 300
MOST_CELLS = 250_000
WIDEST = 16_384  # of any workbook
MOST_AREA = 4_000_000  # a reader fills the gaps of each row up to its last cell
OLD = bytes.fromhex("d0cf11e0a1b11ae1")  # an OLE file: .xls, or a workbook under a password
CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
FOREIGN_PARTS = re.compile(r"(externallinks/|embeddings/|activex|ctrlprops/|connections\.xml|querytables/)", re.I)


@dataclass(frozen=True)
class Row:
    """One filled row: its number in the sheet (the heads are 1) and its texts by the head as written."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """`without_value` are the (row, head) of cells whose formula gives nothing that could be read."""

    name: str
    heads: list[str]
    rows: list[Row]
    without_value: list[tuple[int, str]] = field(default_factory=list)


def read(*, workbook: bytes) -> dict[str, Sheet]:
    """The sheets by name in small letters. Raises FormRefused for whatever is not a small, plain XLSX."""
    try:
        return _sheets(workbook, guard(workbook=workbook))
    except FormRefused:
        raise
    except Exception as error:  # a hostile file may break any library in any way
        raise FormRefused("", None, "", _("This file cannot be read as an XLSX workbook.")) from error


def guard(*, workbook: bytes) -> dict[str, list[str]]:
    """Count what the file holds without opening it as a workbook. Raises FormRefused.

    Returns {part: [cell]}: the cells whose formula has no value that could be read, as "B7", by the sheet's part.
    """
    if len(workbook) > MOST_BYTES:
        raise FormRefused("", None, "", _("The workbook is larger than 2 MB."))
    if workbook.startswith(OLD):
        raise FormRefused("", None, "", _("This is an old .xls workbook, or one with a password. Save it as .xlsx without a "
                                          "password and send it again."))
    if not workbook.startswith(b"PK"):
        raise FormRefused("", None, "", _("This is not an XLSX workbook. Save the form as .xlsx and send it again."))
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = archive.infolist()
        _check_parts(parts)
        counted = _Counted()
        sheets = 0
        empty: dict[str, list[str]] = {}
        for part in parts:
            if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
                continue
            is_sheet = part.filename.lower().startswith("xl/worksheets/") and part.filename.endswith(".xml")
            sheets += is_sheet
            with archive.open(part) as stream:
                _walk(stream, counted if is_sheet else None)
            empty[part.filename] = counted.without_value
            counted.without_value = []
        if sheets > MOST_SHEETS:
            raise FormRefused("", None, "", _("The workbook has more than 100 sheets."))
    return empty


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise FormRefused("", None, "", _("The workbook unfolds to more than a form can be."))
    if len({part.filename for part in parts}) < len(parts):
        raise FormRefused("", None, "", _("This file cannot be read as an XLSX workbook."))
    for part in parts:
        if part.filename.lower().endswith((".bin", ".js", ".vbs", ".exe")) and "printersettings" not in part.filename.lower():
            raise FormRefused("", None, "", _("The workbook holds macros. Save it as .xlsx without macros."))
        if FOREIGN_PARTS.search(part.filename):
            raise FormRefused("", None, "", _("The workbook draws on other files. Copy the values into it instead."))
        if part.flag_bits & 1:
            raise FormRefused("", None, "", _("The workbook is locked with a password. Save it without one."))


@dataclass
class _Counted:
    """What a stream of sheets has shown so far."""

    rows: int = 0
    cells: int = 0
    area: int = 0
    column: int = 0
    without_value: list[str] = field(default_factory=list)
    formula: bool = False
    value: bool = False

    def start(self, element: etree._Element, kind: str) -> None:
        if kind == "row":
            self.rows += 1
            if self.rows > MOST_ROWS or int(element.get("r", 0)) > MOST_ROWS:
                raise FormRefused("", None, "", _("The workbook has more than 20,000 rows. Delete the empty ones."))
            self.area += self.column
            self.column = 0
        elif kind == "c":
            self.cells += 1
            self.column = _column(element.get("r", "").rstrip("0123456789")) or self.column + 1
            if self.cells > MOST_CELLS or self.column > WIDEST or self.area + self.column > MOST_AREA:
                raise FormRefused("", None, "", _("A sheet has more than 300 columns, or too many cells."))
            self.formula = self.value = False

    def end(self, element: etree._Element, kind: str) -> None:
        if kind == "f":
            self.formula = True
        elif kind in {"v", "t"} and element.text:
            self.value = True
        elif kind == "c":
            if self.value and self.column > MOST_COLUMNS:  # colours alone may reach as far as they like
                raise FormRefused("", None, "", _("A sheet has more than 300 columns, or too many cells."))
            if element.get("t") == "e" or (self.formula and not self.value and element.get("t") != "str"):
                self.without_value.append(element.get("r", ""))


def _walk(stream: IO[bytes], counted: _Counted | None) -> None:
    """Read one part as a stream; refuse a document type. In a sheet, count rows and cells and check their places.

    A row may claim any number: a reader that fills the gaps would make a million rows out of one.
    """
    first = True
    for event, element in etree.iterparse(stream, events=("start", "end"), resolve_entities=False,
                                          no_network=True, load_dtd=False, huge_tree=False):
        if first:
            if element.getroottree().docinfo.doctype:
                raise FormRefused("", None, "", _("This file cannot be read as an XLSX workbook."))
            first = False
        if not isinstance(element.tag, str):
            continue
        kind = element.tag.rpartition("}")[2]
        if event == "start":
            if counted is not None:
                counted.start(element, kind)
            elif element.get("ContentType", "").lower().find("macroenabled") >= 0:
                raise FormRefused("", None, "", _("The workbook holds macros. Save it as .xlsx without macros."))
        else:
            if counted is not None:
                counted.end(element, kind)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


@lru_cache(maxsize=1_000)
def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper()[:4]:
        number = number * 26 + ord(letter) - 64
    return number


def _sheets(workbook: bytes, empty: dict[str, list[str]]) -> dict[str, Sheet]:
    book = openpyxl.load_workbook(io.BytesIO(workbook), read_only=True, data_only=True, keep_links=False)
    sheets = {}
    for name in book.sheetnames[:MOST_SHEETS]:
        page = book[name]
        if not hasattr(page, "reset_dimensions"):
            continue  # a sheet of charts
        page.reset_dimensions()  # the stated size is the writer's word; the counted one is ours
        heads: list[str] = []
        rows = []
        for number, cells in enumerate(page.iter_rows(values_only=True), start=1):
            texts = [_text(value) for value in cells]
            if number == 1:
                heads = texts
            elif any(texts):
                rows.append(Row(number, {head: text for head, text in zip(heads, texts, strict=False) if head}))
        without = empty.get(page._worksheet_path.lstrip("/"), [])
        sheets[name.lower()] = Sheet(name, [head for head in heads if head], rows, [
            (int(row), heads[_column(letters) - 1] if 0 < _column(letters) <= len(heads) else letters)
            for letters, row in (found.groups() for found in map(CELL.fullmatch, without) if found)])
    book.close()
    if len(sheets) == 1 and "survey" not in sheets:  # a workbook of one sheet may call it anything
        sheets = {"survey": replace(next(iter(sheets.values())), name="survey")}
    return sheets


def _text(value: object) -> str:
    """A cell as the compiler reads it: whole numbers without a point, truth as a word."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).replace("\u00a0", " ").strip()
