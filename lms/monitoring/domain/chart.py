"""The drawing of a series: bars from zero, time from left to right. Pure; widths in per cent, heights in pixels."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

TOP, FLOOR = 24, 164
"""Pixels from the upper edge: room for a figure above the highest bar, and where the bars stand."""


@dataclass(frozen=True)
class Bar:
    """A bar; lengths are texts with a decimal point, because SVG knows no other in any language."""

    left: str
    width: str
    middle: str
    top: str
    height: str
    label_at: str


def bars(values: Sequence[Decimal]) -> list[Bar]:
    """One bar for each value of zero or more; the highest fills the height. All zero: bars without height."""
    highest = max(values, default=Decimal(0)) or Decimal(1)
    share = 100 / max(len(values), 1)
    drawn = []
    for place, value in enumerate(values):
        height = float(value / highest) * (FLOOR - TOP)
        drawn.append(Bar(left=f"{share * (place + .15):.2f}%", width=f"{share * .7:.2f}%",
                         middle=f"{share * (place + .5):.2f}%", top=f"{FLOOR - height:.1f}", height=f"{height:.1f}",
                         label_at=f"{FLOOR - height - 7:.1f}"))
    return drawn
