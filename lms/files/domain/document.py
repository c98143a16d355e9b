"""The guard of documents that everyone may load: a PDF, a picture, a Word text or slides, told by content and not by name.

A document is kept and handed out, never opened here; so what counts is that it is what it says, and runs nothing.
"""

import io
import re
import zipfile

from django.utils.translation import gettext_lazy as _

from lms.files.domain.guard import SIGNATURES, Checked, UploadRefused

MOST_BYTES = 20 * 1024 * 1024
MOST_PARTS = 3000
OFFICE = {
    "word/document.xml": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
    "ppt/presentation.xml": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", ".pptx")}
RUNS = re.compile(r"vba|activex|embeddings/|\.(bin|exe|js|jar|hta|ps1|scr|swf)$", re.I)
LOCKED = 0x1 | 0x40 | 0x2000


def check_document(*, content: bytes, name: str) -> Checked:
    """A document of at most 20 MB. `name` is what the person called it; it is not believed. Raises UploadRefused."""
    if not content:
        raise UploadRefused(_("The file is empty. Choose another one."))
    if len(content) > MOST_BYTES:
        raise UploadRefused(_("The file is larger than 20 MB. Make it smaller, or give the address where it stands."))
    for signature, (content_type, suffix) in SIGNATURES.items():
        if content.startswith(signature):
            return Checked(content, content_type, f"document{suffix}")
    if content.startswith(b"PK\x03\x04"):
        content_type, suffix = _office(content)
        return Checked(content, content_type, f"document{suffix}")
    raise _unknown()


def type_of(head: bytes) -> tuple[str, str]:
    """Type and ending of a kept document from its first bytes; an office document's is told by its parts (`office_type`)."""
    return next((found for signature, found in SIGNATURES.items() if head.startswith(signature)),
                ("application/octet-stream", ""))


def office_type(file) -> tuple[str, str]:
    """Type and ending of a kept office document, which has passed the guard."""
    with zipfile.ZipFile(file) as archive:
        names = set(archive.namelist())
    return next((found for part, found in OFFICE.items() if part in names), ("application/octet-stream", ""))


def _office(content: bytes) -> tuple[str, str]:
    if content.count(b"PK\x01\x02") > MOST_PARTS:  # before the directory is read: each entry costs a kilobyte
        raise _unknown()
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except Exception as error:  # a hostile file may break a library in any way; each of them is a refusal
        raise _unknown() from error
    names = {part.filename for part in parts}
    if any(part.flag_bits & LOCKED for part in parts):
        raise UploadRefused(_("The document is locked with a password. Save it without one."))
    if any(RUNS.search(name) for name in names):
        raise UploadRefused(_("The document holds macros or other files. Save it as PDF and send that."))
    found = [kind for part, kind in OFFICE.items() if part in names]
    if "[Content_Types].xml" not in names or len(found) != 1 or len(names) < len(parts):
        raise _unknown()
    return found[0]


def _unknown() -> UploadRefused:
    return UploadRefused(_("Only PDF, Word (.docx), PowerPoint (.pptx), JPEG and PNG files can be kept here."))
