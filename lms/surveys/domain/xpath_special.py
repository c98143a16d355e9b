"""Functions that need more than their values: the tree of an argument, the position, the question asked about."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from lms.surveys.domain.xpath_functions import MANY, nodes_of, seeded_shuffle
from lms.surveys.domain.xpath_scope import Run, Scope
from lms.surveys.domain.xpath_syntax import ExpressionRefused, Tree, read
from lms.surveys.domain.xpath_values import Element, number_of, text_of, truth_of

Ready = Callable[[Tree], Run]
"""What makes a tree ready to run."""


def _if(given: list[Tree], run: Ready) -> Run:
    test, yes, no = map(run, given)
    return lambda scope, node, at, size: (yes if truth_of(test(scope, node, at, size)) else no)(scope, node, at, size)


def _coalesce(given: list[Tree], run: Ready) -> Run:
    parts = [run(tree) for tree in given]

    def coalesce(scope: Scope, node: Element, at: int, size: int) -> str:
        return next((text for part in parts if (text := text_of(part(scope, node, at, size)))), "")
    return coalesce


def _once(given: list[Tree], run: Ready) -> Run:
    inner = run(given[0])
    return lambda scope, node, at, size: node.text or inner(scope, node, at, size)


def _position(given: list[Tree], run: Ready) -> Run:
    if not given:
        return lambda scope, node, at, size: float(at)
    inner = run(given[0])

    def position(scope: Scope, node: Element, at: int, size: int) -> float:
        nodes = nodes_of(inner(scope, node, at, size))
        if not nodes or nodes[0].parent is None:
            return 1.0 if nodes else float("nan")
        row = nodes[0].parent.kids.get(nodes[0].name, [])
        return float(next((place for place, one in enumerate(row, start=1) if one is nodes[0]), len(row) + 1))
    return position


def _indexed(given: list[Tree], run: Ready) -> Run:
    target, places = run(given[0]), [(run(given[n]), run(given[n + 1])) for n in range(1, len(given) - 1, 2)]
    if len(given) % 2 == 0:
        raise ExpressionRefused(_("The function %(name)s() takes another number of arguments.") % {"name": "indexed-repeat"})

    def indexed(scope: Scope, node: Element, at: int, size: int) -> list[Element]:
        nodes, here = nodes_of(target(scope, node, at, size)), scope.root
        for repeat, index in places:
            rows = nodes_of(repeat(scope, node, at, size))
            wanted = number_of(index(scope, node, at, size))
            found = _down(here, rows[0].path) if rows else []
            if not 1 <= wanted <= len(found):
                return []
            here = found[int(wanted) - 1]
        return _down(here, nodes[0].path) if nodes else _down(here, _named(given[0]))
    return indexed


def _named(tree: Tree) -> str | None:
    """The path that an absolute path spells, without the root."""
    return "/".join(name for _axis_, name, _tests in tree[2][1:]) if tree[0] == "path" and tree[1] == "root" else None


def _down(here: Element, path: str | None) -> list[Element]:
    """The nodes of a form's path below a node."""
    start = f"{here.path}/" if here.path else ""
    if path is None or not path.startswith(start):
        return []
    nodes = [here]
    for name in path[len(start):].split("/"):
        nodes = [kid for one in nodes for kid in one.kids.get(name, ()) if kid.shown]
    return nodes


def _choice_name(given: list[Tree], run: Ready) -> Run:
    """jr:choice-name(value, 'path'): the compiler leaves the path in quotes, so it is read here."""
    value = run(given[0])
    where = run(read(given[1][1].strip())) if given[1][0] == "text" else run(given[1])

    def choice_name(scope: Scope, node: Element, at: int, size: int) -> str:
        nodes = nodes_of(where(scope, node, at, size))
        return scope.choice_name(nodes[0], text_of(value(scope, node, at, size))) if nodes else ""
    return choice_name


def _randomize(given: list[Tree], run: Ready) -> Run:
    parts = [run(tree) for tree in given]

    def randomize(scope: Scope, node: Element, at: int, size: int) -> list[Element]:
        nodes = nodes_of(parts[0](scope, node, at, size))
        seed = number_of(parts[1](scope, node, at, size)) if len(parts) > 1 else None
        return seeded_shuffle(nodes, seed, f"{scope.seed}{scope.current.path}")
    return randomize


SPECIAL: dict[str, tuple[int, int, Callable[[list[Tree], Ready], Run]]] = {
    "if": (3, 3, _if), "coalesce": (1, MANY, _coalesce), "once": (1, 1, _once), "position": (0, 1, _position),
    "last": (0, 0, lambda _given, _run: lambda scope, node, at, size: float(size)),
    "current": (0, 0, lambda _given, _run: lambda scope, node, at, size: [scope.current]),
    "indexed-repeat": (3, 7, _indexed), "jr:choice-name": (2, 2, _choice_name), "randomize": (1, 2, _randomize)}
