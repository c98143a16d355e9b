"""Lists of choices as expressions see them: /root/item with a child for the name, the label and every further column."""

import re
from typing import Any

from lms.surveys.domain.languages import say
from lms.surveys.domain.xpath_values import Element, Table
from lms.surveys.models.definition import Definition

KEY = re.compile(r"(.+)-(\d+)")


def list_element(definition: Definition, name: str, language: str) -> Element | None:
    """The list as a tree, made once for a definition and language; None when there is no such list."""
    if name not in definition.lists:
        return None
    known: dict[tuple[str, str], Element] = definition.__dict__.setdefault("_lists", {})
    if (name, language) not in known:
        top = Element("instance")
        root = top.add(Table("root", top))
        for place, choice in enumerate(definition.lists[name]):
            item = root.add(Element("item", root))
            cells = {"name": choice["name"], "label": plain(choice["labels"], language),
                     "itextId": f"{name}-{place}"} | choice.get("more", {})
            for column, text in cells.items():
                item.add(Element(column, item, text=str(text)))
        known[name, language] = top
    return known[name, language]


def table_of(top: Element) -> Table:
    """The rows of a list's tree."""
    root = top.kids["root"][0]
    assert isinstance(root, Table)  # noqa: S101  (list_element made it)
    return root


def plain_texts(texts: dict[str, Any]) -> dict[str, str]:
    """Texts in every language without the answers quoted in them."""
    return {language: text if isinstance(text, str) else "".join(part for part in text if isinstance(part, str)).strip()
            for language, text in texts.items()}


def plain(texts: dict[str, Any], language: str) -> str:
    """A choice's label in a language, or another that it has."""
    return say(plain_texts(texts), language)[0]


def label_of(definition: Definition, item: dict[str, Any] | None, name: str, language: str) -> str:
    """The label of the choice of this name, "" when the item has none."""
    found = next((choice for choice in definition.choices(item) if choice["name"] == name), None) if item else None
    return plain(found["labels"], language) if found else ""


def by_key(definition: Definition, key: str, language: str) -> str:
    """The text that the compiler calls `key`: "list-0" is the label of a list's first choice."""
    found = KEY.fullmatch(key)
    choices = definition.lists.get(found.group(1), []) if found else []
    place = int(found.group(2)[:6]) if found else 0
    return plain(choices[place]["labels"], language) if place < len(choices) else ""
