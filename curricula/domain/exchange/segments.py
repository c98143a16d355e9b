"""What goes out in a file and what comes back: segments, one for each field of a part, the same for every kind of file."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from curricula.domain.translating import Desk, State, module_of
from curricula.domain.units import Written

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 5_000
SHORT, LONG = 6, 16
"""Figures of a digest that a file carries: in a table, where people see them, and in XLIFF."""
CODE = re.compile(r"\b([0-9a-f]{10})-([0-9a-f]{6})-([0-9a-f]{6})\b")
OF_MODULE = re.compile(r"([-\w]+/[-\w]+) · ([-a-z]+) · (\S*)")


@dataclass(frozen=True)
class Segment:
    """One field: the regional words, the own ones ("" while nobody translated), and what tells whether either changed."""

    unit: str
    name: str
    how: Written
    part: str
    label: str
    source: str
    target: str
    state: State
    source_digest: str
    own_digest: str

    @property
    def id(self) -> str:
        return f"{self.unit}#{self.name}"

    @property
    def code(self) -> str:
        """The same, short enough for a cell: the field, the regional text, the own text."""
        return f"{short(self.id)}-{self.source_digest[:SHORT]}-{self.own_digest[:SHORT]}"


@dataclass(frozen=True)
class Outgoing:
    """A module on its way out. `name` says which it is: the slugs of curriculum and module."""

    name: str
    title: str
    source_language: str
    language: str
    version: str
    segments: list[Segment]

    @property
    def mark(self) -> str:
        """Says in a table which module, language and regional version it holds."""
        return f"{self.name} · {self.language} · {self.version}"


@dataclass(frozen=True)
class Row:
    """One segment of a file that came back. `place` is where it stands, `id` a segment's id or the first part of its code;
    the digests are the beginnings that went out ("" when the file lost them). `rich` is the text where it may be formatted.
    `broken` says what cannot be kept of it."""

    place: str
    id: str
    target: str
    source_digest: str
    own_digest: str
    rich: str | None = None
    done: bool | None = None
    broken: str = ""

    def text(self, how: Written) -> str:
        return self.rich if how is Written.RICH and self.rich is not None else self.target


@dataclass(frozen=True)
class Incoming:
    """A file that came back: which module and language it says it holds, and its rows in their order."""

    name: str
    language: str
    rows: list[Row] = field(default_factory=list)


def name_of(desk: Desk) -> str:
    return f"{desk.curriculum.slug}/{module_of(desk.bond).slug}"


def outgoing(desk: Desk) -> Outgoing:
    """All fields that have regional words, of all parts that the own text has."""
    return Outgoing(name=name_of(desk), title=f"{desk.draft.letter} {desk.draft.title}", version=desk.version,
                    source_language=desk.source_language, language=desk.language, segments=list(_segments(desk)))


def _segments(desk: Desk) -> Iterable[Segment]:
    for part in desk.parts:
        if not (part.source and part.own):
            continue
        for one in part.fields:
            if one.source:
                yield Segment(
                    unit=part.key, name=one.name, how=one.how, part=part.kind_word, label=one.label, source=one.source,
                    target=one.shown, state=part.state,
                    source_digest=part.source.digest, own_digest=part.own.digest)


def short(segment_id: str) -> str:
    return hashlib.sha256(segment_id.encode()).hexdigest()[:10]
