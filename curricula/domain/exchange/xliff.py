"""XLIFF 1.2, for translators' tools (docs/decisions/0018-exchange.md): written whole, read in bounded steps.

Formatted text stands in a segment as light markup, so that no tool can lose a mark without the reader seeing it.
"""

import io
from collections.abc import Iterator
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _

from curricula.domain.exchange.segments import LONG, MOST_ROWS, Incoming, Outgoing, Row, Segment
from curricula.domain.translating import State
from lms.files.domain.refusal import UploadRefused
from lms.files.domain.sheets.markup import BrokenMarkup, Reader, walk
from lms.look.domain.nav import html_language

STATES = {State.TODO: "needs-translation", State.DRAFT: "needs-review-translation",
          State.CHANGED: "needs-review-translation", State.DONE: "translated"}
FINISHED = frozenset({"translated", "final", "signed-off"})
ASIDE = frozenset({"alt-trans", "note"})
MARKS = frozenset({"x", "bx", "ex", "ph", "it", "bpt", "ept", "sub"})
"""Elements that stand for something which our segments never hold."""


def write(out: Outgoing, *, now: datetime) -> bytes:
    return "".join(_lines(out, now)).encode()


def _lines(out: Outgoing, now: datetime) -> Iterator[str]:
    source, target = html_language(out.source_language), html_language(out.language)
    yield ('<?xml version="1.0" encoding="UTF-8"?>\n<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">\n'
           f'<file original={quoteattr(out.name)} source-language="{source}" target-language="{target}" datatype="plaintext" '
           f'product-name="COMMIT Academy" product-version={quoteattr(out.version)} date="{now:%Y-%m-%dT%H:%M:%SZ}">\n<body>\n')
    before = ""
    for one in out.segments:
        if one.unit != before:
            yield ("</group>\n" if before else "") + f"<group id={quoteattr(one.unit)} resname={quoteattr(one.part)}>\n"
            before = one.unit
        yield _unit(one, source, target)
    yield ("</group>\n" if before else "") + "</body>\n</file>\n</xliff>\n"


def _unit(one: Segment, source: str, target: str) -> str:
    return (f'<trans-unit id={quoteattr(one.id)} resname={quoteattr(one.label)} xml:space="preserve" '
            f'extradata="{one.source_digest[:LONG]} {one.own_digest[:LONG]}">\n'
            f'<source xml:lang="{source}">{escape(one.source)}</source>\n'
            f'<target xml:lang="{target}" state="{STATES[one.state]}">{escape(one.target)}</target>\n</trans-unit>\n')


def read(content: bytes) -> Incoming:
    """What the file holds. Raises UploadRefused for what is no XLIFF 1.2 or holds more than one text."""
    reader = _Reader()
    try:
        walk(io.BytesIO(content), reader)
    except UploadRefused:
        raise
    except (BrokenMarkup, LookupError, ValueError) as error:
        raise UploadRefused(_("This file is not whole: it is no well-formed XLIFF. Export it again from your program and "
                              "send that.")) from error
    if not reader.version.startswith("1."):
        raise UploadRefused(_("This is no XLIFF 1.2 file. Load the module here as XLIFF, translate that and send it back."))
    return Incoming(reader.original, reader.language, reader.rows)


class _Reader(Reader):
    """Gathers the targets of all segments; what a tool proposes beside them (`alt-trans`, notes) is passed over."""

    def __init__(self) -> None:
        super().__init__()
        self.version = self.original = self.language = ""
        self.files = self.aside = 0
        self.rows: list[Row] = []
        self.begin({})

    def begin(self, unit: dict[str, str]) -> None:
        self.unit = unit
        self.target: list[str] = []
        self.collecting, self.state, self.strange = False, "", False

    def start(self, name: str, given: dict[str, str]) -> None:
        if self.depth == 1:
            self.version = given.get("version", "") if name == "xliff" else ""
        elif name == "file":
            self.files += 1
            if self.files > 1:
                raise UploadRefused(_("This file holds several texts. Send one module at a time."))
            self.original, self.language = given.get("original", ""), given.get("target-language", "")
        elif name in ASIDE:
            self.aside += 1
        elif name == "trans-unit":
            self.begin(given)
            if len(self.rows) >= MOST_ROWS:
                raise UploadRefused(_("This file holds more segments than a module can have."))
        elif name == "target" and not self.aside:
            self.collecting, self.state = True, given.get("state", "")
        elif name in MARKS and self.collecting:
            self.strange = True

    def text(self, data: str) -> None:
        if self.collecting and not self.aside:
            self.target.append(data)

    def end(self, name: str) -> None:
        if name in ASIDE:
            self.aside -= 1
        elif name == "target" and not self.aside:
            self.collecting = False
        elif name == "trans-unit":
            self.rows.append(self.row())
            self.begin({})

    def row(self) -> Row:
        source, _space, own = self.unit.get("extradata", "").partition(" ")
        return Row(place=_("segment %(number)s") % {"number": len(self.rows) + 1}, id=self.unit.get("id", ""),
                   target="".join(self.target).strip(), source_digest=source, own_digest=own,
                   done=True if self.state in FINISHED or self.unit.get("approved") == "yes" else None,
                   broken=_("It holds a mark that the text cannot keep.") if self.strange else "")
