"""Every upload is hostile until proven. What passes here is of a known type, by content and not by name."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from lms.files.domain.refusal import UploadRefused
from lms.files.domain.sheets.archive import opened
from lms.files.domain.sheets.encodings import choose
from lms.files.domain.sheets.reading import kind_of

SIGNATURES = {b"%PDF-": ("application/pdf", ".pdf"), b"\xff\xd8\xff": ("image/jpeg", ".jpg"),
              b"\x89PNG\r\n\x1a\n": ("image/png", ".png")}
SHEETS = {"csv": ("text/csv", ".csv"),
          "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx")}
MOST_BYTES = 5 * 1024 * 1024

__all__ = ["MOST_BYTES", "SIGNATURES", "Checked", "UploadRefused", "check_scan", "check_sheet"]


@dataclass(frozen=True)
class Checked:
    content: bytes
    content_type: str
    name: str


def check_scan(*, content: bytes, name: str) -> Checked:
    """A scan or photo: PDF, JPEG or PNG of at most 5 MB. Raises UploadRefused with what to do."""
    if not content:
        raise UploadRefused(_("The file is empty. Choose another one."))
    if len(content) > MOST_BYTES:
        raise UploadRefused(_("The file is larger than 5 MB. Make the scan smaller and send it again."))
    for signature, (content_type, suffix) in SIGNATURES.items():
        if content.startswith(signature):
            return Checked(content, content_type, _stem(name, "scan") + suffix)
    raise UploadRefused(_("Only PDF, JPEG and PNG files can be kept here. Save the scan as one of them."))


def check_sheet(*, content: bytes, name: str) -> Checked:
    """A list: CSV or XLSX of at most 10 MB, fit to be kept. Raises UploadRefused with what to do.

    An XLSX has passed the guard of archives; a CSV is text in an encoding that can be told. Whether rows can be read
    from it, and how many, is for `sheets.read` to say.
    """
    kind = kind_of(content)
    if kind == "xlsx":
        opened(content=content).close()
    else:
        choose(content)
    content_type, suffix = SHEETS[kind]
    return Checked(content, content_type, _stem(name, "list") + suffix)


def _stem(name: str, otherwise: str) -> str:
    """The person's name for the file without its ending and without what could mean something to a program."""
    stem = "".join(c for c in name.rpartition(".")[0] or name if c.isalnum() or c in " -_")[:80].strip()
    return stem or otherwise
