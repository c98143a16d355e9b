"""Numbers of a question as a histogram, with mean and median. Pure."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from lms.surveys.domain.counts import FEWEST

MOST_BARS = 8


@dataclass(frozen=True)
class Bin:
    """Numbers from `start` up to `end`, which belongs to the next one; None: as low, or as high, as there are.

    With `whole`, numbers are whole and `end` is the first of the next bin.
    """

    start: float | None
    end: float | None
    whole: bool

    @property
    def last(self) -> float | None:
        """The largest number that belongs to it, of whole numbers."""
        return self.end - 1 if self.whole and self.end is not None else self.end


def mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None


def median(values: Sequence[float]) -> float | None:
    """The middle one, or the mean of the two in the middle."""
    if not values:
        return None
    row, half = sorted(values), len(values) // 2
    return row[half] if len(row) % 2 else (row[half - 1] + row[half]) / 2


def step_for(low: float, high: float, whole: bool) -> float:
    """A width of 1, 2 or 5 times a power of ten with which at most MOST_BARS bars cover low to high."""
    least = (high - low + (1 if whole else 0)) / (MOST_BARS - 1)
    if whole:
        least = max(least, 1)
    power = 10 ** math.floor(math.log10(least)) if least > 0 else 1
    return next(power * times for times in (1, 2, 5, 10) if power * times >= least * (1 - 1e-9))


def bins(values: Sequence[float]) -> list[Bin]:
    """At most eight bars of one width over all values; neighbours are joined until each has none or five and more.

    The outer ones are open, so that nobody's lowest or highest number is told.
    """
    if not values:
        return []
    whole = all(value == int(value) for value in values)
    low, high = min(values), max(values)
    if low == high:
        return [Bin(None, None, whole)]
    step = step_for(low, high, whole)
    start = math.floor(low / step)
    edges = [round((start + place) * step, 10) for place in range(math.floor(high / step) - start + 2)]
    counts = fill(values, edges[1:-1])
    kept: list[float] = []
    held = 0
    for edge, count in zip(edges[1:-1], counts[:-1], strict=True):
        held += count
        if (held == 0 and kept) or held >= FEWEST:
            kept.append(edge)
            held = 0
    held += counts[-1]
    while kept and held < FEWEST:
        held += fill(values, kept)[len(kept) - 1]
        kept.pop()
    ends: list[float | None] = [None, *kept, None]
    return [Bin(first, last, whole) for first, last in pairwise(ends)]


def fill(values: Sequence[float], edges: Sequence[float]) -> list[int]:
    """How many values lie below the first edge, between the edges, and from the last one on."""
    counts = [0] * (len(edges) + 1)
    for value in values:
        counts[bisect_right(edges, value)] += 1
    return counts
