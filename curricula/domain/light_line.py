"""One line of light markup: its words in their manner, and the marks that say so. For `light` alone. Pure."""

import re
from collections.abc import Iterator
from html import escape

from curricula.domain.rich import Span

Line = list[Span]

ITEM = re.compile(r"( *)(?:([-*•])|(\d{1,3})([.)])) +(?=\S)")
TOKEN = re.compile(r"\\([!-/:-@\[-`{-~])|(\*\*)|\[((?:[^\[\]\\]|\\.)+)\]\(((?:[^()\s\\]|\\.)+)\)")
ADDRESS = re.compile(r"(https?://|mailto:|tel:|/(?![/\\])|#)\S+|page:\d{1,9}", re.I)
_SPACES = re.compile(" +")
_ROUND = re.compile(r"[()\\]")
_SIGN = re.compile(r"\\([!-/:-@\[-`{-~])")
BACKSLASHED = r"\\\g<0>"
"""Before a sign, in a substitution."""


def trimmed(line: Line) -> Line:
    """Without spaces at the ends and in a row; what is written in one manner in one piece."""
    found: Line = []
    for span in line:
        text = _SPACES.sub(" ", span.text)
        if text.startswith(" ") and (not found or found[-1].text.endswith(" ")):
            text = text[1:]
        if not text:
            continue
        if found and (found[-1].bold, found[-1].target) == (span.bold, span.target):
            text = found.pop().text + text
        found.append(Span(text, span.bold, span.target))
    while found and found[-1].text in (" ", ""):
        found.pop()
    if found:
        found[-1] = Span(found[-1].text.rstrip(" "), found[-1].bold, found[-1].target)
    return found


def written(line: Line) -> str:
    """A line with its marks; bold runs on over links."""
    text, bold = "", False
    for target, spans in _linked(line):
        even = len({span.bold for span in spans}) == 1
        outside = spans[0].bold if even else False
        text += "**" if outside != bold else ""
        bold = outside
        inner, inside = "", bold
        for span in spans:
            inner += ("**" if span.bold != inside else "") + _escaped(span.text, linked=bool(target))
            inside = span.bold
        inner += "**" if inside != bold else ""
        text += f"[{inner}]({_ROUND.sub(BACKSLASHED, target)})" if target else inner
    return text + ("**" if bold else "")


def _linked(line: Line) -> Iterator[tuple[str, Line]]:
    """The spans of a line, those of one link together."""
    run: Line = []
    for span in line:
        if run and (span.target != run[0].target or not span.target):
            yield run[0].target, run
            run = []
        run.append(span)
    if run:
        yield run[0].target, run


def _escaped(text: str, *, linked: bool) -> str:
    """Words with a backslash before what would be taken for a mark."""
    text = text.replace("\\", "\\\\")
    text = re.sub(r"\*(?=\*)|(?<=\*)\*|^\*|\*$", BACKSLASHED, text)
    return re.sub(r"[\[\]]" if linked else r"\](?=\()", BACKSLASHED, text)


def guarded(line: str) -> str:
    """A line of plain text that begins like an item, with a backslash before the mark."""
    item = ITEM.match(line)
    if not item:
        return line
    at = item.start(2) if item[2] else item.start(4)
    return f"{line[:at]}\\{line[at:]}"


def spans_of(line: str, target: str = "", bold: bool = False) -> Line:
    """The spans of a line with marks. A mark without its partner, or a link that leads nowhere, is plain text."""
    found: Line = []
    stars, seen, at = stars_in(line) // 2 * 2, 0, 0
    for token in TOKEN.finditer(line):
        found.append(Span(line[at:token.start()], bold, target))
        at = token.end()
        if token[1]:
            found.append(Span(token[1], bold, target))
        elif token[2]:
            seen += 1
            if seen <= stars:
                bold = not bold
            else:
                found.append(Span(token[0], bold, target))
        elif not target and ADDRESS.fullmatch(unescaped(token[4])):
            found += spans_of(token[3], unescaped(token[4]), bold)
        else:
            found.append(Span(unescaped(token[0]), bold, target))
    return [*found, Span(line[at:], bold, target)]


def stars_in(line: str) -> int:
    """How many `**` a line holds, those within a link left out."""
    return sum(token[2] is not None for token in TOKEN.finditer(line))


def unescaped(text: str) -> str:
    """The text without the backslashes that make a mark a plain sign."""
    return _SIGN.sub(r"\1", text)


def html(span: Span) -> str:
    """Words in one manner as an editor keeps them."""
    text = escape(span.text, quote=False)
    if span.bold:
        text = f"<b>{text}</b>"
    if span.target.startswith("page:"):
        return f'<a linktype="page" id="{span.target[5:]}">{text}</a>'
    return f'<a href="{escape(span.target)}">{text}</a>' if span.target else text
