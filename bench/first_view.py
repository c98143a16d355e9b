"""What a first view of a page transfers: the page and all it links to, each file as a server sends it compressed.

Read from the answers themselves, without a browser: style sheets, scripts, pictures, and those fonts that a browser
would fetch, because the style sheet names the font for a language and the page has its characters in that language.
"""

import gzip
import re
from collections import defaultdict
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin

from bench.client import Page, WrongAnswer, ask

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNSEEN = {"script", "style", "title", "template"}
PACKED = (".woff2", ".woff", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".mp4")
"""Compressed by themselves: no server compresses them again."""
STYLE_RELS, PICTURE_RELS = {"stylesheet"}, {"icon", "preload", "modulepreload"}


def kilobytes(data: bytes) -> float:
    """The size after gzip level 6, in kB of 1,000 bytes."""
    return len(gzip.compress(data, 6, mtime=0)) / 1000


@dataclass(frozen=True)
class FirstView:
    """kB by address; `total` of all, `javascript` of the scripts among them."""

    files: dict[str, float]
    scripts: frozenset[str]

    @property
    def total(self) -> float:
        return sum(self.files.values())

    @property
    def javascript(self) -> float:
        return sum(size for address, size in self.files.items() if address in self.scripts)


class Links(HTMLParser):
    """Collects what a page links to, and its characters by the language that they stand in."""

    def __init__(self) -> None:
        super().__init__()
        self.styles: list[str] = []
        self.scripts: list[str] = []
        self.pictures: list[str] = []
        self.characters: dict[str, set[str]] = defaultdict(set)
        self.open: list[tuple[str, str]] = [("", "")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        rels = set(found.get("rel", "").lower().split())
        if tag == "link" and rels & STYLE_RELS:
            self.styles.append(found["href"])
        elif tag == "script" and "src" in found:
            self.scripts.append(found["src"])
        elif tag == "img" or (tag == "link" and rels & PICTURE_RELS):
            self.pictures.append(found.get("src") or found["href"])
        if tag not in VOID:
            self.open.append((tag, found.get("lang", self.open[-1][1]).lower()))

    def handle_endtag(self, tag: str) -> None:
        if any(name == tag for name, _language in self.open):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        tag, language = self.open[-1]
        if tag not in UNSEEN:
            self.characters[language] |= set(data)


def first_view(page: Page) -> FirstView:
    """Ask for a page and for all it links to. Raises WrongAnswer when a linked file is missing or is not ours."""
    body, links = page.checked().body, Links()
    links.feed(body.decode())
    sheets = {address: fetch(address) for address in (urljoin(page.address, href) for href in links.styles)}
    files = {page.address: kilobytes(body)} | {address: kilobytes(data) for address, data in sheets.items()}
    css = [(address, re.sub(r"/\*.*?\*/", "", data.decode(), flags=re.S)) for address, data in sheets.items()]
    wanted = [urljoin(page.address, href) for href in [*links.scripts, *links.pictures] if not href.startswith("data:")]
    for address in [*wanted, *fonts(css, links.characters), *drawn(css)]:
        data = fetch(address)
        files[address] = len(data) / 1000 if address.endswith(PACKED) else kilobytes(data)
    return FirstView(files, frozenset(urljoin(page.address, src) for src in links.scripts))


def fetch(address: str) -> bytes:
    if "//" in address:
        raise WrongAnswer(f"{address} lies on another host")
    answer = ask(address)
    if answer.status != 200:
        raise WrongAnswer(f"{address} is linked and answers {answer.status}")
    return answer.body


def rules(text: str) -> list[tuple[str, str]]:
    """The innermost rules of a style sheet, as (selector, declarations)."""
    return [(selector.strip(), inside) for selector, inside in re.findall(r"([^{}]+)\{([^{}]*)\}", text)]


def addresses(base: str, inside: str) -> list[str]:
    found = re.findall(r"""url\(\s*["']?([^"')]+)""", inside)
    return [urljoin(base, href) for href in found if not href.startswith(("data:", "#"))]


def drawn(css: list[tuple[str, str]]) -> list[str]:
    """Pictures that style sheets name."""
    return [address for base, text in css for selector, inside in rules(text) if not selector.startswith("@font-face")
            for address in addresses(base, inside)]


def fonts(css: list[tuple[str, str]], characters: dict[str, set[str]]) -> list[str]:
    """The font files that a browser would fetch for these characters by language."""
    everything = [(base, *rule) for base, text in css for rule in rules(text)]
    found = []
    for base, selector, inside in everything:
        family = re.search(r"""font-family:\s*["']?([^"';]+)""", inside)
        if not selector.startswith("@font-face") or not family:
            continue
        namers = [where for _base, where, what in everything if not where.startswith("@font-face")
                  and re.search(rf"""[:,\s"']{re.escape(family[1])}["']?\s*(?:[,;]|$)""", what)]
        shown = set().union(*(text for language, text in characters.items() if any(
            names(where, language) for where in namers)))
        if any(within(inside, ord(character)) for character in shown):
            found += addresses(base, inside)[:1]
    return found


def names(selector: str, language: str) -> bool:
    """Whether a selector can match an element in a language. One without :lang() can match in all."""
    asked = re.findall(r":lang\(([^)]+)\)", selector.lower())
    return not asked or any(language == code or language.startswith(f"{code}-") for code in asked)


def within(face: str, point: int) -> bool:
    """Whether a character lies in the unicode-range of a font face; one without a range has all."""
    stated = re.search(r"unicode-range:([^;]+)", face)
    spans = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", stated[1], re.I) if stated else [("0", "10FFFF")]
    return any(int(first, 16) <= point <= int(last or first, 16) for first, last in spans)
