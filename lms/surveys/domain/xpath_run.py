"""Makes the tree of an expression into nested functions, once; they are what runs."""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from lms.surveys.domain import xpath_dates, xpath_numbers, xpath_places, xpath_texts  # noqa: F401  (they make theirs known)
from lms.surveys.domain.xpath_axes import above, axis_of, bound
from lms.surveys.domain.xpath_functions import FUNCTIONS, nodes_of
from lms.surveys.domain.xpath_scope import Run, Scope
from lms.surveys.domain.xpath_special import SPECIAL
from lms.surveys.domain.xpath_syntax import ExpressionRefused, Tree, walk
from lms.surveys.domain.xpath_values import NAN, Element, Table, compare, number_of, text_of, truth_of

FEW = 8
"""From so many rows on a list is looked up and not walked."""


class Test(NamedTuple):
    """A predicate; and when it asks for one text in a column, which column, and what works the text out."""

    run: Run
    column: str
    wanted: Run | None


def ready(tree: Tree) -> Run:
    """A tree as nested functions. Raises ExpressionRefused for a function that is not known, or takes other arguments."""
    kind = tree[0]
    if kind in {"number", "text"}:
        constant = tree[1]
        return lambda scope, node, at, size: constant
    if kind == "negative":
        inner = ready(tree[1])
        return lambda scope, node, at, size: -number_of(inner(scope, node, at, size))
    if kind == "chain":
        return _chain(ready(tree[1]), [(operator, ready(part)) for operator, part in tree[2]])
    if kind == "union":
        return _union([ready(part) for part in tree[1]])
    if kind == "where":
        return _where(ready(tree[1]), tests_of(tree[2]))
    if kind == "path":
        return _path(tree[1], tree[2])
    return _call(tree[1], tree[2])


def _chain(first: Run, rest: list[tuple[str, Run]]) -> Run:
    operators = {operator for operator, _part in rest}
    if operators <= {"or", "and"}:
        parts, stop = [first, *(part for _operator, part in rest)], operators == {"or"}

        def logic(scope: Scope, node: Element, at: int, size: int) -> bool:
            for part in parts:
                if truth_of(part(scope, node, at, size)) == stop:
                    return stop
            return not stop
        return logic
    if operators <= {"+", "-", "*", "div", "mod"}:
        def sums(scope: Scope, node: Element, at: int, size: int) -> float:
            value = number_of(first(scope, node, at, size))
            for operator, part in rest:
                value = ARITHMETIC[operator](value, number_of(part(scope, node, at, size)))
            return value
        return sums

    def comparison(scope: Scope, node: Element, at: int, size: int) -> Any:
        value = first(scope, node, at, size)
        for operator, part in rest:
            value = compare(operator, value, part(scope, node, at, size))
        return value
    return comparison


def _divided(one: float, other: float) -> float:
    if other:
        return one / other
    return NAN if not one or math.isnan(one) else math.inf * one


def _remainder(one: float, other: float) -> float:
    """With the sign of the first, as XPath has it."""
    if not other or one in {float("inf"), float("-inf")}:
        return float("nan")
    return one if other in {float("inf"), float("-inf")} else (abs(one) % abs(other)) * (-1.0 if one < 0 else 1.0)


ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": lambda one, other: one + other, "-": lambda one, other: one - other, "*": lambda one, other: one * other,
    "div": _divided, "mod": _remainder}


def _union(parts: list[Run]) -> Run:
    def union(scope: Scope, node: Element, at: int, size: int) -> list[Element]:
        found = {id(one): one for part in parts for one in nodes_of(part(scope, node, at, size))}
        order = {id(one): place for place, one in enumerate(scope.root.within())}
        scope.spend(len(order))
        return sorted(found.values(), key=lambda one: order.get(id(one), -1))
    return union


def _where(inner: Run, tests: list[Test]) -> Run:
    def where(scope: Scope, node: Element, at: int, size: int) -> list[Element]:
        return tested(nodes_of(inner(scope, node, at, size)), tests, scope)
    return where


