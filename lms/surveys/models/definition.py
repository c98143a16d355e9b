"""What a form asks, as plain data: the contract between the reader of workbooks, the pages, the checks and the figures.

An **item** is one node of the form, a dict with every key below. Items stand in the form's order.

    path         "members/name": its place, without the root; the key of its answer
    name         "name"
    type         group repeat | note text integer decimal range date time dateTime select_one select_multiple rank
                 acknowledge geopoint geotrace geoshape barcode image audio video file | calculate meta hidden
    repeat       path of the innermost repeat around it, "" outside of any
    appearance   as written
    labels       Texts; hints Texts
    media        {language: {"image" | "big-image" | "audio" | "video": file name}}
    required, constraint, relevant, calculation, readonly      XPath as compiled, "" when there is none
    required_messages, constraint_messages                     Texts
    default      the text that stands there from the start; first: an expression for it instead
    changes      [{"when": path, "value": XPath}]: worked out anew when the answer at `when` changes
    list         id of its list of choices, ""; filter: XPath predicate over a choice, ""; shuffle: "" or the seed ("by
                 instance", or an XPath)
    range        {"start": text, "end": text, "step": text} of a range, {} else
    count        XPath of how often a repeat stands there, "" when the person adds
    preload      [kind, parameter] of a meta, [] else

**Texts** are {language: text}; a text is a str, or a list of str and {"value": XPath} where answers are quoted.
**Lists** are {id: [choice]}; a choice is {"name", "labels": Texts, "media", "more": {column: text}}.

**Answers** are {path: answer}; a repeat's path leads to a list of such dicts, one an instance. An answer is a text, an
int (integer), a float (decimal; range by its step), a list of names (select_multiple, rank), "2026-12-01" (date), "13:30" (time),
"2026-12-01T13:30" (dateTime), "OK" (acknowledge), "lat lon altitude accuracy" (geopoint; ";" between points), a file's name.

**A place in a filled form** is the path with the number of each repeat around it, from 1: "members[2]/name".
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

STRUCTURE = frozenset({"group", "repeat"})
SILENT = frozenset({"calculate", "meta", "hidden"})
FILES = frozenset({"image", "audio", "video", "file"})
SEVERAL = frozenset({"select_multiple", "rank"})
CHOSEN = frozenset({"select_one"}) | SEVERAL
NUMBERS = frozenset({"integer", "decimal", "range"})


@dataclass(frozen=True)
class Definition:
    """One version of a form."""

    items: list[dict[str, Any]]
    lists: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    languages: list[str] = field(default_factory=list)
    style: str = ""

    @cached_property
    def by_path(self) -> dict[str, dict[str, Any]]:
        return {item["path"]: item for item in self.items}

    @cached_property
    def asked(self) -> list[dict[str, Any]]:
        """The items that a person answers."""
        return [item for item in self.items if item["type"] not in STRUCTURE | SILENT | {"note"}]

    @property
    def pages(self) -> bool:
        """True when the workbook asks for one page after the other."""
        return "pages" in self.style.split()

    def inside(self, repeat: str) -> Iterator[dict[str, Any]]:
        """The items whose innermost repeat this is; "" for those outside of any."""
        return (item for item in self.items if item["repeat"] == repeat)

    def choices(self, item: dict[str, Any]) -> list[dict[str, Any]]:
        """All choices of an item, before any filter."""
        return self.lists.get(item["list"], [])
