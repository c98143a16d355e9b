"""What the first certificate needs (rule 2): TOT, code of conduct, an observed pilot within twelve months. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from certification.domain.months import add_months
from certification.domain.numbers import Numbers


class Piece(Protocol):
    """A piece of evidence, kept or not yet."""

    @property
    def kind(self) -> str: ...
    @property
    def on(self) -> date: ...
    @property
    def detail(self) -> dict: ...


@dataclass(frozen=True)
class Item:
    """One requirement: met on a day, or missing; `until` is the last day on which it can be met."""

    kind: str
    met_on: date | None
    until: date | None = None
    count: int = 0
    needed: int = 1


@dataclass(frozen=True)
class Readiness:
    items: tuple[Item, ...]

    @property
    def completed_on(self) -> date | None:
        """The day the last requirement was met, or None while one is missing."""
        days = [item.met_on for item in self.items]
        return None if None in days else max(day for day in days if day)

    @property
    def missing(self) -> list[Item]:
        return [item for item in self.items if item.met_on is None]


def readiness(*, evidence: Iterable[Piece], numbers: Numbers, on: date) -> Readiness:
    """How far a person is towards the first certificate on a day.

    The newest TOT that can still be completed counts: pilots before it or more than twelve months after it do not.
    Evidence dated after `on` is not there yet.
    """
    pieces = sorted((piece for piece in evidence if piece.on <= on), key=lambda piece: piece.on)
    conduct = next((piece.on for piece in pieces if piece.kind == "conduct"), None)
    best: Readiness | None = None
    for tot in (piece for piece in pieces if piece.kind == "tot"):
        limit = add_months(tot.on, numbers.tot_to_pilot)
        observed = pilot_met([piece for piece in pieces if piece.kind == "observation" and tot.on <= piece.on <= limit],
                             numbers, limit)
        found = Readiness((Item("tot", tot.on), Item("conduct", conduct), observed))
        if best is None or best.completed_on is None:
            best = found
    return best or Readiness((Item("tot", None), Item("conduct", conduct), Item("observation", None)))


def pilot_met(observed: list[Piece], numbers: Numbers, limit: date) -> Item:
    """Lead of one, or co-trainer of two (numbers of the scheme)."""
    for role, needed in (("lead", numbers.lead_deliveries), ("co", numbers.co_deliveries)):
        fitting = [piece for piece in observed if piece.detail.get("role") == role]
        if len(fitting) >= needed:
            return Item("observation", fitting[needed - 1].on, limit, needed, needed)
    co = sum(1 for piece in observed if piece.detail.get("role") == "co")
    return Item("observation", None, limit, co, numbers.co_deliveries if co else numbers.lead_deliveries)
