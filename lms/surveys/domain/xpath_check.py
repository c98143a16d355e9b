"""Looks expressions over before a form is published: can each be read, and what does it name?"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from lms.surveys.domain.xpath_functions import FUNCTIONS
from lms.surveys.domain.xpath_run import ready
from lms.surveys.domain.xpath_syntax import ExpressionRefused, Tree, parts_of, read, walk

ROOT = "data"


def check(*, expression: str, known_paths: Iterable[str], lists: Iterable[str] = (), at: str = "") -> None:
    """Refuse what cannot be read, an unknown function, path or list, and a pattern that is none. Raises ExpressionRefused.

    `known_paths` are absolute ("/data/members/name"); `at` is the path of the node asked about: with it, relative paths
    are followed too. `lists` are the ids that instance() may name.
    """
    tree = read(expression)
    ready(tree)
    known, ids = {f"/{ROOT}", "/", *known_paths}, set(lists)
    for one in walk(tree):
        if one[0] == "call" and one[1] in {"instance", "pulldata"} and one[2] and one[2][0][0] == "text":
            if one[2][0][1] not in ids:
                raise ExpressionRefused(_("The form has no list named %(name)s.") % {"name": one[2][0][1]})
        elif one[0] == "call" and one[1] == "regex" and one[2][1][0] == "text":
            FUNCTIONS["regex"].run("", one[2][1][1])
    for path in references(expression=expression, at=at):
        if path not in known and not path.startswith(f"/{ROOT}/meta/"):
            raise ExpressionRefused(_("The form has no question at %(path)s.") % {"path": path})


def references(*, expression: str, at: str = "") -> set[str]:
    """The absolute paths that an expression names; those that begin at its own node when `at` says where that is."""
    found: set[str] = set()
    _collect(read(expression), at, at, found)
    return found


def _collect(tree: Any, here: str, current: str, found: set[str]) -> None:
    """Follow every path of a tree; `here` is the node that a relative path begins at, "" when it is not of the form."""
    if tree[0] == "path":
        _follow(tree, here, current, found)
    elif tree[0] == "where":
        _collect(tree[1], here, current, found)
        for test in tree[2]:
            _collect(test, "", current, found)
    elif tree[0] == "call" and tree[1] == "jr:choice-name" and tree[2][1][0] == "text":
        _collect(tree[2][0], here, current, found)
        _collect(read(tree[2][1][1].strip()), here, current, found)
    else:
        for part in parts_of(tree):
            _collect(part, here, current, found)


def _follow(tree: Tree, here: str, current: str, found: set[str]) -> None:
    start, steps = tree[1], tree[2]
    place: str | None = "" if start == "root" else here or None
    if not isinstance(start, str):
        place = current or None if start[:2] == ("call", "current") else None
        _collect(start, here, current, found)
    for axis, name, tests in steps:
        if place is not None:
            if axis == "parent":
                place = place.rpartition("/")[0]
            elif axis == "child" and name not in {"*", "node()"}:
                place = f"{place}/{name}"
            elif axis != "self":
                place = None
        for test in tests:
            _collect(test, place or "", current, found)
    if place:
        found.add(place)
