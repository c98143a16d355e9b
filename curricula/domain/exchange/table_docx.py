"""A Word table of two texts side by side, with the part and a code behind them: working groups use Word.

A paragraph is a paragraph there, bold is bold, and the lists that Word makes of "- " are read as lists.
"""

import io
import re
import zipfile
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from curricula.domain import light
from curricula.domain.exchange.segments import CODE, MOST_ROWS, OF_MODULE, Incoming, Outgoing, Row, Segment
from curricula.domain.exchange.table_xlsx import headed, lost_heading
from curricula.domain.units import Written
from lms.files.domain.refusal import UploadRefused
from lms.files.domain.sheets.archive import opened
from lms.files.domain.sheets.markup import Reader, walk
from lms.look.domain.nav import html_language

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WIDTHS = (Mm(110), Mm(110), Mm(37))
BODY, NUMBERING = "word/document.xml", "word/numbering.xml"


# --- out --------------------------------------------------------------------------------------------------------------

def write(out: Outgoing) -> bytes:
    document = Document()
    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    page.left_margin = page.right_margin = Mm(20)
    page.top_margin = page.bottom_margin = Mm(17)
    document.add_heading(out.title, 1)
    document.add_paragraph(_("Write in the second column only. An empty line is not needed between paragraphs. Begin a point of "
                             "a list with “- ”. Leave the third column as it is: it says which part a row is."))
    table = document.add_table(rows=0, cols=3, style="Table Grid")
    table.autofit = False
    _row(table, [headed(out.source_language), headed(out.language), out.mark], head=True)
    for one in out.segments:
        cells = _row(table, ["", "", f"{one.part}: {one.label}"])
        _fill(cells[0], one, one.source, out.source_language)
        _fill(cells[1], one, one.target, out.language)
        _small(cells[2].add_paragraph().add_run(one.code))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _row(table, texts: list[str], *, head: bool = False) -> tuple:
    """A row, kept whole on its page where it fits; a head row is repeated on every page."""
    row = table.add_row()
    cells = row.cells
    for cell, text, width in zip(cells, texts, WIDTHS, strict=True):
        cell.width = width
        run = cell.paragraphs[0].add_run(text)
        run.bold = head or None
        if cell is cells[2]:
            _small(run)
    if head:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    return cells


def _small(run) -> None:
    run.font.size = Pt(7)


def _fill(cell, one: Segment, text: str, language: str) -> None:
    """A text as Word paragraphs; formatted text with its bold words bold."""
    rich = one.how is Written.RICH
    for at, paragraph in enumerate(light.paragraphs(text) if rich else text.split("\n")):
        here = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
        for line_at, line in enumerate(paragraph.split("\n")):
            if line_at:
                here.add_run().add_break()
            for words, bold in light.runs(line) if rich else [(line, False)]:
                run = here.add_run(words)
                if bold:
                    run.bold = run.font.cs_bold = True
                _speak(run, language)


def _speak(run, language: str) -> None:
    """Set the language, so that Word checks the spelling of the right one."""
    spoken = OxmlElement("w:lang")
    for kind in ("val", "bidi", "eastAsia"):
        spoken.set(qn(f"w:{kind}"), html_language(language))
    run._r.get_or_add_rPr().append(spoken)


# --- in ---------------------------------------------------------------------------------------------------------------

def read(content: bytes) -> Incoming:
    """Raises UploadRefused for what cannot be read safely and for a document without our table."""
    try:
        archive = opened(content=content, most_rows=MOST_ROWS, main_type=WORD)
        numbering = _walked(archive, NUMBERING, _Numbering()) if NUMBERING in archive.namelist() else _Numbering()
        tables = _walked(archive, BODY, _Tables(numbering))
    except Exception as error:  # a hostile file may break a reader in any way; each of them is a refusal
        raise UploadRefused(_("This Word file cannot be read. Save it again as .docx, without macros, without a password and "
                              "without content from other files, and send that.")) from error
    mark, rows = None, []
    for number, cells in enumerate(tables.rows, 1):
        last = cells[-1].plain if cells else ""
        found = OF_MODULE.search(last)
        if found and mark is None:
            mark = found
        elif mark is not None and not found:
            rows.append(_row_of(number, cells, CODE.search(last)))
    if mark is None:
        raise lost_heading()
    return Incoming(mark[1], mark[2], rows)


def _row_of(number: int, cells: list["_Cell"], code: re.Match | None) -> Row:
    whole = len(cells) == 3 and code is not None
    return Row(place=_("row %(number)s") % {"number": number}, id=code[1] if code else "",
               target=cells[1].plain if len(cells) > 1 else "", rich=cells[1].rich if len(cells) > 1 else "",
               source_digest=code[2] if code else "", own_digest=code[3] if code else "",
               broken="" if whole else _("The row has lost a cell or its code."))


