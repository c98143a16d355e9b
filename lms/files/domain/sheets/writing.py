"""Writes lists that can be opened without harm: no text in them can run, in Excel or LibreOffice.

A cell that begins with = + - @ or a tab is a formula to a sheet program, and what stands in ours was typed by
strangers. An apostrophe before it makes it text; `read` takes it off again.
"""

import csv
import io
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from lms.files.domain.sheets.text import harmless

ROWS_AT_ONCE = 500
LARGEST = 10 ** 15  # a whole number from here on loses digits in a sheet, so it is written as text
LONGEST = 32_767  # characters that XLSX can hold in a cell
NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def write_csv(rows: Iterable[Sequence[Any]], *, header: Sequence[Any]) -> Iterator[bytes]:
    """The list in pieces, for a streamed answer: UTF-8 with byte order mark, CRLF, every text in quotation marks.

    Where a semicolon parts cells (Vietnamese settings), `a;=1+1` would be two cells: such places are guarded too.
    """
    yield b"\xef\xbb\xbf"
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([harmless(str(heading), in_csv=True) for heading in header])
    waiting = 0
    for row in rows:
        writer.writerow([_plain(value) for value in row])
        waiting += 1
        if waiting == ROWS_AT_ONCE:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
            waiting = 0
    yield buffer.getvalue().encode()


def write_xlsx(rows: Iterable[Sequence[Any]], *, header: Sequence[Any], title: str, to: IO[bytes] | None = None,
               widths: Sequence[int] = ()) -> bytes:
    """The list as a workbook of one sheet; rows are written as they come, so memory does not grow with them.

    Texts are text cells, numbers numbers, dates dates. With `widths`, in letters, columns are that wide and long texts
    wrap. Gives the file, or b"" when it went into the open file `to`.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(NOT_IN_TITLES.sub(" ", title).strip().strip("'")[:31].strip() or "Sheet1")
    sheet.freeze_panes = "A2"
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.append([_cell(sheet, str(heading), bold=True) for heading in header])
    for row in rows:
        sheet.append([_cell(sheet, value, wrapped=bool(widths)) for value in row])
    target = to if to is not None else io.BytesIO()
    book.save(target)
    return target.getvalue() if isinstance(target, io.BytesIO) and to is None else b""


def _value(value: Any, *, in_csv: bool = False) -> bool | int | float | Decimal | date | str | None:
    """A number, a truth, a day or a moment as it is; everything else as harmless text; None for nothing."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value) if abs(value) < LARGEST else str(int(value))
    if isinstance(value, float | Decimal):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime):
        return value if value.tzinfo is None else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value
    if isinstance(value, time):
        return value.isoformat("minutes")
    return harmless(str(value), in_csv=in_csv) or None


def _plain(value: Any) -> Any:
    """For CSV: a number, or text."""
    kept = _value(value, in_csv=True)
    if kept is None:
        return ""
    if isinstance(kept, bool):
        return "TRUE" if kept else "FALSE"
    if isinstance(kept, datetime):
        return kept.date().isoformat() if kept.time() == time() else kept.isoformat(" ", "minutes")
    return kept.isoformat() if isinstance(kept, date) else kept


def _cell(sheet: Any, value: Any, *, bold: bool = False, wrapped: bool = False) -> Any:
    """For XLSX: a cell whose kind is set by us, never told from its text."""
    kept = _value(value)
    if not isinstance(kept, str):
        return kept
    cell = WriteOnlyCell(sheet)
    cell.value = kept[:LONGEST]
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    if wrapped:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell
