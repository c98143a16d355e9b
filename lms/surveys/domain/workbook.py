"""Guards an uploaded workbook before any library opens it, and reads its sheets as plain rows.

An XLSX file is a zip of XML, and 2 MB of it can unfold to gigabytes. So everything is counted in a stream
first: bytes, parts, rows, cells, their places. Whatever goes wrong on the way is a refusal, never an error.
"""

import io
import re
import zipfile
from dataclasses import dataclass

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
MOST_CELLS = 400_000
FOREIGN_PARTS = re.compile(r"(externallinks/|embeddings/|activex|ctrlprops/|connections\.xml|querytables/)", re.I)


@dataclass(frozen=True)
class Row:
    """One filled row: its number in the sheet (the heads are 1) and its texts by the head as written."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    name: str
    heads: list[str]
    rows: list[Row]


def read(*, workbook: bytes) -> dict[str, Sheet]:
    """The sheets by name in small letters. Raises FormRefused for whatever is not a small, plain XLSX."""
    try:
        guard(workbook=workbook)
        return _sheets(workbook)
    except FormRefused:
        raise
    except Exception as error:  # a hostile file may break any library in any way
        raise FormRefused("", None, "", _("This file cannot be read as an XLSX workbook.")) from error


def guard(*, workbook: bytes) -> None:
    """Count what the file holds without opening it as a workbook. Raises FormRefused."""
    if len(workbook) > MOST_BYTES:
        raise FormRefused("", None, "", _("The workbook is larger than 2 MB."))
    if not workbook.startswith(b"PK"):
        raise FormRefused("", None, "", _("This is not an XLSX workbook. Save the form as .xlsx and send it again."))
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = archive.infolist()
        _check_parts(parts)
        counted = [0, 0]
        sheets = 0
        for part in parts:
            if not part.filename.lower().endswith((".xml", ".rels", ".vml")):
                continue
            is_sheet = part.filename.lower().startswith("xl/worksheets/") and part.filename.endswith(".xml")
            sheets += is_sheet
            with archive.open(part) as stream:
                _walk(stream, counted if is_sheet else None)
        if sheets > MOST_SHEETS:
            raise FormRefused("", None, "", _("The workbook has more than 100 sheets."))


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


def _walk(stream, counted: list[int] | None) -> None:
    """Read one part as a stream; refuse a document type. In a sheet, count rows and cells and check their places.

    A row may claim any number: a reader that fills the gaps would make a million rows out of one.
    """
    first = True
    for _event, element in etree.iterparse(stream, events=("start", "end"), resolve_entities=False,
                                          no_network=True, load_dtd=False, huge_tree=False):
        if first:
            if element.getroottree().docinfo.doctype:
                raise FormRefused("", None, "", _("This file cannot be read as an XLSX workbook."))
            first = False
        if _event == "start":
            if counted is not None:
                _count(element, counted)
            elif element.get("ContentType", "").lower().find("macroenabled") >= 0:
                raise FormRefused("", None, "", _("The workbook holds macros. Save it as .xlsx without macros."))
        else:
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def _count(element, counted: list[int]) -> None:
    kind = etree.QName(element).localname
    if kind == "row":
        counted[0] += 1
        if counted[0] > MOST_ROWS or int(element.get("r", 0)) > MOST_ROWS:
            raise FormRefused("", None, "", _("The workbook has more than 20,000 rows. Delete the empty ones."))
    elif kind == "c":
        counted[1] += 1
        if counted[1] > MOST_CELLS or _column(element.get("r", "").rstrip("0123456789")) > MOST_COLUMNS:
            raise FormRefused("", None, "", _("A sheet has more than 300 columns, or too many cells."))


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper()[:4]:
        number = number * 26 + ord(letter) - 64
    return number


def _sheets(workbook: bytes) -> dict[str, Sheet]:
    book = openpyxl.load_workbook(io.BytesIO(workbook), read_only=True, data_only=True, keep_links=False)
    sheets = {}
    for name in book.sheetnames[:MOST_SHEETS]:
        page = book[name]
        page.reset_dimensions()  # the stated size is the writer's word; the counted one is ours
        heads: list[str] = []
        rows = []
        for number, cells in enumerate(page.iter_rows(values_only=True), start=1):
            texts = ["" if value is None else str(value).strip() for value in cells]
            if number == 1:
                heads = texts
            elif any(texts):
                rows.append(Row(number, {head: text for head, text in zip(heads, texts, strict=False) if head}))
        sheets[name.lower()] = Sheet(name, [head for head in heads if head], rows)
    book.close()
    return sheets