def _walked(archive: zipfile.ZipFile, name: str, reader):
    with archive.open(name) as stream:
        walk(stream, reader)
    return reader


@dataclass
class _Paragraph:
    """Pieces of text with their boldness; `mark` is what a list of Word puts before it."""

    pieces: list[tuple[str, bool]] = field(default_factory=list)
    mark: str = ""

    @property
    def plain(self) -> str:
        return "".join(text for text, _bold in self.pieces)

    @property
    def light(self) -> str:
        """With `**` around what is bold, line by line; a bold space alone is none."""
        lines: list[list[tuple[str, bool]]] = [[]]
        for text, bold in self.pieces:
            first, *rest = text.split("\n")
            lines[-1].append((first, bold))
            lines += [[(line, bold)] for line in rest]
        return self.mark + "\n".join(self._line(line) for line in lines)

    @staticmethod
    def _line(pieces: list[tuple[str, bool]]) -> str:
        written, on = "", False
        for text, bold in pieces:
            if text and bold != on and (text.strip() or on):
                written, on = f"{written}**", bold
            written += text
        return written + ("**" if on else "")


@dataclass
class _Cell:
    paragraphs: list[_Paragraph] = field(default_factory=list)

    @property
    def plain(self) -> str:
        return "\n".join(one.plain for one in self.paragraphs).strip()

    @property
    def rich(self) -> str:
        return light.joined(one.light for one in self.paragraphs if one.plain.strip())


class _Numbering(Reader):
    """Which numberings of the document are bullets: `numbers` knows those that are not."""

    def __init__(self) -> None:
        super().__init__()
        self.numbered: set[str] = set()
        self.abstract: dict[str, set[str]] = {}
        self.here = ""
        self.number = ""

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "abstractNum":
            self.here = given.get("w:abstractNumId", "")
            self.abstract[self.here] = set()
        elif name == "numFmt" and self.here and given.get("w:val") not in ("bullet", "none"):
            self.abstract[self.here].add("numbered")
        elif name == "num":
            self.number, self.here = given.get("w:numId", ""), ""
        elif name == "abstractNumId" and self.abstract.get(given.get("w:val", "")):
            self.numbered.add(self.number)

    def mark(self, number: str, level: int) -> str:
        return "  " * min(level, light.DEEPEST) + ("1. " if number in self.numbered else "- ")


class _Tables(Reader):
    """The rows of all tables, cell by cell. Deleted text and what stands twice for old programs is passed over."""

    UNSEEN = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "txbxContent"})

    def __init__(self, numbering: _Numbering) -> None:
        super().__init__()
        self.numbering = numbering
        self.rows: list[list[_Cell]] = []
        self.tables = self.unseen = 0
        self.paragraph: _Paragraph | None = None
        self.bold = self.texting = self.run = False
        self.level = 0

    def start(self, name: str, given: dict[str, str]) -> None:
        on = given.get("w:val", "1") not in ("0", "false", "off", "none")
        if name in self.UNSEEN:
            self.unseen += 1
        elif name == "tbl":
            self.tables += 1
        elif name == "tr" and self.tables == 1:
            self.rows.append([])
            if len(self.rows) > MOST_ROWS:
                raise ValueError("too many rows")
        elif name == "tc" and self.tables == 1:
            self.rows[-1].append(_Cell())
        elif name == "p" and self.tables and self.rows and self.rows[-1]:
            self.paragraph, self.level = _Paragraph(), 0
            self.rows[-1][-1].paragraphs.append(self.paragraph)
        elif name == "r":
            self.run, self.bold = True, False
        elif name in ("b", "bCs") and self.run:
            self.bold = self.bold or on
        elif name == "ilvl":
            self.level = int(given.get("w:val", "0"))
        elif name == "numId" and self.paragraph and given.get("w:val", "0") != "0":
            self.paragraph.mark = self.numbering.mark(given["w:val"], self.level)
        elif name == "t":
            self.texting = True
        elif name in ("br", "cr", "tab", "noBreakHyphen") and self.run:
            self.add({"tab": " ", "noBreakHyphen": "-"}.get(name, "\n"))

    def text(self, data: str) -> None:
        if self.texting:
            self.add(data)

    def add(self, text: str) -> None:
        if self.paragraph and not self.unseen:
            self.paragraph.pieces.append((text, self.bold))

    def end(self, name: str) -> None:
        if name in self.UNSEEN:
            self.unseen -= 1
        elif name == "tbl":
            self.tables -= 1
        elif name == "p":
            self.paragraph = None
        elif name == "r":
            self.run = False
        elif name == "t":
            self.texting = False
