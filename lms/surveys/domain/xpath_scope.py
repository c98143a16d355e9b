"""What an expression sees besides its own node, and what it may cost."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lms.surveys.domain.xpath_functions import ExpressionFailed
from lms.surveys.domain.xpath_values import Element

MOST_VISITS = 1_000_000
Run = Callable[["Scope", Element, int, int], Any]
"""An expression ready to run: (scope, node, its position, how many there are)."""


def _no_list(_name: str) -> Element | None:
    return None


def _no_text(*_given: Any) -> str:
    return ""


@dataclass(slots=True)
class Scope:
    """What an expression sees besides its own node. `now` is local and aware; `left` is what it may still cost."""

    root: Element
    now: datetime
    language: str = "en"
    seed: str = ""
    instance: Callable[[str], Element | None] = _no_list
    choice_name: Callable[[Element, str], str] = _no_text
    itext: Callable[[str], str] = _no_text
    left: int = MOST_VISITS
    current: Element = field(default_factory=lambda: Element(""))

    def spend(self, visits: int) -> None:
        """Count visits of nodes. Raises ExpressionFailed when the form has had its share."""
        self.left -= visits
        if self.left < 0:
            raise ExpressionFailed("too much work")
