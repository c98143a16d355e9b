"""Evaluates the expressions of a form (relevant, constraint, required) on a plain instance tree.

lxml's XPath 1.0 with the XForms functions below. Days count from 1 January 1970, as today() does in JavaRosa,
so that dates compare as numbers. An expression beyond this set is refused when the form is published.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_FLOOR, Decimal
from math import isfinite, isnan
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

STANDARD = {"last", "position", "count", "name", "string", "concat", "starts-with", "contains",
            "substring-before", "substring-after", "substring", "string-length", "normalize-space", "translate",
            "boolean", "not", "round", "true", "false", "number", "sum", "floor", "ceiling"}
NODE_TESTS = {"text", "node", "comment"}
LITERAL = re.compile(r"'[^']*'|\"[^\"]*\"")
QUOTED = re.compile(f"({LITERAL.pattern})")
ROUND = re.compile(r"(?<![\w.-])round\s*\(")
CALL = re.compile(r"([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)\s*\(")
PATTERN = re.compile(r"regex\s*\([^,]*,\s*('[^']*'|\"[^\"]*\")\s*\)")
OPERATORS = {"and", "or", "div", "mod"}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST = 4_000
LONGEST_FOR_PATTERN = 1_000


class ExpressionRefused(ValueError):
    """The message says what is wrong with the expression."""


def text_of(value: Any) -> str:
    """An XPath value as a string: the first node's text of a node set, numbers as XPath writes them."""
    if isinstance(value, list):
        return text_of(value[0]) if value else ""
    if isinstance(value, etree._Element):
        return "".join(value.itertext())
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if isnan(value):
            return "NaN"
        return str(int(value)) if value.is_integer() else f"{value:.15g}"
    return str(value)


def number_of(value: Any) -> float:
    """An XPath value as a number, NaN when it is none."""
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, (int, float)):
        return float(value)
    try:
        text = text_of(value).strip()
        return float(text) if re.fullmatch(r"-?(\d+(\.\d*)?|\.\d+)", text, re.ASCII) else float("nan")
    except (OverflowError, ValueError):
        return float("nan")


def truth_of(value: Any) -> bool:
    """An XPath value as true or false: an empty node set, an empty text, 0 and NaN are false."""
    if isinstance(value, float):
        return bool(value) and not isnan(value)
    return bool(value)


def _round(value: Any, digits: Any = 0) -> float:
    number, places = number_of(value), number_of(digits)
    if not isfinite(number) or not isfinite(places):
        return number if isfinite(places) else float("nan")
    step = Decimal(10) ** -max(-12, min(12, int(places)))
    return float((Decimal(f"{number:.15g}") / step + Decimal("0.5")).to_integral_value(ROUND_FLOOR) * step)


def _int(value: Any) -> float:
    number = number_of(value)
    return float(int(number)) if isfinite(number) else number


def _regex(value: Any, pattern: Any) -> bool:
    text = text_of(value)
    return len(text) <= LONGEST_FOR_PATTERN and re.fullmatch(text_of(pattern), text) is not None


def _date(value: Any) -> float:
    try:
        return float((date.fromisoformat(text_of(value)[:10]) - EPOCH.date()).days)
    except ValueError:
        return number_of(value)


def _functions(now: datetime, today: date, at: str) -> dict[tuple[None, str], Callable]:
    """The XForms functions for one evaluation. `at` is the present text of the node asked about."""
    plain: dict[str, Callable] = {
        "selected": lambda chosen, name: text_of(name).strip() in text_of(chosen).split(),
        "count-selected": lambda chosen: float(len(text_of(chosen).split())),
        "regex": _regex,
        "int": _int,
        "round-to": _round,
        "today": lambda: float((today - EPOCH.date()).days),
        "now": lambda: (now - EPOCH).total_seconds() / 86_400,
        "date": _date,
        "coalesce": lambda first, second: text_of(first) or text_of(second),
        "if": lambda test, yes, no: yes if truth_of(test) else no,
        "once": lambda value: at or text_of(value),
    }
    # lxml hands the evaluation context to each function first
    return {(None, name): (lambda _context, *values, call=call: call(*values)) for name, call in plain.items()}


KNOWN = {name for _none, name in _functions(EPOCH, EPOCH.date(), "")}


@dataclass(frozen=True)
class Clock:
    """The moment and the local day of one evaluation."""

    now: datetime
    today: date


def evaluate(*, expression: str, node: etree._Element, clock: Clock) -> Any:
    """The value of an expression at a node of the instance. Raises ExpressionRefused when it fails."""
    try:
        functions = _functions(clock.now, clock.today, node.text or "")
        return etree.XPath(_renamed(expression), extensions=functions)(node)
    except Exception as error:  # whatever breaks inside an expression is the expression's fault
        raise ExpressionRefused(str(error)) from error


def holds(*, expression: str, node: etree._Element, clock: Clock) -> bool:
    """True when the expression is true at the node."""
    return truth_of(evaluate(expression=expression, node=node, clock=clock))


def check(*, expression: str, known_paths: set[str]) -> None:
    """Refuse what the compiler lets pass: bad syntax, an unknown function or path, a pattern that is none."""
    if len(expression) > LONGEST:
        raise ExpressionRefused(_("The expression is longer than 4,000 characters."))
    bare = LITERAL.sub("''", expression)
    for name in CALL.findall(bare):
        if name not in STANDARD | KNOWN | NODE_TESTS | OPERATORS:
            raise ExpressionRefused(_("The function %(name)s() is not known here.") % {"name": name})
    for path in re.findall(r"(?<![\w.\])*])/[\w.-]+(?:/[\w.-]+)*", bare):
        if path not in known_paths:
            raise ExpressionRefused(_("The form has no question at %(path)s.") % {"path": path})
    for quoted in PATTERN.findall(expression):
        try:
            re.compile(quoted[1:-1])
        except re.error as error:
            raise ExpressionRefused(_("The pattern %(pattern)s cannot be read.") % {"pattern": quoted}) from error
    try:
        etree.XPath(_renamed(expression), extensions=_functions(EPOCH, EPOCH.date(), ""))
    except etree.XPathError as error:
        raise ExpressionRefused(_("The expression cannot be read. Check its brackets and quotes.")) from error


def _renamed(expression: str) -> str:
    """With our round() in place of XPath's, which takes no digits; libxml2 lets nobody replace its own functions."""
    parts = QUOTED.split(expression)
    return "".join(part if at % 2 else ROUND.sub("round-to(", part) for at, part in enumerate(parts))
