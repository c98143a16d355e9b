"""The guard before any workbook is opened: a zip is counted, named, typed and unfolded once before it is believed.

Limits are counts and bytes, not seconds, so that the answer is the same on a busy machine.
"""

import io
import re
import stat
import struct
import zipfile

from django.utils.translation import gettext as _

from lms.files.domain.refusal import UploadRefused
from lms.files.domain.sheets.markup import BrokenMarkup, Reader, check_opening, walk
from lms.files.domain.sheets.shape import MOST_ROWS, MOST_UNPACKED, too_large

MOST_PARTS = 500
MOST_RATIO = 200  # unpacked to packed, for a part of more than 1 MiB
LONGEST_NAME = 200
CHUNK = 64 * 1024
LOCAL = struct.Struct("<4sHHHHHIIIHH")
LOCKED = 0x1 | 0x40 | 0x2000  # flag bits: encrypted, strongly encrypted, directory masked
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACROS = re.compile(r"vba|jsaproject|macrosheets|dialogsheets", re.I)
FOREIGN = re.compile(r"externallinks?/|embeddings/|activex|connections\.xml|querytables?/|xl/model/|webextensions?/", re.I)
ORDINARY = re.compile(r"\.(xml|rels|vml|png|jpe?g|gif|bmp|tiff?|emf|wmf|wdp|svg|odttf)$|(printersettings|customproperty)\d*\.bin$", re.I)
MARKUP = re.compile(r"\.(xml|rels|vml)$", re.I)


def opened(*, content: bytes, most_rows: int = MOST_ROWS, main_type: str = MAIN_TYPE) -> zipfile.ZipFile:
    """The workbook's zip, checked through. Raises UploadRefused with what to do.

    most_rows is only named in the sentence about size; main_type is what it must hold, so that another office file may
    pass the same guard. After this every part is known to be of the size that the directory says, to pass its checksum,
    and, if it is XML, to begin without a document type.
    """
    if content.count(b"PK\x01\x02") > MOST_PARTS:  # before the directory is read: each entry costs a kilobyte
        raise too_large(most_rows)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
        _check_names(parts)
        _check_sizes(parts, most_rows)
        _check_places(content, archive)
        _unfold(archive, parts, most_rows)
        _check_types(archive, main_type)
        return archive
    except UploadRefused:
        raise
    except Exception as error:  # a hostile file may break a library in any way; each of them is a refusal
        raise damaged() from error


def damaged() -> UploadRefused:
    return UploadRefused(_("This file cannot be read as an XLSX workbook. Open the list, save it again as .xlsx and "
                           "send that."))


def not_a_sheet() -> UploadRefused:
    return UploadRefused(_("Only CSV and XLSX files can be read here. Open the list and save it as one of them."))


def locked() -> UploadRefused:
    return UploadRefused(_("The workbook is locked with a password. Save it without one."))


def macros() -> UploadRefused:
    return UploadRefused(_("The workbook holds macros. Save it as .xlsx without macros."))


def draws_on_others() -> UploadRefused:
    return UploadRefused(_("The workbook draws on other files. Copy the values into it instead."))


def _check_names(parts: list[zipfile.ZipInfo]) -> None:
    names = {part.filename.lower() for part in parts}
    if "[content_types].xml" not in names:
        raise not_a_sheet()
    if len(parts) > MOST_PARTS or len(names) < len(parts):
        raise damaged()
    for part in parts:
        name = part.filename
        steps = name.rstrip("/").split("/")
        if (len(name) > LONGEST_NAME or not name.isprintable() or "\\" in name or ":" in name or name != part.orig_filename
                or any(step in ("", ".", "..") for step in steps) or stat.S_ISLNK(part.external_attr >> 16)):
            raise damaged()
        if part.flag_bits & LOCKED:
            raise locked()
        if MACROS.search(name):
            raise macros()
        if FOREIGN.search(name):
            raise draws_on_others()
        if name.lower() == "xl/workbook.bin":
            raise not_a_sheet()
        if not (ORDINARY.search(name) or (name.endswith("/") and not part.file_size)):
            raise damaged()


def _check_sizes(parts: list[zipfile.ZipInfo], most_rows: int) -> None:
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise too_large(most_rows)
    for part in parts:
        if part.file_size > 1024 ** 2 and part.file_size > MOST_RATIO * part.compress_size:
            raise too_large(most_rows)
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged()


def _check_places(content: bytes, archive: zipfile.ZipFile) -> None:
    """No two entries share bytes, and what stands before each entry says the same as the directory."""
    end = 0
    for part in sorted(archive.infolist(), key=lambda part: part.header_offset):
        signature, _version, flags, method, *_rest, name_length, extra_length = LOCAL.unpack_from(
            content, part.header_offset)
        start = part.header_offset + LOCAL.size
        if flags & LOCKED:
            raise locked()
        if (signature != b"PK\x03\x04" or part.header_offset < end or method != part.compress_type):
            raise damaged()
        end = start + name_length + extra_length + part.compress_size
    if end > archive.start_dir:
        raise damaged()


def _unfold(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], most_rows: int) -> None:
    """Unpack everything once and keep nothing: zipfile stops at the size that the directory claims and compares
    the checksum there, so a directory that lies is found out."""
    unpacked = 0
    for part in parts:
        before = unpacked
        with archive.open(part) as stream:
            piece = stream.read(CHUNK)
            if MARKUP.search(part.filename):
                try:
                    check_opening(piece)
                except BrokenMarkup as error:
                    raise damaged() from error
            while piece:
                unpacked += len(piece)
                if unpacked > MOST_UNPACKED:
                    raise too_large(most_rows)
                piece = stream.read(CHUNK)
        if unpacked - before != part.file_size:
            raise damaged()


class _Types(Reader):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def start(self, name: str, given: dict[str, str]) -> None:
        self.found.add(given.get("ContentType", "").lower())


class _Links(Reader):
    def start(self, name: str, given: dict[str, str]) -> None:
        """A link that a person clicks is text; anything else that is fetched from outside is not."""
        if given.get("TargetMode", "").lower() == "external" and not given.get("Type", "").endswith("/hyperlink"):
            raise draws_on_others()


def _check_types(archive: zipfile.ZipFile, main_type: str) -> None:
    for part in archive.namelist():
        if part.lower() == "[content_types].xml":
            types = _Types()
            with archive.open(part) as stream:
                walk(stream, types)
            if any("macroenabled" in found or "vbaproject" in found for found in types.found):
                raise macros()
            if main_type not in types.found:
                raise not_a_sheet()
        elif part.lower().endswith(".rels"):
            with archive.open(part) as stream:
                walk(stream, _Links())
