"""Checks the expressions of a form, about which the compiler is silent: can each be read, and do they rest?"""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.utils.translation import gettext as _

from lms.surveys.domain import xpath
from lms.surveys.domain.columns import Places
from lms.surveys.domain.refusals import Problem
from lms.surveys.domain.xform_texts import ROOT

COLUMNS = {"required": "required", "constraint": "constraint", "relevant": "relevant", "calculation": "calculation",
           "readonly": "read_only", "count": "repeat_count", "filter": "choice_filter", "first": "default"}
WRITTEN = ("calculation", "first")
TELLS = re.compile(r"(?<![\w.-])(?:now|property|pulldata|decimal-date-time)\s*\(")
PICKS = re.compile(r"\[|indexed-repeat")
CLOCKS = frozenset({"timestamp", "property"})
Item = dict[str, Any]


def rule_problems(*, items: list[Item], lists: dict[str, Any], known: set[str], places: Places,
                  anonymous: bool) -> list[Problem]:
    """What is wrong with the expressions, in the order of the form. `known` are the paths of all nodes."""
    absolute = {f"/{ROOT}/{path}".rstrip("/") for path in known}
    problems = []
    for item in items:
        for column, expression in _expressions(item):
            said = _wrong(expression, column, item, absolute, lists)
            if said:
                problems.append(Problem("survey", places.row_of(item["path"]), places.head(column), said))
        if anonymous:
            problems += _telling(item, places)
    return problems + _circles(items, places)


def _expressions(item: Item) -> Iterator[tuple[str, str]]:
    """(column of the workbook, expression) of everything that is worked out at a node."""
    yield from ((COLUMNS[key], item[key]) for key in COLUMNS if item[key])
    if item["shuffle"] and item["shuffle"] != "by instance":
        yield "parameters", item["shuffle"]
    yield from (("calculation", change["value"]) for change in item["changes"])
    for column, texts in (("label", item["labels"]), ("hint", item["hints"]),
                          ("constraint_message", item["constraint_messages"]),
                          ("required_message", item["required_messages"])):
        quoted = {piece["value"]: None for text in texts.values() if isinstance(text, list)
                  for piece in text if isinstance(piece, dict)}
        yield from ((column, expression) for expression in quoted)


def _wrong(expression: str, column: str, item: Item, known: set[str], lists: dict[str, Any]) -> str:
    """Why an expression cannot be worked out, "" when it can."""
    if column == "choice_filter":  # its own paths lead into the choice, so it is read in its place
        expression = f"instance('{item['list']}')/root/item[{expression}]"
    try:
        xpath.check(expression=expression, known_paths=known, lists=lists, at=f"/{ROOT}/{item['path']}")
    except xpath.ExpressionRefused as error:
        return str(error)
    return ""


def _telling(item: Item, places: Places) -> Iterator[Problem]:
    """What would tell who answered, or the time of day: a device's own words, or a clock that is written down."""
    row = places.row_of(item["path"])
    if item["type"] == "meta" and item["preload"][0] in CLOCKS | {"geopoint"}:
        yield Problem("survey", row, places.head("type"), _(
            "This form is anonymous, and \"%(kind)s\" would tell who answered or when. Delete the row.")
            % {"kind": item["name"]})
    written = [(COLUMNS[key], item[key]) for key in WRITTEN] + [
        ("calculation", change["value"]) for change in item["changes"]]
    for column, expression in written:
        if found := TELLS.search(expression):
            yield Problem("survey", row, places.head(column), _(
                "This form is anonymous, and \"%(kind)s\" would tell who answered or when. Delete the row.")
                % {"kind": found.group().rstrip("( ") + "()"})


def _circles(items: list[Item], places: Places) -> list[Problem]:
    """Questions that wait for each other: shown or worked out only when they are shown or worked out already.

    A constraint may speak of its own answer, so it does not count. Nor does an expression that picks among the
    instances of a repeat: the total of the instance before is another node.
    """
    leans = {item["path"]: _leans_on(item) for item in items}
    problems: list[Problem] = []
    done: set[str] = set()
    for start in leans:
        circle = _circle(start, leans, done)
        if not circle:
            continue
        item = next(one for one in items if one["path"] == circle[0])
        column = "relevant" if item["relevant"] and (len(circle) == 1 or _names(item["relevant"], circle)) else "calculation"
        message = _("The question is shown only by its own answer.") if column == "relevant" and len(circle) == 1 else _(
            "These questions wait for each other: %(names)s. Let one of them do without the others.") % {
                "names": " > ".join(path.rpartition("/")[2] for path in [*circle, circle[0]])}
        problems.append(Problem("survey", places.row_of(circle[0]), places.head(column), message))
    return problems


def _leans_on(item: Item) -> set[str]:
    """The nodes that must be known before this one: those it names, and the group it stands in."""
    found = {item["path"].rpartition("/")[0]} - {""}
    for key in ("relevant", "calculation"):
        if item[key] and not PICKS.search(item[key]):
            with suppress(xpath.ExpressionRefused):
                found |= {path.removeprefix(f"/{ROOT}/")
                          for path in xpath.references(expression=item[key], at=f"/{ROOT}/{item['path']}")}
    return found


def _names(expression: str, circle: list[str]) -> bool:
    return any(path.rpartition("/")[2] in expression for path in circle)


def _circle(start: str, leans: dict[str, set[str]], done: set[str]) -> list[str]:
    """The first circle met on the way from `start`, as paths; [] when there is none. `done` grows by what was seen."""
    way: list[str] = []
    ahead = [(start, iter(sorted(leans[start])))] if start not in done else []
    if ahead:
        way.append(start)
    while ahead:
        path, others = ahead[-1]
        step = next(others, None)
        if step is None:
            ahead.pop()
            way.pop()
            done.add(path)
        elif step in way:
            done.update(way)
            return way[way.index(step):]
        elif step in leans and step not in done:
            way.append(step)
            ahead.append((step, iter(sorted(leans[step]))))
    return []
