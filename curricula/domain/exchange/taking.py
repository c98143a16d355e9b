"""What a file that came back would change, before anything is written: part by part, and what is left out and why.

Nothing is overwritten in silence. A part is proposed when both texts are still the ones that went out; one whose own or
regional text changed since waits for a tick of its own; everything that cannot be kept is listed with its reason.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NoReturn

from django.utils.translation import gettext as _

from curricula.domain import light, limits, units
from curricula.domain.comparing import FieldPair, marked
from curricula.domain.exchange import table_docx, table_xlsx, xliff
from curricula.domain.exchange.segments import MOST_BYTES, Incoming, Row, name_of, short
from curricula.domain.translated import Entry
from curricula.domain.translating import Desk, Field, Part, State
from curricula.domain.units import Written
from lms.files.domain.refusal import UploadRefused
from lms.files.domain.sheets.text import clean
from lms.look.domain.nav import html_language

MOST_TEXT = 1_000_000
"""Characters of all texts that one file may change: more than three times a module of 200 blocks."""


@dataclass(frozen=True)
class Change:
    """What a file would make of one part: `texts` by field, as people read them. `doubt` says what changed since it went
    out ("" when nothing did): then it is taken only with a tick. `was` and `source` are the digests of today's own text and
    of the regional one that the file was made from."""

    part: Part
    texts: Mapping[str, str]
    was: str
    source: str
    done: bool | None
    doubt: str = ""

    def packed(self) -> dict:
        """Everything that confirming needs, as JSON."""
        return {"unit": self.part.key, "texts": dict(self.texts), "was": self.was, "source": self.source, "done": self.done}

    @property
    def fields(self) -> list[tuple[Field, str]]:
        return [(one, self.texts[one.name]) for one in self.part.fields if one.name in self.texts]

    @cached_property
    def entry(self) -> Entry:
        """To be saved by `translated.save`."""
        return Entry(self.part.key, {one.name: light.from_text(text, one.how) for one, text in self.fields},
                     was=self.was, source=self.source, done=self.done)

    @property
    def pairs(self) -> list[FieldPair]:
        """The old and the new words, marked; a field that nobody translated yet has no old ones."""
        own = self.part.own
        if own is None:
            return []
        key, kind = self.part.key, own.kind
        old = units.unit(key, kind, {**own.fields, **{one.name: None for one in self.part.fields if one.untouched}})
        new = units.unit(key, kind, {**old.fields, **self.entry.words})
        return [pair for pair in marked(old, new) if pair.name in self.texts]


@dataclass
class Plan:
    """All of a file. `left_out` holds (place, part or None, reason); `same` counts segments that change nothing, `empty` those
    not translated, `missing` those that the module has and the file has not."""

    changes: list[Change] = field(default_factory=list)
    doubtful: list[Change] = field(default_factory=list)
    left_out: list[tuple[str, Part | None, str]] = field(default_factory=list)
    same: int = 0
    empty: int = 0
    missing: int = 0


def read(content: bytes) -> Incoming:
    """The file, told by its content. Raises UploadRefused with what to do."""
    if not content:
        raise UploadRefused(_("The file is empty. Choose another one."))
    if len(content) > MOST_BYTES:
        refuse_size()
    if content.startswith(b"PK"):
        return table_docx.read(content) if b"word/document.xml" in content else table_xlsx.read(content)
    if content.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").startswith(b"<"):
        return xliff.read(content)
    raise UploadRefused(_("Only XLIFF (.xlf), Word (.docx) and XLSX files can be taken in here."))


def refuse_size() -> NoReturn:
    raise UploadRefused(_("The file is larger than 5 MB. Send one module at a time, without pictures."))


def unpacked(packed: Mapping, desk: Desk, *, done: bool | None) -> Change | None:
    """A change that `packed` wrote, on the desk as it is now; None when the part is there no more. `done` True: the
    person says so of all that is taken."""
    part = desk.by_key.get(packed["unit"])
    if part is None or part.own is None:
        return None
    return Change(part=part, texts=packed["texts"], was=packed["was"], source=packed["source"], done=done or packed["done"])


def again(changes: Iterable[Change], clashes: Collection[str], desk: Desk) -> Plan:
    """Those of the changes that somebody else's came before, to be looked at beside the newer text."""
    parts = [(change, desk.by_key.get(change.part.key)) for change in changes if change.part.key in clashes]
    return Plan(doubtful=[
        Change(part=part, texts=change.texts, was=part.own.digest, source=change.source, done=change.done,
               doubt=_("Your text changed since this file went out."))
        for change, part in parts if part and part.own])


