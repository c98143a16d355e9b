"""Evaluates the expressions of a form (relevant, constraint, calculation ...) on a filled form.

Our own small interpreter and not a library's: an expression inside a repeat means its own instance, irrelevant nodes do
not count, and what one form may cost is bounded. Each expression becomes nested functions once and is kept.
"""

from functools import lru_cache
from typing import Any

from lms.surveys.domain.xpath_check import ROOT, check, references
from lms.surveys.domain.xpath_functions import ExpressionFailed
from lms.surveys.domain.xpath_run import Test, ready, tested, tests_of
from lms.surveys.domain.xpath_scope import Run, Scope
from lms.surveys.domain.xpath_syntax import ExpressionRefused, read
from lms.surveys.domain.xpath_values import Element

__all__ = ["ROOT", "ExpressionFailed", "ExpressionRefused", "Scope", "check", "evaluate", "pick", "references"]


def evaluate(*, expression: str, scope: Scope, node: Element) -> Any:
    """The value of an expression at a node: text, float, bool, Moment or a list of nodes.

    Raises ExpressionFailed, whatever breaks inside.
    """
    scope.current = node
    try:
        return _compiled(expression)(scope, node, 1, 1)
    except ExpressionFailed:
        raise
    except Exception as error:  # an odd answer may break an expression in any way: that is the expression's fault
        raise ExpressionFailed(str(error)) from error


def pick(*, condition: str, rows: list[Element], scope: Scope, current: Element) -> list[Element]:
    """The rows of a list that a condition lets through at a question. Raises ExpressionFailed."""
    scope.current = current
    try:
        return tested(rows, _condition(condition), scope)
    except ExpressionFailed:
        raise
    except Exception as error:  # as in evaluate
        raise ExpressionFailed(str(error)) from error


@lru_cache(maxsize=4096)
def _compiled(expression: str) -> Run:
    return ready(read(expression))


@lru_cache(maxsize=512)
def _condition(expression: str) -> list[Test]:
    return tests_of([read(expression)])
