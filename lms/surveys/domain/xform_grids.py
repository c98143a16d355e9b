"""Folds rating grids: the rows stay, and what the compiler or the author put in for the heading of the columns goes.

The compiler's own nodes carry the number of their row, so they would look like other questions in each version.
"""

from typing import Any

SAID = "generated_table_list_label_"
HEADED = "reserved_name_for_field_list_labels_"
GRID = "table-list"


def fold(items: list[dict[str, Any]], languages: list[str]) -> list[dict[str, Any]]:
    """The items without the nodes that only serve a grid; their texts go to the group, or become a note."""
    groups = {item["path"]: item for item in items if item["type"] == "group"}
    kept = []
    for item in items:
        group = groups.get(item["path"].rpartition("/")[0])
        if group is not None and item["name"].startswith(SAID):
            group["labels"], group["hints"], group["media"] = item["labels"], item["hints"], item["media"]
            _mark(group)
        elif group is not None and item["name"].startswith(HEADED):
            _mark(group)
        elif item["type"] in {"select_one", "select_multiple"} and "label" in item["appearance"].split():
            if group is None or not _takes(group, item):
                kept.append(item | {"type": "note", "list": "", "filter": "", "shuffle": "", "required": "",
                                    "constraint": ""})
        else:
            kept.append(item)
    return kept


def _mark(group: dict[str, Any]) -> None:
    """The group's appearance as the workbook has it: the compiler replaces the word by another."""
    words = [word for word in group["appearance"].split() if word not in {"field-list", GRID}]
    group["appearance"] = " ".join([GRID, *words])


def _takes(group: dict[str, Any], heading: dict[str, Any]) -> bool:
    """True when the text above the columns found a place in its group, or there is none."""
    texts = heading["labels"]
    if not texts:
        return True
    if heading["relevant"] or heading["media"] or heading["hints"]:
        return False
    for kind in ("labels", "hints"):
        if not group[kind]:
            group[kind] = texts
            return True
    return False
