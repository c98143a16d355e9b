"""Two texts of a module beside each other, part by part and word by word. Pure; nothing here asks the database.

    marked(then, now)        one part: its fields, as HTML with deleted and inserted words marked
    compare(then, now)       two modules: the parts in their order, each added, removed, changed, moved or the same

The HTML is made here from parsed text and is safe whatever the text holds.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import groupby
from typing import Any, cast

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from curricula.domain import rich, tandem
from curricula.domain.units import FIELDS, HEAD, NOTES, SESSION, Unit, Written
from curricula.domain.wording import Token, cut, differing
from curricula.models.method import word_for
from lms.look.domain.nav import html_language
from lms.look.domain.numbers import write_minutes

LABELS = {
    "title": gettext_lazy("Title"), "summary": gettext_lazy("Summary"), "key": gettext_lazy("Number"),
    "minutes": gettext_lazy("Time"), "method": gettext_lazy("Method"), "objective": gettext_lazy("Objective"),
    "objectives": gettext_lazy("Objectives"), "points": gettext_lazy("Outline"), "heading": gettext_lazy("Heading"),
    "text": gettext_lazy("Text"), "note": gettext_lazy("Note"), "document": gettext_lazy("File"),
    "link": gettext_lazy("Link"),
}
KINDS = {
    HEAD: gettext_lazy("Title and summary"), SESSION: gettext_lazy("Session"), "objectives": gettext_lazy("Objectives"),
    "outline": gettext_lazy("Outline"), "text": gettext_lazy("Text"), "activity": gettext_lazy("Activity"),
    "case_study": gettext_lazy("Case study"), "question": gettext_lazy("Question"),
    NOTES: gettext_lazy("Facilitator’s notes"), "material": gettext_lazy("Material"),
}


@dataclass(frozen=True)
class FieldPair:
    """One field then and now. `in_frame`: it is said in the frame's language (figures, known methods), not the text's."""

    name: str
    written: Written
    then_html: SafeString
    now_html: SafeString
    changed: bool
    in_frame: bool = False

    @property
    def label(self) -> str:
        return str(LABELS[self.name])


def marked(then: Unit | None, now: Unit | None) -> list[FieldPair]:
    """The fields of a part in their order, with `<del>` in what it was and `<ins>` in what it is.

    A part that is on one side only is not marked word by word: say beside it that it was added or removed. A field that
    is empty on both sides is left out; the side on which there is nothing is an empty text.
    """
    one = now or then
    if one is None:
        return []
    pairs = []
    for name, how in FIELDS[one.kind].items():
        before, after = (_shown(side, name) for side in (then, now))
        if before.nodes or after.nodes:
            pairs.append(_pair(name, how, before, after, apart=then is None or now is None))
    return pairs


@dataclass(frozen=True)
class _Side:
    nodes: list[rich.Node]
    raw: Any
    in_frame: bool


def _shown(unit: Unit | None, name: str) -> _Side:
    """A field as it is read, as a tree."""
    value = unit.fields.get(name) if unit else None
    how = FIELDS[unit.kind][name] if unit else Written.LINE
    if how is Written.RICH:
        return _Side(rich.read(value or ""), value, False)
    if how is Written.LIST:
        return _Side(rich.listed([str(item) for item in value or []], numbered=name == "points"), value, False)
    word = word_for(str(value)) if name == "method" and value else ""
    if name == "document" and value:
        word = _("a file")
    if name == "minutes" and value:
        word = write_minutes(int(value), language=get_language() or "en")
    return _Side(rich.plain(word or ("" if value is None else str(value))), value, bool(word) or not value)


def _pair(name: str, how: Written, then: _Side, now: _Side, *, apart: bool) -> FieldPair:
    changed = apart or (then.raw or None) != (now.raw or None)
    inline = how in (Written.LINE, Written.BARE)
    if apart or not changed:
        marks = [False] * len(_tokens(then.nodes)), [False] * len(_tokens(now.nodes))
    elif how is Written.BARE:
        marks = [True] * len(_tokens(then.nodes)), [True] * len(_tokens(now.nodes))
    else:
        marks = differing(_tokens(then.nodes), _tokens(now.nodes))
    return FieldPair(name, how, _html(then.nodes, marks[0], "del", inline=inline),
                     _html(now.nodes, marks[1], "ins", inline=inline), changed, then.in_frame and now.in_frame)


def _tokens(nodes: Sequence[rich.Node]) -> list[Token]:
    """The words in their order. Before each paragraph stands an empty one that says how it hangs in lists."""
    return [token for path, paragraph in _hung(nodes, ()) for token in [
        ("", *path), *((piece, "bold" if span.bold else "", span.target)
                       for span in paragraph.spans for piece in cut(span.text))]]


def _hung(nodes: Sequence[rich.Node], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], rich.Paragraph]]:
    for node in nodes:
        if isinstance(node, rich.Paragraph):
            yield path, node
        else:
            for item in node.items:
                yield from _hung(item, (*path, "ol" if node.numbered else "ul"))


def _html(nodes: Sequence[rich.Node], marks: Sequence[bool], tag: str, *, inline: bool) -> SafeString:
    """The tree as HTML, with `tag` around what is marked; `marks` holds one for each token."""
    left = iter(marks)
    return mark_safe("".join(_node(node, left, tag, inline=inline) for node in nodes))  # every text in it is escaped


def _node(node: rich.Node, marks: Iterator[bool], tag: str, *, inline: bool) -> str:
    if isinstance(node, rich.Paragraph):
        broken = next(marks)
        text = _spans(node, marks, tag)
        if broken and f"<{tag}>" not in text:
            text = f'<{tag} class="break">{_said(tag)}</{tag}>{text}'
        return text if inline else f"<p>{text}</p>"
    kind = "ol" if node.numbered else "ul"
    items = "".join("<li>" + "".join(_node(inner, marks, tag, inline=len(item) == 1) for inner in item) + "</li>"
                    for item in node.items)
    return f"<{kind}>{items}</{kind}>"


def _spans(paragraph: rich.Paragraph, marks: Iterator[bool], tag: str) -> str:
    pieces = [(next(marks), span, piece) for span in paragraph.spans for piece in cut(span.text)]
    written = []
    for mark, run in groupby(pieces, key=lambda piece: piece[0]):
        inner = "".join(_manner(span, "".join(piece for _mark, _span, piece in same))
                        for span, same in groupby(run, key=lambda piece: piece[1]))
        written.append(f"<{tag}>{_said(tag)}{inner}</{tag}>" if mark else inner)
    return "".join(written)


def _manner(span: rich.Span, text: str) -> str:
    html = escape(text).replace("\n", "<br>")
    if span.bold:
        html = f"<b>{html}</b>"
    return f'<a href="{escape(span.address)}" rel="noopener">{html}</a>' if span.address else html


def _said(tag: str) -> str:
    """What a screen reader says before marked words, in the frame's language."""
    word = _("inserted:") if tag == "ins" else _("deleted:")
    return f'<span class="hidden" lang="{html_language(get_language() or "en")}">{escape(word)} </span>'


