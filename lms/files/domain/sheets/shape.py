"""What a read sheet is, and the limits that hold for every kind of file, each with its sentence."""

from dataclasses import dataclass, field

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from lms.files.domain.refusal import UploadRefused

MOST_ROWS = 20_000
MOST_COLUMNS = 100
LONGEST_CELL = 10_000
MOST_UNPACKED = 64 * 1024 * 1024  # bytes of a workbook's parts


@dataclass(frozen=True, slots=True)
class Row:
    """One filled row. number: as the person sees it in the sheet, from 1, headings included.

    values: one text for each heading of the sheet, "" where the cell is empty.
    """

    number: int
    values: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A whole sheet as text. header[i] belongs to values[i] of every row and may be "" (a column without heading).

    encoding: how a CSV was read (a key of ENCODING_LABELS), None for XLSX. encodings: others that also give
    plausible text, best first, for the person to choose. notes: sentences for the person, in the active language.
    """

    name: str
    header: list[str]
    rows: list[Row]
    encoding: str | None = None
    encodings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Area:
    """A merged area; all four from 0, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        return f"{column_letter(self.left)}{self.top + 1}:{column_letter(self.right)}{self.bottom + 1}"


def column_letter(index: int) -> str:
    """The letters of a column as a sheet shows them. index: its place in `header` and `values`, from 0 ("A")."""
    letters = ""
    index += 1
    while index > 0:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def grouped(number: int) -> str:
    """A whole number as the active language writes it, with thousands apart."""
    return number_format(number, force_grouping=True)


def too_many_rows(most_rows: int) -> UploadRefused:
    return UploadRefused(_("The sheet has more than %(limit)s rows. Delete the empty rows, or split the list and send "
                           "the parts one by one.") % {"limit": grouped(most_rows)})


def too_large(most_rows: int) -> UploadRefused:
    return UploadRefused(_("The file unfolds to more than can be read at once: at most %(rows)s rows and %(megabytes)s "
                           "MB. Delete what is not needed, or split the list and send the parts one by one.")
                         % {"rows": grouped(most_rows), "megabytes": MOST_UNPACKED // 1024 ** 2})


def too_wide(cell: str) -> UploadRefused:
    return UploadRefused(_("The sheet reaches to cell %(cell)s. At most %(limit)s columns are read: delete the others.")
                         % {"cell": cell, "limit": MOST_COLUMNS})