def plan(incoming: Incoming, desk: Desk) -> Plan:
    """Lay a file beside the desk. Raises UploadRefused when it is another module's, in another language, or too long."""
    if incoming.name != name_of(desk):
        raise UploadRefused(_("This file holds another module: %(name)s.") % {"name": incoming.name[:80] or "?"})
    if incoming.language.lower() not in ("", desk.language.lower(), html_language(desk.language).lower()):
        raise UploadRefused(_("This file holds a text in another language: %(name)s.") % {"name": incoming.language[:20]})
    if sum(len(row.target) for row in incoming.rows) > MOST_TEXT:
        refuse_size()
    found = Plan()
    known = {name: (part, one) for part in desk.parts if part.own and part.source for one in part.fields if one.source
             for name in (f"{part.key}#{one.name}", short(f"{part.key}#{one.name}"))}
    by_part: dict[str, dict[str, tuple[Field, Row]]] = {}
    for row in _single(incoming.rows, known, found):
        part, one = known[row.id]
        by_part.setdefault(part.key, {})[one.name] = (one, row)
    for key, rows in by_part.items():
        _propose(desk.by_key[key], rows, found)
    found.missing = len(known) // 2 - sum(len(rows) for rows in by_part.values())
    return found


def _single(rows: Iterable[Row], known: Mapping[str, tuple[Part, Field]], found: Plan) -> list[Row]:
    """The rows that are a segment of this module, each once; all others are listed."""
    by_id: dict[str, list[Row]] = {}
    for row in rows:
        if row.broken or row.id not in known:
            found.left_out.append((row.place, None, row.broken or _("This module has no such part now.")))
        else:
            part, one = known[row.id]
            by_id.setdefault(f"{part.key}#{one.name}", []).append(row)
    single = []
    for same in by_id.values():
        if len({row.target for row in same}) > 1:
            found.left_out += [(row.place, known[row.id][0], _("It stands in the file more than once, with different words."))
                               for row in same]
        else:
            single.append(same[0])
    return single


def _propose(part: Part, rows: Mapping[str, tuple[Field, Row]], found: Plan) -> None:
    """One part: what the file changes in it, as a proposal or in doubt."""
    texts, taken = {}, []
    for name, (one, row) in rows.items():
        text = row.text(one.how)
        if clean(text) == clean(one.shown) or one.same(text):
            found.same += bool(text)
            found.empty += not text
            taken.append(row)
            continue
        said = _fault(part, one, text)
        if said:
            found.left_out.append((row.place, part, said))
            continue
        texts[name] = text
        taken.append(row)
    done = _done(part, rows, taken)
    if not texts and not done:
        return
    own_now, source_now = (side.digest if side else "" for side in (part.own, part.source))
    own_then = all(row.own_digest and own_now.startswith(row.own_digest) for row in taken)
    source_then = all(row.source_digest and source_now.startswith(row.source_digest) for row in taken)
    doubt = "" if own_then and source_then else (
        _("Your text changed since this file went out.") if not own_then else
        _("The regional text changed since this file went out."))
    change = Change(part=part, texts=texts, was=own_now, done=done, doubt=doubt,
                    source=source_now if source_then else part.before.digest if part.before else "")
    (found.doubtful if doubt else found.changes).append(change)


def _fault(part: Part, one: Field, text: str) -> str:
    """Why a text is not taken, or nothing."""
    if not text.strip():
        return _("It is empty in the file; your words stay.")
    broken = light.faults(text) if one.how is Written.RICH else []
    if broken:
        return _("A mark has lost its partner or leads nowhere: %(marks)s") % {"marks": " ".join(broken)[:80]}
    return limits.missing(part.unit.kind, one.name, one.how, text)


def _done(part: Part, rows: Mapping[str, tuple[Field, Row]], taken: list[Row]) -> bool | None:
    """True when the file says of every field of the part that it is done, and the desk does not yet."""
    whole = {one.name for one in part.fields if one.source} == set(rows) and len(taken) == len(rows)
    said = whole and all(row.done and row.text(Written.LINE) for row in taken)
    return True if said and part.state is not State.DONE else None
