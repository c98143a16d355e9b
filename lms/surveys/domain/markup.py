"""The texts of a form as safe HTML: bold, headings, links and line breaks as workbooks write them, quoted answers marked.

A workbook is never trusted: its HTML is text, but for a few words that only weigh; links lead to pages and mail alone.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from django.utils.html import escape, format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

OPEN, CLOSE = "\ue000", "\ue001"
"""Around the number of a quoted answer while the text is read. Letters that nobody types; taken out of the text first."""
QUOTED = re.compile(f"{OPEN}([0-9]{{1,4}}){CLOSE}")
SPEAKS = re.compile(r"[*_#\[\\<&]")
WEIGHTS = "b|strong|i|em|u|sub|sup"
PAIR = re.compile(rf"&lt;({WEIGHTS})&gt;((?:(?!&lt;).)*?)&lt;/\1&gt;", re.S)
OTHER_TAG = re.compile(rf"&lt;/?(?:{WEIGHTS}|span|font|small|big|center|div|p|h[1-6])\b(?:(?!&gt;|&lt;).)*?&gt;", re.I | re.S)
LINE = re.compile(r"\s*(?:<br\s*/?>|</p>\s*<p[^>]*>|</(?:p|div|h[1-6])>)[ \t]*\n?", re.I)
ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s\ue000\ue001]+", re.I)
"""Without a quoted answer in it: where a link leads is for the form to say."""
LONGEST = 20_000

Text = str | list[Any]


class Reader(MarkdownIt):
    """Emphasis, headings and links alone; a link leads to a page or to mail, and is never made of a quoted answer."""

    def normalizeLink(self, url: str) -> str:
        return url if OPEN in url else super().normalizeLink(url)

    def validateLink(self, url: str) -> bool:
        return bool(ADDRESS.fullmatch(url))


class Writer(RendererHTML):
    """Links open in a window of their own: what was typed stays where it is."""

    def link_open(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        return f'<a href="{escape(tokens[idx].attrGet("href") or "")}" target="_blank" rel="noopener noreferrer">'


READER = Reader("zero", {"html": False, "breaks": True}).enable(["heading", "emphasis", "link", "newline", "escape", "entity"])
WRITER = Writer()


def html(text: Text, value_of: Callable[[str], str] = lambda _expression: "") -> SafeString:
    """A text of the form for inside a label, heading or paragraph: phrasing content only.

    `text` is a str, or the parts of a text that quotes answers; `value_of(XPath)` gives the answer as it is now. Each stands
    in `<span data-value="XPATH">`, where a script finds it.
    """
    parts = text if isinstance(text, list) else [text]
    quoted = [part["value"] for part in parts if not isinstance(part, str)]
    numbers = iter(range(len(quoted)))
    whole = "".join(_plain(part) if isinstance(part, str) else f"{OPEN}{next(numbers)}{CLOSE}" for part in parts)
    made = _said(whole)
    if not quoted:
        return mark_safe(made)

    def answer(found: re.Match[str]) -> str:
        number = int(found.group(1))
        if number >= len(quoted):  # the letters came as entities of the text
            return ""
        expression = quoted[number]
        return format_html('<span data-value="{}">{}</span>', expression, value_of(expression))

    return mark_safe(QUOTED.sub(answer, made))


def plain(text: Text, value_of: Callable[[str], str] = lambda _expression: "") -> str:
    """The same without any marks: for the text of an option, the alternative of a picture."""
    made = strip_tags(html(text, value_of).replace("<br>", " "))
    return " ".join(made.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&#x27;", "'")
                    .replace("&amp;", "&").split())


def _plain(text: str) -> str:
    return text.replace(OPEN, "").replace(CLOSE, "")


@lru_cache(maxsize=4096)
def _said(text: str) -> str:
    if not SPEAKS.search(text) or len(text) > LONGEST:
        return escape(text.strip()).replace("\n", "<br>")
    text = LINE.sub("\n", text)
    lines: list[str] = []
    heading = False
    for token in READER.parse(text.strip()):
        if token.type == "heading_open":
            heading = True
        elif token.type == "inline":
            said = _weigh(WRITER.renderInline(token.children or [], READER.options, {}))
            lines.append(f"<b>{said}</b>" if heading else said)
            heading = False
    return "<br>".join(lines).replace("<br />", "<br>").replace("\n", "")


def _weigh(said: str) -> str:
    """Give escaped tags of weight their meaning where they come in pairs, the inner ones first; leave out the rest."""
    before = ""
    while before != said:
        before, said = said, PAIR.sub(r"<\1>\2</\1>", said)
    return OTHER_TAG.sub("", said)
