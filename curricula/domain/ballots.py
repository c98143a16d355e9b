"""Counting a round: when a draft is agreed, and when a round is over before its last day. Pure.

The three rules have one thing in common: while one seat objects, nothing is agreed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Protocol

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from curricula.models.consensus import Position, RoundTerms
from lms.look.domain.dates import write_day
from lms.look.domain.numbers import write_number, write_percent

AGREE, ASIDE, OBJECT = Position.Choice
UNANIMITY, QUORUM, NO_OBJECTION = RoundTerms.Kind


class Terms(Protocol):
    """What a round copies from its group's rule."""

    kind: str
    quorum_percent: int


@dataclass(frozen=True)
class Tally:
    """The seats of a round, and how many of them stand where."""

    seats: int
    agree: int = 0
    aside: int = 0
    object: int = 0

    @property
    def taken(self) -> int:
        return self.agree + self.aside + self.object

    @property
    def silent(self) -> int:
        return self.seats - self.taken


def count(seats: int, choices: Iterable[str]) -> Tally:
    """A tally of the newest position of each seat that has one."""
    said = list(choices)
    return Tally(seats, said.count(AGREE), said.count(ASIDE), said.count(OBJECT))


def seats_needed(terms: Terms, seats: int) -> int:
    """How many seats must have taken a position: all, their share rounded up, or none."""
    return {UNANIMITY: seats, QUORUM: ceil(seats * terms.quorum_percent / 100), NO_OBJECTION: 0}[RoundTerms.Kind(terms.kind)]


def agreed(terms: Terms, tally: Tally) -> bool:
    """Whether the draft is agreed, were the round to end now.

    No seat objects, and enough have taken a position: to stand aside counts as taking part. Where positions are needed,
    at least one of them agrees. Silence agrees under `no-objection` alone.
    """
    if tally.object or not tally.seats:
        return False
    needed = seats_needed(terms, tally.seats)
    return tally.taken >= needed and (tally.agree > 0 or needed == 0)


def settled(terms: Terms, tally: Tally) -> bool:
    """True when a round need not wait for its last day: every seat has spoken, and the draft is agreed.

    Otherwise it stays open to its end, since an objection may still be answered.
    """
    return tally.silent == 0 and agreed(terms, tally)


def rule_in_words(terms: Terms, seats: int, closes_on: date) -> list[str]:
    """What the ballot says about how the round ends, a sentence each, in the active language."""
    language = get_language() or "en"
    needed = seats_needed(terms, seats)
    first = {
        UNANIMITY: _("The draft is agreed when every seat agrees. A seat that stands aside does not count against it."),
        QUORUM: ngettext(
            "The draft is agreed when at least %(needed)s seat (%(percent)s of %(seats)s) takes a position, one agrees and "
            "none objects.",
            "The draft is agreed when at least %(needed)s seats (%(percent)s of %(seats)s) take a position, one agrees and "
            "none objects.", needed) % {
                "needed": write_number(needed, language=language), "seats": write_number(seats, language=language),
                "percent": write_percent(terms.quorum_percent, language=language)},
        NO_OBJECTION: _("The draft is agreed when no seat objects by the end of the last day. Silence counts as agreement."),
    }[RoundTerms.Kind(terms.kind)]
    return [first, _("The last day is %(day)s. Until then each seat may change its position.")
            % {"day": write_day(closes_on, language=language)},
            _("The round ends early when every seat has taken a position and the draft is agreed.")]
