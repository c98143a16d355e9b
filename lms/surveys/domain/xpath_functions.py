"""The functions that a form's expressions may call, by name. Texts, numbers, dates and places stand in modules of their own.

What each one means is written in the ODK XForms specification; a value arrives as text, float, bool, Moment or nodes.
"""

import math
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lms.surveys.domain.xpath_values import Element, Table, number_of, text_of, truth_of

MANY = 1_000
PARK_MILLER = 2_147_483_647


class ExpressionFailed(ValueError):
    """An expression that cannot be worked out with these answers."""


@dataclass(frozen=True)
class Function:
    """What runs, how many values it takes, and whether it wants the scope and its own node first."""

    run: Callable[..., Any]
    least: int
    most: int
    scoped: bool


FUNCTIONS: dict[str, Function] = {}


def function(name: str, least: int = 1, most: int | None = None, *, scoped: bool = False) -> Callable:
    """Make a Python function known to expressions under `name`, with so many values."""
    def known(run: Callable) -> Callable:
        FUNCTIONS[name] = Function(run, least, least if most is None else most, scoped)
        return run
    return known


def texts_of(*values: Any) -> list[str]:
    """The text of each value; of a node set the text of each node."""
    return [text for value in values
            for text in ([one.string for one in value] if isinstance(value, list) else [text_of(value)])]


def own_or(node: Element, given: tuple) -> Any:
    """The value given, else the node's own text."""
    return given[0] if given else node.string


FUNCTIONS["true"] = Function(lambda: True, 0, 0, False)
FUNCTIONS["false"] = Function(lambda: False, 0, 0, False)
FUNCTIONS["boolean"] = Function(truth_of, 1, 1, False)
FUNCTIONS["not"] = Function(lambda value: not truth_of(value), 1, 1, False)


@function("boolean-from-string")
def _from_string(value: Any) -> bool:
    return text_of(value).strip().lower() in {"true", "1"}


def _ticks(value: Any) -> list[bool]:
    """Which of the values count as ticked: a true one, or a number above 0."""
    if isinstance(value, list):
        return [number_of(one.string) > 0 for one in value]
    return [value if isinstance(value, bool) else number_of(value) > 0]


def _between(total: float, least: Any, most: Any) -> bool:
    low, high = number_of(least), number_of(most)
    return (low < 0 or total >= low) and (high < 0 or total <= high)


@function("checklist", 2, MANY)
def _checklist(least: Any, most: Any, *values: Any) -> bool:
    return _between(float(sum(tick for value in values for tick in _ticks(value))), least, most)


@function("weighted-checklist", 2, MANY)
def _weighted(least: Any, most: Any, *values: Any) -> bool:
    ticks = [tick for value in values[::2] for tick in _ticks(value)]
    weights = [number_of(text) for text in texts_of(*values[1::2])]
    return _between(sum(weight for tick, weight in zip(ticks, weights, strict=False) if tick), least, most)


# --- choices, nodes, lists ---


@function("selected", 2)
def _selected(chosen: Any, name: Any) -> bool:
    return text_of(name).strip() in text_of(chosen).split()


@function("selected-at", 2)
def _selected_at(chosen: Any, place: Any) -> str:
    names, at = text_of(chosen).split(), number_of(place)
    return names[int(at)] if 0 <= at < len(names) else ""


@function("count-selected")
def _count_selected(chosen: Any) -> float:
    return float(len(text_of(chosen).split()))


def nodes_of(value: Any) -> list[Element]:
    """A value that must be nodes. Raises ExpressionFailed."""
    if not isinstance(value, list):
        raise ExpressionFailed("nodes are wanted here")
    return value


FUNCTIONS["count"] = Function(lambda value: float(len(nodes_of(value))), 1, 1, False)
FUNCTIONS["count-non-empty"] = Function(lambda value: float(sum(bool(one.string) for one in nodes_of(value))), 1, 1, False)


@function("name", 0, 1, scoped=True)
def _name_of(_scope: Any, node: Element, *given: Any) -> str:
    nodes = nodes_of(given[0]) if given else [node]
    return nodes[0].name if nodes else ""


FUNCTIONS["local-name"] = FUNCTIONS["name"]


@function("instance", scoped=True)
def _instance(scope: Any, _node: Element, name: Any) -> list[Element]:
    found = scope.instance(text_of(name))
    return [found] if found is not None else []


@function("pulldata", 4, scoped=True)
def _pulldata(scope: Any, _node: Element, name: Any, wanted: Any, key: Any, value: Any) -> str:
    found = scope.instance(text_of(name))
    table = found.kids["root"][0] if found is not None else None
    rows = table.rows_with(text_of(key), text_of(value)) if isinstance(table, Table) else []
    cells = rows[0].kids.get(text_of(wanted)) if rows else None
    return cells[0].text if cells else ""


@function("jr:itext", scoped=True)
def _itext(scope: Any, _node: Element, key: Any) -> str:
    return scope.itext(text_of(key))


FUNCTIONS["property"] = Function(lambda _name: "", 1, 1, False)
FUNCTIONS["version"] = Function(lambda: "", 0, 0, False)


@function("random", 0, scoped=True)
def _random(scope: Any, node: Element) -> float:
    """The same number each time at the same place of the same filled form, so that nothing jumps while one fills it in."""
    return random.Random(f"random {scope.seed} {node.at}").random()  # noqa: S311  (a shuffle, no secret)


@function("uuid", 0, 1, scoped=True)
def _uuid(scope: Any, node: Element, *given: Any) -> str:
    """The same one each time at the same place of the same filled form."""
    dice = random.Random(f"uuid {scope.seed} {node.at}")  # noqa: S311  (no secret: a name that stands still)
    if not given:
        return str(uuid.UUID(int=dice.getrandbits(128), version=4))
    length = number_of(given[0])
    size = int(length) if 0 < length <= MANY else 0
    return "".join(dice.choice("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") for _letter in range(size))


def seeded_shuffle(row: list, seed: float | None, name: str) -> list:
    """A row in another order that stands still: by a number as ODK's clients shuffle, else by a name."""
    if seed is None or not math.isfinite(seed):
        mixed = list(row)
        random.Random(name).shuffle(mixed)  # noqa: S311  (an order, no secret)
        return mixed
    state = int(math.fmod(seed, PARK_MILLER))
    state += PARK_MILLER - 1 if state <= 0 else 0
    mixed = []
    for one in row:
        state = state * 16_807 % PARK_MILLER
        at = int((state - 1) / (PARK_MILLER - 1) * (len(mixed) + 1))
        mixed.append(one)
        mixed[-1], mixed[at] = mixed[at], one
    return mixed
