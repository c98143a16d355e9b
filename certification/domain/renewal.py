"""What a renewal does to the end of validity (rules 4, 6 and 7). Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from certification.domain.months import add_months
from certification.domain.numbers import Numbers


class Outcome(StrEnum):
    EARLY = "early"
    ON_TIME = "on time"
    GRACE = "grace"
    LAPSED = "lapsed"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Renewal:
    outcome: Outcome
    end: date
    anchor: int


def renew(*, end: date, anchor: int, completed_on: date, numbers: Numbers) -> Renewal:
    """The outcome of a renewal whose last requirement was met on `completed_on`, for a certificate that ends on `end`.

    Before the window nothing moves; in the window and in grace the anniversary is kept; after that the new end
    counts from the completion, whose day becomes the anchor. "Expired" says that a full TOT is needed again.
    """
    if completed_on < add_months(end, -numbers.window, anchor=anchor):
        return Renewal(Outcome.EARLY, end, anchor)
    kept = add_months(end, numbers.valid, anchor=anchor)
    if completed_on <= end:
        return Renewal(Outcome.ON_TIME, kept, anchor)
    if completed_on <= add_months(end, numbers.grace, anchor=anchor):
        return Renewal(Outcome.GRACE, kept, anchor)
    late = completed_on > add_months(end, numbers.bridge, anchor=anchor)
    return Renewal(Outcome.EXPIRED if late else Outcome.LAPSED, add_months(completed_on, numbers.valid), completed_on.day)
