"""Formatted text as a tree of paragraphs and lists, for everything that does not hand it to a browser as it is.

Pure. What an editor may write comes through: paragraphs, bold, numbered and bulleted lists, links. Every word of other
markup is kept as plain text; what a browser would run or hide is not. Nothing that comes in raises an error.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

_INLINE = frozenset({"a", "abbr", "b", "br", "cite", "code", "del", "em", "font", "i", "ins", "mark",
                     "s", "small", "span", "strong", "sub", "sup", "u"})
_UNSEEN = frozenset({"script", "style", "template", "noscript", "iframe", "object", "title"})
_DEEPEST = 6
_SPACES = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True)
class Span:
    """Words in one manner. `target` is where a link leads as the editor keeps it: an address, or `page:7`."""

    text: str
    bold: bool = False
    target: str = ""

    @property
    def address(self) -> str:
        """Where the link may lead: the web and mail only; empty for everything else."""
        return self.target if self.target.lower().startswith(("https://", "http://", "mailto:")) else ""


@dataclass
class Paragraph:
    spans: list[Span] = field(default_factory=list)


@dataclass
class Listing:
    """A list. Each item holds paragraphs and further lists."""

    numbered: bool
    items: "list[list[Paragraph | Listing]]" = field(default_factory=list)


Node = Paragraph | Listing


def read(html: str) -> list[Node]:
    """The tree of a formatted text; an empty list when it says nothing."""
    reader = _Reader()
    reader.feed(html.replace("\x00", ""))
    reader.close()
    reader.end_paragraph()
    return reader.top


def plain(text: str) -> list[Node]:
    """The tree of an unformatted text: one paragraph, whose lines stay lines."""
    return [Paragraph([Span(text)])] if text else []


def listed(items: Sequence[str], *, numbered: bool) -> list[Node]:
    """The tree of a list of texts."""
    return [Listing(numbered, [[Paragraph([Span(item)])] for item in items])] if items else []


def words(nodes: Sequence[Node]) -> str:
    """All words, paragraphs by lines: for tests, searches and counts."""
    return "\n".join("".join(span.text for span in paragraph.spans) for paragraph in paragraphs(nodes))


def paragraphs(nodes: Sequence[Node]) -> Iterator[Paragraph]:
    """All paragraphs in their order, those of lists included."""
    for node in nodes:
        if isinstance(node, Paragraph):
            yield node
        else:
            for item in node.items:
                yield from paragraphs(item)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.top: list[Node] = []
        self.open: list[Listing] = []
        self.spans: list[Span] = []
        self.bold = 0
        self.targets: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self.unseen += 1
        elif tag in ("b", "strong"):
            self.bold += 1
        elif tag == "a":
            self.targets.append(_target(dict(attrs)))
        elif tag == "br":
            self.add("\n")
        elif tag not in _INLINE:
            self.end_paragraph()
            if tag in ("ul", "ol") and len(self.open) < _DEEPEST:
                made = Listing(tag == "ol")
                self.here().append(made)
                self.open.append(made)
            elif tag == "li" and self.open:
                self.open[-1].items.append([])

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag in ("b", "strong"):
            self.bold = max(0, self.bold - 1)
        elif tag == "a":
            del self.targets[-1:]
        elif tag not in _INLINE:
            self.end_paragraph()
            if tag in ("ul", "ol"):
                del self.open[-1:]

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.add(_SPACES.sub(" ", data))

    def add(self, text: str) -> None:
        self.spans.append(Span(text, self.bold > 0, self.targets[-1] if self.targets else ""))

    def here(self) -> list[Node]:
        """Where the next paragraph goes: into the item that is open, else among the others."""
        if not self.open:
            return self.top
        if not self.open[-1].items:
            self.open[-1].items.append([])
        return self.open[-1].items[-1]

    def end_paragraph(self) -> None:
        spans, self.spans = _tidy(self.spans), []
        if spans:
            self.here().append(Paragraph(spans))


def _target(attrs: dict[str, str | None]) -> str:
    if attrs.get("linktype") == "page":
        return f"page:{attrs.get('id') or ''}"
    return (attrs.get("href") or "").strip()


def _tidy(spans: list[Span]) -> list[Span]:
    """Without spaces at the ends and in a row, and with what is written in one manner in one piece."""
    found: list[Span] = []
    for span in spans:
        text = span.text
        if text.startswith(" ") and (not found or found[-1].text[-1:] in (" ", "\n")):
            text = text[1:]
        if not text:
            continue
        if found and (found[-1].bold, found[-1].target) == (span.bold, span.target):
            found[-1] = Span(found[-1].text + text, span.bold, span.target)
        else:
            found.append(Span(text, span.bold, span.target))
    while found and not found[-1].text.rstrip(" \n"):
        found.pop()
    if found:
        found[-1] = Span(found[-1].text.rstrip(" \n"), found[-1].bold, found[-1].target)
    return found
