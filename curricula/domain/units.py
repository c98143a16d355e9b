"""The parts of a module that are compared, decided on and translated one by one: its head, its sessions, its blocks.

A part keeps its key from the regional text through every national one (block ids and session uids are copied), so that
what stands at a key in one text can be laid beside what stands there in another. Pure: nothing here asks the database.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.utils.html import strip_tags
from django.utils.text import Truncator

HEAD = "head"
SESSION = "session"
NOTES = "facilitator_notes"
PARAGRAPH_KEY = re.compile(r'\s+data-block-key="[^"]*"')


class Written(Enum):
    """How a field is written: one line, several, a list with an item a line, formatted text, or a bare figure or code."""

    LINE = "line"
    TEXT = "text"
    LIST = "list"
    RICH = "rich"
    BARE = "bare"


_TITLED = {"heading": Written.LINE, "text": Written.RICH}
FIELDS: dict[str, dict[str, Written]] = {
    HEAD: {"title": Written.LINE, "summary": Written.TEXT},
    SESSION: {"key": Written.BARE, "title": Written.LINE, "minutes": Written.BARE, "method": Written.LINE,
              "objective": Written.TEXT},
    "objectives": {"objectives": Written.LIST}, "outline": {"points": Written.LIST}, "text": _TITLED,
    "activity": {**_TITLED, "minutes": Written.BARE}, "case_study": _TITLED, "question": {"text": Written.TEXT},
    NOTES: _TITLED,
    "material": {"title": Written.LINE, "note": Written.TEXT, "document": Written.BARE, "link": Written.BARE},
}
"""The fields of each kind of part, in the order in which they are read."""


@dataclass(frozen=True)
class Unit:
    """One part. `fields` holds plain values: texts, lists of texts, formatted text as HTML, figures.

    `digest` is the SHA-256 of kind and fields: equal digest, equal part.
    """

    key: str
    kind: str
    fields: Mapping[str, Any]
    digest: str

    @property
    def label(self) -> str:
        """What the part is called in its own language: the heading, or key and title of a session; may be empty."""
        if self.kind == SESSION:
            return f"{self.fields['key']} {self.fields['title']}".strip()
        return str(self.fields.get("heading") or self.fields.get("title") or "")

    @property
    def gist(self) -> str:
        """What the part begins with, for lists: its label, or its first words without their form."""
        first = next((value for value in self.fields.values() if value and not isinstance(value, int)), "")
        text = " · ".join(first) if isinstance(first, list) else strip_tags(str(first))
        return self.label or Truncator(text).chars(120)

    @property
    def minutes(self) -> int | None:
        return self.fields.get("minutes")


def of_content(content: Mapping[str, Any]) -> list[Unit]:
    """The parts of a module as a revision holds it (`Revision.content`): title, summary, body, sessions."""
    body = content.get("body") or "[]"
    return read(title=content.get("title", ""), summary=content.get("summary", ""),
                blocks=json.loads(body) if isinstance(body, str) else body, sessions=content.get("sessions") or [])


def read(*, title: str, summary: str, blocks: Iterable[Mapping], sessions: Iterable[Mapping]) -> list[Unit]:
    """The parts in their order: the head, the sessions, the blocks. A kind of block that is not known is left out."""
    found = [unit(HEAD, HEAD, {"title": title, "summary": summary})]
    found += [unit(f"session:{row['uid']}", SESSION, row) for row in sessions]
    found += [unit(f"block:{row['id']}", row["type"], row["value"]) for row in blocks
              if row["type"] in FIELDS and row.get("id")]
    return found


def unit(key: str, kind: str, value: Mapping[str, Any]) -> Unit:
    """A part from its stored value; ids of list items do not count."""
    fields = {name: plain(value.get(name), how) for name, how in FIELDS[kind].items()}
    said = json.dumps([kind, fields], ensure_ascii=False, sort_keys=True)
    return Unit(key, kind, fields, hashlib.sha256(said.encode()).hexdigest())


def plain(value: Any, how: Written) -> Any:
    """A stored value without what the editor alone needs: ids of list items, keys of paragraphs, which Wagtail's editor
    writes at the first save. Nothing is an empty text, an empty list or None."""
    if how is Written.LIST:
        return [item["value"] if isinstance(item, Mapping) else item for item in value or []]
    if how is Written.RICH:
        return PARAGRAPH_KEY.sub("", value or "")
    return value if how is Written.BARE else (value or "")


def whole(units: Iterable[Unit]) -> str:
    """SHA-256 of all parts in their order: equal, and the modules are."""
    return hashlib.sha256(json.dumps([[one.key, one.digest] for one in units]).encode()).hexdigest()


def digests(units: Iterable[Unit]) -> list[list[str]]:
    """What a frozen module keeps of its parts: [key, digest] in their order."""
    return [[one.key, one.digest] for one in units]


def words(one: Unit) -> dict[str, Any]:
    """The fields of a part that are written in a language: what a translator works on."""
    return {name: one.fields[name] for name, how in FIELDS[one.kind].items() if how is not Written.BARE}
