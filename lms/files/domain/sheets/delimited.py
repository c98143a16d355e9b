"""Reads lists of plain text (CSV): their encoding, what stands between their cells, then their rows."""

import csv
import io
import itertools
from collections.abc import Iterator

from django.utils.translation import gettext as _

from lms.files.domain.refusal import UploadRefused
from lms.files.domain.sheets.encodings import LABELS, Choice, choose, decoded
from lms.files.domain.sheets.gathering import Gathering
from lms.files.domain.sheets.shape import LONGEST_CELL, MOST_COLUMNS, Sheet, grouped, too_wide

DELIMITERS = ",;\t"
LOOKED_AT = 30  # lines from which the delimiter is told
LONGEST_LINE = MOST_COLUMNS * LONGEST_CELL


def read_csv(*, content: bytes, name: str, most_rows: int, encoding: str) -> Sheet:
    """All rows of a list. name: of the file. encoding: a key of LABELS, "" to let us tell. Raises UploadRefused."""
    choice = _as_told(content, encoding) if encoding else choose(content)
    lines = _lines(decoded(content, choice.encoding))
    opening = list(itertools.islice(lines, LOOKED_AT))
    told = opening[0].strip().lower() if opening else ""
    if told.startswith("sep=") and told[4:] in (",", ";", ""):  # a line that Excel reads and does not show
        delimiter = told[4:] or "\t"
        opening = opening[1:]
    else:
        delimiter = _delimiter(opening)
    gathering = Gathering(most_rows=most_rows, in_csv=True)
    rows = csv.reader(itertools.chain(opening, lines), delimiter=delimiter)
    number = width = 0
    try:
        for number, cells in enumerate(rows, start=1):
            while cells and not cells[-1].strip():
                cells.pop()
            if len(cells) > MOST_COLUMNS:
                raise too_wide(f"…{number}") if not width else _shifted(number)
            if width and len(cells) > width:
                raise _shifted(number)
            gathering.take(number, [gathering.text(cell, number=number, index=index) if cell else ""
                                    for index, cell in enumerate(cells)])
            width = width or len(cells)
    except csv.Error as error:  # only a cell beyond csv's own limit is left to go wrong
        raise _endless(number + 1) from error
    return gathering.sheet(name=name, encoding=choice.encoding, encodings=choice.others)


def _as_told(content: bytes, encoding: str) -> Choice:
    """The encoding that a person chose, if the file can be read in it at all."""
    if encoding in LABELS:
        try:
            for _piece in decoded(content, encoding):
                pass
            return Choice(encoding, [])
        except UnicodeError:
            pass
    raise UploadRefused(_("The file holds no text in %(encoding)s. Choose another encoding.")
                        % {"encoding": LABELS.get(encoding, encoding[:20])})


def _lines(pieces: Iterator[str]) -> Iterator[str]:
    """Whole lines, each ended by \\n, however the file ends them. A line has a limit, so memory has one."""
    newlines = io.IncrementalNewlineDecoder(None, translate=True)
    rest = ""
    number = 0
    for piece in pieces:
        *whole, rest = (rest + newlines.decode(piece)).split("\n")
        for line in whole:
            number += 1
            yield line + "\n"
        if len(rest) > LONGEST_LINE:
            raise _endless(number + 1)
    rest = rest.rstrip("\x1a")  # the end mark of old programs
    if rest:
        yield rest


def _delimiter(lines: list[str]) -> str:
    """The one that gives the most rows as many cells as the first row has, and most cells among equals."""
    def fit(delimiter: str) -> tuple[float, int]:
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
        except csv.Error:
            return 0, 0
        if not widths or widths[0] < 2:
            return 0, 0
        return sum(width == widths[0] for width in widths) / len(widths), widths[0]
    return max(DELIMITERS, key=fit)


def _shifted(number: int) -> UploadRefused:
    return UploadRefused(_("Row %(row)s has more cells than there are headings. Look for a comma or semicolon inside a "
                           "text, and put that text in quotation marks.") % {"row": number})


def _endless(number: int) -> UploadRefused:
    return UploadRefused(_("In row %(row)s a cell has more than %(limit)s characters. Look for a quotation mark that is "
                           "not closed.") % {"row": number, "limit": grouped(LONGEST_CELL)})
