"""What changed between two versions of a form, question by question. Pure: two definitions in, a list out."""

from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from lms.surveys.models.definition import Definition

RULES = ("required", "constraint", "relevant", "calculation", "readonly", "default", "first", "changes", "filter", "shuffle",
         "range", "count", "appearance")
TEXTS = ("labels", "hints", "constraint_messages", "required_messages")
Item = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """One thing that is not as it was. `what` is a key of an item ("labels", "type", "relevant" ...) or "choices".

    For texts `language` says in which; `before` and `after` are Text, "" where there was or is none. For choices they are
    the choice's label in its first language, and `language` is its name.
    """

    what: str
    language: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Difference:
    """`kind` is added, removed, changed or moved; `item` is the node as it is now, or as it was when it is gone."""

    kind: str
    path: str
    item: Item
    changes: list[Change] = field(default_factory=list)


def differences(old: Definition, new: Definition) -> list[Difference]:
    """What changed from `old` to `new`, in the order of the new form; what was removed stands at its old neighbour.

    A question is known by its path: another name is another question. One that has only moved past others is "moved";
    one that moved and changed is "changed".
    """
    stayed = _stayed([item["path"] for item in old.items], [item["path"] for item in new.items])
    found: dict[str, list[Difference]] = {}
    at = ""
    for item in old.items:
        if item["path"] in new.by_path:
            at = item["path"]
        else:
            found.setdefault(at, []).append(Difference("removed", item["path"], item))
    said = found.pop("", [])
    for item in new.items:
        said += _of(item, old, new, stayed) + found.get(item["path"], [])
    return said


def _of(item: Item, old: Definition, new: Definition, stayed: set[str]) -> list[Difference]:
    before = old.by_path.get(item["path"])
    if before is None:
        return [Difference("added", item["path"], item)]
    changes = [*_texts(before, item), *_plain(before, item), *_choices(old.choices(before), new.choices(item))]
    if changes:
        return [Difference("changed", item["path"], item, changes)]
    return [] if item["path"] in stayed else [Difference("moved", item["path"], item)]


def _stayed(old: list[str], new: list[str]) -> set[str]:
    """The paths that keep their order: all others have moved past them."""
    both = set(old) & set(new)
    one, other = ([path for path in paths if path in both] for paths in (old, new))
    return {path for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
            for path in one[block.a:block.a + block.size]}


def _texts(before: Item, after: Item) -> list[Change]:
    return [Change(key, language, before[key].get(language, ""), after[key].get(language, ""))
            for key in TEXTS for language in dict.fromkeys([*before[key], *after[key]])
            if before[key].get(language, "") != after[key].get(language, "")]


def _plain(before: Item, after: Item) -> list[Change]:
    return [Change(key, "", before[key], after[key]) for key in ("type", "media", *RULES) if before[key] != after[key]]


def _choices(before: list[Item], after: list[Item]) -> list[Change]:
    """Choices added, removed and reworded; the same choices in another order are one change."""
    one, other = ({choice["name"]: choice for choice in choices} for choices in (before, after))
    changes = [Change("choices", name, _said(one.get(name)), _said(other.get(name)))
               for name in dict.fromkeys([*one, *other])
               if (name in one) != (name in other) or any(one[name][key] != other[name][key]
                                                          for key in ("labels", "media", "more"))]
    if not changes and list(one) != list(other):
        changes.append(Change("choices", "", list(one), list(other)))
    return changes


def _said(choice: Item | None) -> Any:
    return next(iter(choice["labels"].values()), choice["name"]) if choice else ""