def tests_of(trees: list[Tree]) -> list[Test]:
    """Predicates. One of several conditions becomes several predicates, so that each can be looked up."""
    found = []
    for tree in trees:
        apart = tree[0] == "chain" and {operator for operator, _part in tree[2]} == {"and"}
        placed = any(one[0] == "call" and one[1] in {"position", "last"} for one in walk(tree))
        parts = [tree[1], *(part for _operator, part in tree[2])] if apart and not placed else [tree]
        found += [Test(ready(("call", "boolean", [part])) if len(parts) > 1 else ready(part), *_looked_up(part)) for part in parts]
    return found


def _looked_up(tree: Tree) -> tuple[str, Run | None]:
    """(column, what it must be) of a predicate like name = current()/../town, which is the same for every row."""
    if tree[0] == "chain" and len(tree[2]) == 1 and tree[2][0][0] == "=":
        for one, other in ((tree[1], tree[2][0][1]), (tree[2][0][1], tree[1])):
            plain = one[:2] == ("path", "here") and len(one[2]) == 1 and one[2][0][0] == "child" and not one[2][0][2]
            steady = other[0] == "text" or (other[0] == "path" and (
                other[1] == "root" or (not isinstance(other[1], str) and other[1][:2] == ("call", "current"))))
            if plain and steady and one[2][0][1] not in {"*", "node()"}:
                return one[2][0][1], ready(other)
    return "", None


def tested(nodes: list[Element], tests: list[Test], scope: Scope) -> list[Element]:
    """The nodes that all predicates let through."""
    for test in tests:
        size = len(nodes)
        table = nodes[0].parent if size > FEW else None
        if test.wanted is not None and isinstance(table, Table) and size == len(table.rows()):
            value = test.wanted(scope, nodes[0], 1, size)
            if isinstance(value, str) or (isinstance(value, list) and len(value) < 2):
                nodes = table.rows_with(test.column, text_of(value))
                continue
        scope.spend(size)
        kept = []
        for place, one in enumerate(nodes, start=1):
            value = test.run(scope, one, place, size)
            if value == place if isinstance(value, float) else truth_of(value):
                kept.append(one)
        nodes = kept
    return nodes


def _path(start: Any, steps: list[Tree]) -> Run:
    moves = [(axis_of(axis, name), tests_of(tests)) for axis, name, tests in steps]

    def follow(nodes: list[Element], moves: list, scope: Scope) -> list[Element]:
        for move, tests in moves:
            found: list[Element] = []
            for one in nodes:
                onward = move(one)
                scope.spend(len(onward) + 1)
                found.extend(tested(onward, tests, scope) if tests else onward)
            nodes = found if len(nodes) < 2 else list({id(one): one for one in found}.values())
        return nodes

    if start == "here":
        return lambda scope, node, at, size: follow([node], moves, scope)
    if start == "root":
        names = [None if tests or axis != "child" else name for axis, name, tests in steps]

        def absolute(scope: Scope, node: Element, at: int, size: int) -> list[Element]:
            if not names or names[0] not in {scope.root.name, "*"}:
                return follow([above(scope.root)], moves, scope)
            base = node if node.path is not None else scope.current
            here, done = bound(scope.root, base, names)
            return follow([here], moves[done:], scope)
        return absolute
    inner = ready(start)
    return lambda scope, node, at, size: follow(nodes_of(inner(scope, node, at, size)), moves, scope)


def _call(name: str, given: list[Tree]) -> Run:
    if name in SPECIAL:
        least, most, make = SPECIAL[name]
        _count(name, len(given), least, most)
        return make(given, ready)
    known = FUNCTIONS.get(name)
    if known is None:
        raise ExpressionRefused(_("The function %(name)s() is not known here.") % {"name": name})
    _count(name, len(given), known.least, known.most)
    parts, run, scoped = [ready(tree) for tree in given], known.run, known.scoped
    if scoped:
        return lambda scope, node, at, size: run(scope, node, *[part(scope, node, at, size) for part in parts])
    if len(parts) == 1:
        only = parts[0]
        return lambda scope, node, at, size: run(only(scope, node, at, size))
    return lambda scope, node, at, size: run(*[part(scope, node, at, size) for part in parts])


def _count(name: str, given: int, least: int, most: int) -> None:
    if not least <= given <= most:
        raise ExpressionRefused(_("The function %(name)s() takes another number of arguments.") % {"name": name})
