"""What a first view of a page transfers: the page and all it links to, each file as a server sends it compressed.

Read from the answers themselves, without a browser: style sheets, scripts, pictures, and the fonts of `fonts.py`.
"""

import gzip
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin

from bench import fonts
from bench.client import Page, WrongAnswer, ask

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
    """Collects what a page links to."""

    def __init__(self) -> None:
        super().__init__()
        self.styles: list[str] = []
        self.scripts: list[str] = []
        self.pictures: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        rels = set(found.get("rel", "").lower().split())
        if tag == "link" and rels & STYLE_RELS:
            self.styles.append(found["href"])
        elif tag == "script" and "src" in found:
            self.scripts.append(found["src"])
        elif tag == "img" or (tag == "link" and rels & PICTURE_RELS):
            self.pictures.append(found.get("src") or found["href"])


def first_view(page: Page) -> FirstView:
    """Ask for a page and for all it links to. Raises WrongAnswer when a linked file is missing or is not ours."""
    body, links = page.checked().body, Links()
    links.feed(body.decode())
    sheets = {address: fetch(address) for address in (urljoin(page.address, href) for href in links.styles)}
    css = [(address, data.decode()) for address, data in sheets.items()]
    files = {page.address: kilobytes(body)} | {address: kilobytes(data) for address, data in sheets.items()}
    linked = [href for href in [*links.scripts, *links.pictures] if not href.startswith("data:")]
    for address in [*(urljoin(page.address, href) for href in linked), *fonts.wanted(body.decode(), css), *drawn(css)]:
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


def drawn(css: list[tuple[str, str]]) -> list[str]:
    """Pictures that style sheets name, used on this page or not."""
    found = []
    for base, text in css:
        plain = re.sub(r"@font-face\s*\{[^}]*\}", "", re.sub(r"/\*.*?\*/", "", text, flags=re.S))
        links = re.findall(r"""url\(\s*["']?([^"')]+)""", plain)
        found += [urljoin(base, link) for link in links if not link.startswith(("data:", "#"))]
    return found
