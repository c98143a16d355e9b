"""What expressions can do with numbers."""

import math
from collections.abc import Callable
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from lms.surveys.domain.xpath_functions import FUNCTIONS, MANY, Function, function, own_or, texts_of
from lms.surveys.domain.xpath_values import NAN, Element, number_of


@function("number", 0, 1, scoped=True)
def _number(_scope: Any, node: Element, *given: Any) -> float:
    return number_of(own_or(node, given))


def rounded(number: float) -> float:
    """To the nearest whole number, halves upwards, as XPath rounds."""
    return float(math.floor(number + 0.5)) if math.isfinite(number) else number


@function("round", 1, 2)
def _round(value: Any, digits: Any = 0.0) -> float:
    number, places = number_of(value), number_of(digits)
    if not math.isfinite(number) or not math.isfinite(places):
        return number if math.isfinite(places) else NAN
    step = Decimal(10) ** -max(-12, min(12, int(places)))
    return float((Decimal(f"{number:.15g}") / step + Decimal("0.5")).to_integral_value(ROUND_FLOOR) * step)


@function("int")
def _int(value: Any) -> float:
    number = number_of(value)
    return float(int(number)) if math.isfinite(number) else number


def _plain(name: str, count: int, work: Callable[..., float]) -> None:
    """A function of numbers; outside of what it can work out it gives NaN."""
    def run(*values: Any) -> float:
        numbers = [number_of(value) for value in values]
        if any(math.isnan(number) for number in numbers):
            return NAN
        try:
            result = work(*numbers)
        except OverflowError:
            return math.inf
        except (ValueError, ZeroDivisionError):
            return NAN
        return float(result) if isinstance(result, (int, float)) else NAN
    FUNCTIONS[name] = Function(run, count, count, False)


for _name in ("sin", "cos", "tan", "asin", "acos", "atan", "sqrt", "exp", "log", "log10"):
    _plain(_name, 1, getattr(math, _name))
_plain("floor", 1, lambda number: math.floor(number) if math.isfinite(number) else number)
_plain("ceiling", 1, lambda number: math.ceil(number) if math.isfinite(number) else number)
_plain("abs", 1, abs)
_plain("exp10", 1, lambda number: 10.0 ** number)
_plain("pow", 2, lambda number, power: number ** power)
_plain("atan2", 2, math.atan2)
FUNCTIONS["pi"] = Function(lambda: math.pi, 0, 0, False)


def _answered(values: tuple) -> list[float]:
    """The numbers of what is answered; an empty answer is no number and does not spoil the others."""
    return [number_of(text) for text in texts_of(*values) if text.strip()]


@function("sum", 1, MANY)
def _sum(*values: Any) -> float:
    return float(sum(_answered(values)))


@function("min", 1, MANY)
def _min(*values: Any) -> float:
    numbers = _answered(values)
    return NAN if not numbers or any(map(math.isnan, numbers)) else min(numbers)


@function("max", 1, MANY)
def _max(*values: Any) -> float:
    numbers = _answered(values)
    return NAN if not numbers or any(map(math.isnan, numbers)) else max(numbers)
