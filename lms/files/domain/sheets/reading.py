"""The one door for reading a list: tells the kind by content, and turns whatever goes wrong into a sentence."""

import re

from django.utils.translation import gettext as _

from lms.files.domain.refusal import UploadRefused
from lms.files.domain.sheets.archive import damaged, locked, not_a_sheet
from lms.files.domain.sheets.delimited import read_csv
from lms.files.domain.sheets.encodings import unreadable
from lms.files.domain.sheets.shape import MOST_ROWS, Sheet
from lms.files.domain.sheets.workbook import read_xlsx

MOST_BYTES = 10 * 1024 * 1024
OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
LOCKED_OFFICE = "EncryptedPackage".encode("utf-16-le")
MARKUP = re.compile(rb"(\xef\xbb\xbf)?\s*(<[!?a-zA-Z]|%PDF-|\{\\rtf)")


def kind_of(content: bytes) -> str:
    """ "xlsx" or "csv", by content alone. Raises UploadRefused for an empty or too large file and for other kinds."""
    if not content:
        raise UploadRefused(_("The file is empty. Choose another one."))
    if len(content) > MOST_BYTES:
        raise UploadRefused(_("The file is larger than %(megabytes)s MB. Split the list and send the parts one by one.")
                            % {"megabytes": MOST_BYTES // 1024 ** 2})
    if content.startswith(OLD_OFFICE):
        if LOCKED_OFFICE in content:
            raise locked()
        raise UploadRefused(_("This is a file of the old kind (.xls). Open it, save it as .xlsx and send that."))
    if content.startswith(b"PK"):
        return "xlsx"
    if MARKUP.match(content[:1024]):
        raise not_a_sheet()
    return "csv"


def read(*, content: bytes, name: str, most_rows: int = MOST_ROWS, encoding: str = "") -> Sheet:
    """The whole list as text. Raises UploadRefused with a sentence for the person, and nothing else.

    content: the file, at most 10 MB. name: what the person calls it; a CSV has no other name. most_rows: rows below
    the headings. encoding: for a CSV, a key of ENCODING_LABELS if the person chose one.
    """
    kind = kind_of(content)
    try:
        if kind == "xlsx":
            return read_xlsx(content=content, most_rows=most_rows)
        return read_csv(content=content, name=name[:120], most_rows=most_rows, encoding=encoding)
    except UploadRefused:
        raise
    except Exception as error:  # a hostile file may break a library in any way; each of them is a refusal
        raise (damaged() if kind == "xlsx" else unreadable()) from error
