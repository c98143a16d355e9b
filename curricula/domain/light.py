"""Formatted text as people can read and type it anywhere: in a text field, in Word, in a sheet, in a translator's tool.

    A paragraph ends with an empty line. One line end is a new line in it.
    - a point            **bold**
    1. a numbered one    [words](https://an.address)

`to_light` and `to_html` turn the one into the other without loss: bold, lists and links come through, every word does, and
no other markup survives either way. A backslash before a mark makes it a plain sign. Pure.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from curricula.domain import light_line, rich
from curricula.domain.light_line import Line
from curricula.domain.rich import Span
from curricula.domain.units import Written
from lms.files.domain.sheets.text import LINE_ENDS, ODD, nfc

DEEPEST = 5
EMPTY = "\\"
"""Stands alone on a line that is empty within a paragraph."""

_WIDE_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_TAG = re.compile(r"</?[a-z][^<>]{0,200}>", re.I)


@dataclass
class Block:
    """A paragraph (`depth` -1) or an item of a list, in lines."""

    lines: list[Line]
    depth: int = -1
    numbered: bool = False


def tidy(text: str) -> str:
    """What people typed or a file held: line ends as LF, spaces of any width plain, composed letters, nothing that cannot be kept.

    Word and Excel treat a space that does not break as they please; the space without width that parts Khmer words stays.
    """
    return nfc(_WIDE_SPACES.sub(" ", ODD.sub(lambda found: " " if found[0] == "\t" else "", LINE_ENDS.sub("\n", text))))


def to_text(value: Any, how: Written) -> str:
    """A stored field as it is shown to be edited: a list with an item a line, formatted text in light markup."""
    if how is Written.RICH:
        return to_light(value or "")
    text = "\n".join(tidy(str(item)).replace("\n", " ") for item in value or []) if how is Written.LIST else tidy(value or "")
    return "\n".join(_lined(text, how))


def from_text(text: str, how: Written) -> Any:
    """What is stored of an edited field."""
    if how is Written.RICH:
        return to_html(text)
    lines = _lined(tidy(text), how)
    return lines if how is Written.LIST else "\n".join(lines)


def _lined(text: str, how: Written) -> list[str]:
    """The lines without spaces around them: of a list those that say something, of a line one."""
    lines = [line.strip() for line in text.strip().split("\n")]
    if how is Written.LINE:
        return [" ".join(line for line in lines if line)]
    return [line for line in lines if line] if how is Written.LIST else lines


def to_light(html: str) -> str:
    written, numbers = "", [0] * (DEEPEST + 1)
    before: Block | None = None
    for block in _settled(_flat(rich.read(html), -1)):
        if before:
            written += "\n" if block.depth >= 0 and before.depth >= 0 else "\n\n"
        numbers = _counted(numbers, block, before)
        mark = "" if block.depth < 0 else f"{numbers[block.depth]}. " if block.numbered else "- "
        indent = "  " * max(block.depth, 0)
        lines = [light_line.guarded(light_line.written(line)) if line else EMPTY for line in block.lines]
        written += indent + mark + f"\n{indent}{'  ' if mark else ''}".join(lines)
        before = block
    return written


def to_html(text: str) -> str:
    found, stack = "", list[str]()
    for block in _settled(_read(tidy(text))):
        inner = "<br/>".join("".join(light_line.html(span) for span in line) for line in block.lines)
        found += _closing(stack, block.depth + 1)
        if block.depth < 0:
            found += f"<p>{inner}</p>"
            continue
        tag = "ol" if block.numbered else "ul"
        if len(stack) > block.depth:
            found += "</li>" if stack[-1] == tag else _closing(stack, block.depth)
        if len(stack) == block.depth:
            stack.append(tag)
            found += f"<{tag}>"
        found += f"<li>{inner}"
    return found + _closing(stack, 0)


def faults(text: str) -> list[str]:
    """Marks that would stay plain signs though they look meant: `**`, `[`, or a tag; as they stand, for a message."""
    found = [tag[0] for tag in _TAG.finditer(text)]
    for line in tidy(text).split("\n"):
        bold = 0
        for token in light_line.TOKEN.finditer(line):
            bold += token[2] is not None
            if token[3] is not None and (not light_line.ADDRESS.fullmatch(light_line.unescaped(token[4])) or light_line.stars_in(token[3]) % 2):
                found.append(token[0])
        found += ["**"] if bold % 2 else []
        found += ["]("] if re.search(r"(?<!\\)\]\(", light_line.TOKEN.sub("", line)) else []
    return found


def paragraphs(text: str) -> list[str]:
    """A light text cut where a word processor has paragraphs: at empty lines and before each item of a list."""
    found: list[list[str]] = []
    begin = True
    for line in text.split("\n"):
        if not line.strip(" "):
            begin = True
        elif begin or light_line.ITEM.match(line):
            found.append([line])
            begin = False
        else:
            found[-1].append(line)
    return ["\n".join(lines) for lines in found]


def joined(found: Iterable[str]) -> str:
    """The same put together again: items of a list follow each other, everything else stands apart."""
    text, before = "", False
    for one in found:
        item = light_line.ITEM.match(one) is not None
        text += ("" if not text else "\n" if item and before else "\n\n") + one
        before = item
    return text


def runs(line: str) -> Iterator[tuple[str, bool]]:
    """A line cut where `**` turns bold on and off, those within a link left in: (text, bold)."""
    bold, at, stars = False, 0, light_line.stars_in(line) // 2 * 2
    for token in [token for token in light_line.TOKEN.finditer(line) if token[2]][:stars]:
        if token.start() > at:
            yield line[at:token.start()], bold
        bold, at = not bold, token.end()
    if at < len(line):
        yield line[at:], bold


# --- blocks -----------------------------------------------------------------------------------------------------------

def _settled(blocks: Iterable[Block]) -> Iterator[Block]:
    """Without empty lines at the ends and empty blocks; an item stands at most one step deeper than the one before."""
    before = -1
    for block in blocks:
        lines = [light_line.trimmed(line) for line in block.lines]
        while lines and not lines[0]:
            lines.pop(0)
        while lines and not lines[-1]:
            lines.pop()
        if lines:
            before = min(block.depth, before + 1, DEEPEST)
            yield Block(lines, before, block.numbered and before >= 0)


def _flat(nodes: Sequence[rich.Node], depth: int) -> Iterator[Block]:
    """The tree as a row of blocks. Paragraphs of one item are lines of it."""
    for node in nodes:
        if isinstance(node, rich.Paragraph):
            yield Block(_lines(node), depth)
            continue
        for item in node.items:
            lines: list[Line] = []
            for inner in item:
                if isinstance(inner, rich.Paragraph):
                    lines += _lines(inner)
                else:
                    yield Block(lines, depth + 1, node.numbered)
                    lines = []
                    yield from _flat([inner], depth + 1)
            yield Block(lines, depth + 1, node.numbered)


def _lines(paragraph: rich.Paragraph) -> list[Line]:
    lines: list[Line] = [[]]
    for span in paragraph.spans:
        first, *rest = tidy(span.text).split("\n")
        target = span.target if light_line.ADDRESS.fullmatch(span.target) else ""
        lines[-1].append(Span(first, span.bold, target))
        lines += [[Span(text, span.bold, target)] for text in rest]
    return lines


def _read(text: str) -> Iterator[Block]:
    open_block: Block | None = None
    indents: list[int] = []
    for raw in text.split("\n"):
        line = raw.strip(" ")
        item = light_line.ITEM.match(raw)
        if not line:
            if open_block:
                yield open_block
            open_block = None
            continue
        if item:
            if open_block:
                yield open_block
                indents = [] if open_block.depth < 0 else indents
            while indents and indents[-1] > len(item[1]):
                indents.pop()
            if not indents or indents[-1] < len(item[1]):
                indents.append(len(item[1]))
            open_block = Block([light_line.spans_of(raw[item.end():])], len(indents) - 1, item[3] is not None)
            continue
        if open_block is None:
            open_block, indents = Block([]), []
        open_block.lines.append([] if line == EMPTY else light_line.spans_of(line))
    if open_block:
        yield open_block


def _counted(numbers: list[int], block: Block, before: Block | None) -> list[int]:
    """The running numbers by depth; a list that begins anew begins with 1."""
    if block.depth < 0:
        return [0] * len(numbers)
    kept = numbers[:block.depth + 1] + [0] * (DEEPEST - block.depth)
    kept[block.depth] = kept[block.depth] + 1 if block.numbered else 0
    return kept


def _closing(stack: list[str], depth: int) -> str:
    """Close lists until `depth` of them are open."""
    closed = ""
    while len(stack) > depth:
        closed += f"</li></{stack.pop()}>"
    return closed
