"""Where a certificate stands on a day: a pure function of its events, its copied numbers and the date (rule 9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from certification.domain.months import add_months
from certification.domain.numbers import Numbers


class Status(StrEnum):
    PROVISIONAL = "provisional"
    VALID = "valid"
    DUE = "due"
    GRACE = "grace"
    LAPSED = "lapsed"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    RETIRED = "retired"


class LedgerEvent(Protocol):
    kind: str
    effective_on: date
    end: date | None


@dataclass(frozen=True)
class Standing:
    """`until` is the last day of this status (None: open); `end` the last day of validity."""

    status: Status
    may_train: bool
    since: date
    until: date | None
    end: date


def standing(*, events: Iterable[LedgerEvent], numbers: Numbers, anchor: int, on: date) -> Standing:
    """The standing on a day. Only events in effect by then count; the first must be `issued`, else ValueError."""
    past = [event for event in events if event.effective_on <= on]
    ends = [event.end for event in past if event.end]
    if not ends:
        raise ValueError("no event gives this certificate an end on that day")
    end = ends[-1]
    barred = closed(past)
    if barred:
        return Standing(barred[0], False, barred[1], None, end)
    window = add_months(end, -numbers.window, anchor=anchor)
    grace_end = add_months(end, numbers.grace, anchor=anchor)
    bridge_end = add_months(end, numbers.bridge, anchor=anchor)
    day = timedelta(days=1)
    if on < window:
        return Standing(Status.VALID, True, past[0].effective_on, window - day, end)
    if on <= end:
        return Standing(Status.DUE, True, window, end, end)
    if on <= grace_end:
        return Standing(Status.GRACE, False, end + day, grace_end, end)
    if on <= bridge_end:
        return Standing(Status.LAPSED, False, grace_end + day, bridge_end, end)
    return Standing(Status.EXPIRED, False, bridge_end + day, None, end)


def closed(past: list[LedgerEvent]) -> tuple[Status, date] | None:
    """Retired, revoked or suspended, with since when; None when neither holds. The gravest wins."""
    held: dict[Status, date] = {}
    opens = {"lifted": Status.SUSPENDED, "reinstated": Status.REVOKED}
    for event in past:
        if event.kind in {"suspended", "revoked", "retired"}:
            held[Status(event.kind)] = event.effective_on
        elif event.kind in opens:
            held.pop(opens[event.kind], None)
    for status in (Status.REVOKED, Status.RETIRED, Status.SUSPENDED):
        if status in held:
            return status, held[status]
    return None
