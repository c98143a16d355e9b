"""Reads an XLSX workbook: which sheets it shows, how its cells show dates, its shared texts, then the first sheet
that holds something."""

import posixpath
import zipfile
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext as _
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

from lms.files.domain.sheets.archive import opened
from lms.files.domain.sheets.cells import CellReader, Glance
from lms.files.domain.sheets.gathering import Gathering, named
from lms.files.domain.sheets.markup import Reader, walk
from lms.files.domain.sheets.shape import Sheet
from lms.files.domain.sheets.shared import StringReader, Texts

# Number formats that Chinese (27-36, 50-58) and Thai (71-81) programs use without writing them down: ECMA-376, 18.8.30.
DATES_UNWRITTEN = frozenset([*range(27, 37), *range(50, 59), *range(71, 82)])

Walked = TypeVar("Walked", bound=Reader)


@dataclass(frozen=True)
class Tab:
    name: str
    hidden: bool
    relation: str


def read_xlsx(*, content: bytes, most_rows: int) -> Sheet:
    """The first visible sheet with content. Raises UploadRefused, or anything at all on a damaged part."""
    archive = opened(content=content, most_rows=most_rows)
    root = _relations(archive, "")
    main = next((target for kind, target in root.values() if kind == "officeDocument"), "")
    book = _walked(archive, main, _Book())
    parts = _relations(archive, main)
    texts = Texts(gathering=Gathering(most_rows=most_rows))
    for kind, target in parts.values():
        if kind == "styles":
            texts.dates = _walked(archive, target, _Styles()).dates
        elif kind == "sharedStrings":
            _walked(archive, target, StringReader(texts))
    texts.from_1904 = book.from_1904
    shown = [(tab.name, parts[tab.relation][1]) for tab in book.tabs
             if not tab.hidden and parts.get(tab.relation, ("",))[0] == "worksheet"]
    first = ""
    filled = 0
    notes: list[str] = []
    for name, target in shown:
        if not first:
            reader = _walked(archive, target, CellReader(texts))
            if texts.gathering.rows:
                first, filled = name, 1
                if reader.unsolved:
                    notes.append(_("These cells hold a formula without a result: %(cells)s. Type the values in their place.")
                                 % {"cells": named(reader.unsolved)})
        else:
            filled += _walked(archive, target, Glance(texts)).filled
    if filled > 1:
        notes.append(_("%(count)s sheets of the file hold something. Only “%(name)s” was read.")
                     % {"count": filled, "name": first})
    return texts.gathering.sheet(name=first, notes=notes)


def _walked(archive: zipfile.ZipFile, name: str, reader: Walked) -> Walked:
    with archive.open(name) as stream:
        walk(stream, reader)
    return reader


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """What a part refers to inside the workbook, by id: the last word of the kind, and the name of the other part."""
    folder, _slash, name = part.rpartition("/")
    found = _walked(archive, posixpath.join(folder, "_rels", f"{name}.rels"), _Relations()).found
    names = {known.lower(): known for known in archive.namelist()}  # part names differ in case from program to program
    return {key: (kind, names.get(posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/").lower(), ""))
            for key, kind, target in found}


class _Relations(Reader):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "Relationship" and given.get("TargetMode", "").lower() != "external":
            self.found.append((given["Id"], given["Type"].rpartition("/")[2], given["Target"]))


class _Book(Reader):
    """The tabs in their order, and whether days are counted from 1904."""

    def __init__(self) -> None:
        super().__init__()
        self.tabs: list[Tab] = []
        self.from_1904 = False

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "workbookPr":
            self.from_1904 = given.get("date1904") in ("1", "true")
        elif name == "sheet":
            relation = next((value for key, value in given.items() if key.rpartition(":")[2] == "id"), "")
            self.tabs.append(Tab(given["name"], given.get("state", "visible") != "visible", relation))


class _Styles(Reader):
    """Which of the cell styles show a number as a date."""

    def __init__(self) -> None:
        super().__init__()
        self.formats: dict[int, str] = {}
        self.dates: set[int] = set()
        self.inside = False
        self.seen = 0

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "numFmt":
            self.formats[int(given["numFmtId"])] = given["formatCode"][:255]
        elif name == "cellXfs":
            self.inside = True
        elif name == "xf" and self.inside:
            if self._is_date(int(given.get("numFmtId", 0))):
                self.dates.add(self.seen)
            self.seen += 1

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self.inside = False

    def _is_date(self, number: int) -> bool:
        shape = self.formats.get(number, BUILTIN_FORMATS.get(number))
        if shape is None:
            return number in DATES_UNWRITTEN
        return is_date_format(shape) and not is_timedelta_format(shape)