class Kind(Enum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Row:
    """One part in both texts. A part that was moved may be the same or changed besides."""

    key: str
    kind: Kind
    moved: bool
    then: Unit | None
    now: Unit | None

    @property
    def quiet(self) -> bool:
        return self.kind is Kind.SAME and not self.moved

    @property
    def unit(self) -> Unit:
        return self.now or cast(Unit, self.then)

    @property
    def kind_word(self) -> str:
        """What sort of part it is, in the frame's language."""
        return str(KINDS[self.unit.kind])

    @cached_property
    def fields(self) -> list[FieldPair]:
        return marked(self.then, self.now)


@dataclass(frozen=True)
class Stretch:
    """Rows that follow each other and are all unchanged (`quiet`), to be folded; or all to be read."""

    quiet: bool
    rows: list[Row]


def compare(then: Iterable[Unit], now: Iterable[Unit]) -> list[Row]:
    """The parts in the order of `now`; one that was removed stands behind the part it followed."""
    before, after = {one.key: one for one in then}, {one.key: one for one in now}
    moved = set(tandem.moved(list(before), list(after)))
    rows = [Row(key, _kind(before.get(key), one), key in moved, before.get(key), one) for key, one in after.items()]
    places = {row.key: at for at, row in enumerate(rows)}
    behind: dict[int, list[Row]] = {}
    last = -1
    for key, one in before.items():
        if key in after:
            last = places[key]
        else:
            behind.setdefault(last, []).append(Row(key, Kind.REMOVED, False, one, None))
    return [*behind.get(-1, []), *(found for at, row in enumerate(rows) for found in [row, *behind.get(at, [])])]


def _kind(then: Unit | None, now: Unit) -> Kind:
    if then is None:
        return Kind.ADDED
    return Kind.SAME if then.digest == now.digest else Kind.CHANGED


def stretches(rows: Sequence[Row]) -> list[Stretch]:
    return [Stretch(quiet, list(run)) for quiet, run in groupby(rows, key=lambda row: row.quiet)]


@dataclass(frozen=True)
class Counts:
    """How many parts were added, changed, removed and moved."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    moved: int = 0

    def __bool__(self) -> bool:
        return any((self.added, self.changed, self.removed, self.moved))


def count(rows: Iterable[Row]) -> Counts:
    rows = list(rows)
    return Counts(added=sum(row.kind is Kind.ADDED for row in rows), changed=sum(row.kind is Kind.CHANGED for row in rows),
                  removed=sum(row.kind is Kind.REMOVED for row in rows), moved=sum(row.moved for row in rows))
