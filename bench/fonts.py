"""Which fonts a browser would fetch for a page: the cascade of font-family, and no more of CSS than that.

A font file is fetched when an element's font-family names it before any other that has the character, and the
character lies in its unicode-range. Media queries are taken to hold; states such as :hover are taken not to.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNSEEN = {"script", "style", "title", "template"}
PART = re.compile(r"\[(?P<attribute>[^\]]*)\]|(?P<kind>[.#:]*)(?P<name>[\w-]+)(?:\((?P<argument>[^)]*)\))?")


@dataclass(frozen=True)
class Face:
    family: str
    address: str
    spans: tuple[tuple[int, int], ...]

    def has(self, character: str) -> bool:
        return any(first <= ord(character) <= last for first, last in self.spans)


@dataclass(frozen=True)
class Rule:
    """Compound selectors from ancestor to element, the weight by which rules win, and what is declared."""

    chain: tuple[str, ...]
    weight: tuple[int, int, int, int]
    declared: dict[str, str]


@dataclass(frozen=True)
class Element:
    """`named` holds custom properties, `stack` the font families, both as they are at this element."""

    tag: str
    attributes: dict[str, str]
    language: str
    parent: "Element | None"
    named: dict[str, str]
    stack: tuple[str, ...]


def read(sheets: list[tuple[str, str]]) -> tuple[list[Face], list[Rule]]:
    """The faces and the rules that decide on fonts, of style sheets given as (address, text)."""
    faces: list[Face] = []
    rules: list[Rule] = []
    for base, text in sheets:
        for selectors, inside in re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", text, flags=re.S)):
            pairs = (part.partition(":") for part in inside.split(";"))
            declared = {name.strip(): value.strip() for name, _colon, value in pairs
                        if name.strip() == "font-family" or name.strip().startswith(("--", "src", "unicode"))}
            if selectors.strip().startswith("@font-face"):
                faces.append(face(base, declared))
            elif declared:
                rules += [rule(selector.split(), declared, len(rules)) for selector in selectors.split(",")]
    return faces, sorted(rules, key=lambda found: found.weight)


def face(base: str, declared: dict[str, str]) -> Face:
    link = re.search(r"""url\(\s*["']?([^"')]+)""", declared["src"])
    spans = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", declared.get("unicode-range", "U+0-10FFFF"), re.I)
    return Face(families(declared["font-family"])[0], urljoin(base, link[1]) if link else "",
                tuple((int(first, 16), int(last or first, 16)) for first, last in spans))


def rule(chain: list[str], declared: dict[str, str], order: int) -> Rule:
    parts = [part for compound in chain for part in PART.finditer(compound)]
    ids = sum(part["kind"] == "#" for part in parts)
    tags = sum(part["kind"] == "" for part in parts)
    weight = (ids, len(parts) - ids - tags, tags, order)
    return Rule(tuple(part for part in chain if part not in ">+~"), weight, declared)


def families(value: str) -> tuple[str, ...]:
    return tuple(name.strip().strip("\"'") for name in value.split(","))


def fits(compound: str, element: Element) -> bool:
    """Whether a compound selector such as `p.lede[lang]` matches an element. One with an unknown state does not."""
    for part in PART.finditer(compound):
        kind, name, value = part["kind"], part["name"], (part["argument"] or "").lower()
        if part["attribute"] is not None:
            key, _sign, wanted = part["attribute"].partition("=")
            ok = key in element.attributes and (not wanted or element.attributes[key] == wanted.strip("\"'"))
        elif kind == ".":
            ok = name in element.attributes.get("class", "").split()
        elif kind == "#":
            ok = name == element.attributes.get("id")
        elif kind == ":":
            ok = (name == "root" and element.tag == "html") or (
                name == "lang" and (element.language == value or element.language.startswith(f"{value}-")))
        else:
            ok = not kind and name == element.tag
        if not ok:
            return False
    return True


def matches(chain: tuple[str, ...], element: Element | None) -> bool:
    """Whether the last compound fits the element and the others its ancestors, in order."""
    if element is None or not fits(chain[-1], element):
        return False
    above, rest = element.parent, chain[:-1]
    while rest and above:
        if fits(rest[-1], above):
            rest = rest[:-1]
        above = above.parent
    return not rest


class Text(HTMLParser):
    """Collects a page's characters by the font families that they are set in."""

    def __init__(self, rules: list[Rule]) -> None:
        super().__init__()
        self.rules = rules
        self.open = [Element("", {}, "", None, {}, ())]
        self.characters: dict[tuple[str, ...], set[str]] = defaultdict(set)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        above, attributes = self.open[-1], {name: value or "" for name, value in attrs}
        bare = Element(tag, attributes, attributes.get("lang", above.language).lower(), above, {}, ())
        declared: dict[str, str] = {}
        for found in self.rules:
            if matches(found.chain, bare):
                declared |= found.declared
        family = declared.pop("font-family", "inherit")
        named = above.named | declared
        stack = above.stack if family == "inherit" else families(filled(family, named))
        self.open.append(Element(tag, attributes, bare.language, above, named, stack))

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self.open):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.open[-1].tag not in UNSEEN:
            self.characters[self.open[-1].stack] |= set(data)


def filled(value: str, named: dict[str, str]) -> str:
    """The value with every var(--name) replaced, as deep as they go."""
    for _depth in range(len(named) + 1):
        value = re.sub(r"var\((--[\w-]+)\)", lambda found: named.get(found[1], ""), value)
    return value


def wanted(html: str, sheets: list[tuple[str, str]]) -> list[str]:
    """The addresses of the font files that a browser would fetch for a page with these style sheets."""
    faces, rules = read(sheets)
    page = Text(rules)
    page.feed(html)
    found: dict[str, None] = {}
    for stack, characters in page.characters.items():
        ours = [face for family in stack for face in faces if face.family == family]
        for character in characters:
            if first := next((face for face in ours if face.has(character)), None):
                found[first.address] = None
    return list(found)
