"""What a country still has to decide about the regional text (activity 1.2, in tandem). Pure.

For each part of a module (`domain.units`) a country stands where it last decided, or where it began. A part is pending
while the region's newest text differs from that: so every change is shown once until it is decided, several releases
collapse into one comparison, and a change that the region took back is not shown at all. Rulings are replayed in their
order; the same rulings give the same board.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

ORDER = "order"
"""The pseudo-part for the order of sessions and blocks within a module."""
PLACE = "place"
"""The pseudo-part for the place of a module among the others."""
MODULE = "module"
"""The pseudo-part for a module as a whole: it is new, it was removed, or it was declined and has changed."""
ADOPT, ADAPT, DECLINE = "adopt", "adapt", "decline"


@dataclass(frozen=True)
class Edition:
    """A regional module as one version froze it. `parts` is {key: digest} in the order of the text.

    `among` lists the origins of all modules of that version in their order; `origin` is its own.
    """

    pk: int
    number: tuple[int, int]
    whole: str
    origin: str
    parts: Mapping[str, str] = field(default_factory=dict)
    among: tuple[str, ...] = ()


@dataclass(frozen=True)
class Release:
    """A version of the regional curriculum: its day, and the module as it froze it (None: not part of that version)."""

    on: date
    edition: Edition | None


@dataclass(frozen=True)
class Ruling:
    """A decision about one part. `seen` is the regional module it answers; None: the region had removed it."""

    unit: str
    choice: str
    seen: Edition | None


class Kind(Enum):
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True)
class Change:
    """One thing to decide. `then` is the edition in which the country last looked at the part (None: it never stood
    there), `since` the day of the first release that brought what is pending now."""

    unit: str
    kind: Kind
    then: Edition | None
    since: date


def standing(*, rulings: Iterable[Ruling]) -> dict[str, Edition | None]:
    """Where the country stands, part by part, for the parts it decided on; for all others it stands where it began, or
    where it decided on the module as a whole: what it had said of single parts before is then behind it."""
    at: dict[str, Edition | None] = {}
    for one in rulings:
        if one.unit == MODULE:
            at.clear()
        at[one.unit] = one.seen
    return at


def moved(before: Sequence[str], now: Sequence[str]) -> list[str]:
    """The keys of `now` that left their place among those that both lists have; as few as explain the new order."""
    places = {key: at for at, key in enumerate(before)}
    common = [key for key in now if key in places]
    kept = set(_longest_rise([places[key] for key in common]))
    return [key for key in common if places[key] not in kept]


def _longest_rise(figures: Sequence[int]) -> list[int]:
    """The longest rising sub-sequence; of several, the first found. Quadratic: a module has some hundred parts at most."""
    best: list[list[int]] = []
    for at, figure in enumerate(figures):
        before = max((best[k] for k in range(at) if figures[k] < figure), key=len, default=[])
        best.append([*before, figure])
    return max(best, key=len, default=[])


def pending(*, base: Edition | None, rulings: Iterable[Ruling], history: Sequence[Release],
            declined: bool = False) -> list[Change]:
    """What is to decide, in the order of the newest text; removed parts come last, then moves.

    `history` is the regional module in every version from the first to the newest; the newest says what holds now. `base` is where the country began; None: it has no such module. `declined`: the
    country does not have the module by decision, so only the module as a whole can be asked again.
    """
    now = history[-1].edition if history else None
    at = standing(rulings=rulings)
    first = at.get(MODULE, base)
    if declined and now is None:
        return []
    if now is None or first is None or declined:
        then = first.whole if first else None
        if (now.whole if now else None) == then or (now is None and first is None):
            return []
        kind = Kind.REMOVED if now is None else Kind.ADDED if first is None else Kind.CHANGED
        return [Change(MODULE, kind, first, _since(history, lambda one: (one.whole if one else None) != then))]
    changes = []
    keys = [*now.parts, *(key for key in _known(first, at) if key not in now.parts)]
    for key in keys:
        then_at = at.get(key, first)
        then = then_at.parts.get(key) if then_at else None
        if then != now.parts.get(key):
            kind = Kind.ADDED if then is None else Kind.REMOVED if key not in now.parts else Kind.CHANGED
            changes.append(Change(key, kind, then_at if then else None,
                                  _since(history, lambda one, k=key, d=then: (one.parts.get(k) if one else None) != d)))
    for unit, read in ((ORDER, lambda one: list(one.parts)), (PLACE, lambda one: one.among)):
        before = at.get(unit) or first
        keys_moved = moved(read(before), read(now))
        if keys_moved and (unit == ORDER or now.origin in keys_moved):
            differs = _differs(read, before, unit)
            changes.append(Change(unit, Kind.MOVED, before, _since(history, differs)))
    return changes


def _known(first: Edition, at: Mapping[str, Edition | None]) -> list[str]:
    """Parts that stand, or once stood, in what the country looked at."""
    return list(dict.fromkeys([*first.parts, *(key for key in at if key not in (ORDER, PLACE, MODULE))]))


def _differs(read, before: Edition, unit: str):
    def differs(one: Edition | None) -> bool:
        if one is None:
            return True
        keys = moved(read(before), read(one))
        return bool(keys) and (unit == ORDER or one.origin in keys)
    return differs


def _since(history: Sequence[Release], differs) -> date:
    """The day of the first release from which on the module has differed without a break."""
    since = history[-1].on
    for one in reversed(history):
        if not differs(one.edition):
            break
        since = one.on
    return since


class State(Enum):
    """How a module stands beside the regional one (look, statuses)."""

    IN_STEP = "in-step"
    WAITING = "waiting"
    TRANSLATING = "translating"
    DIVERGED = "diverged"
    DECLINED = "declined"


def state(*, changes: Sequence[Change], rulings: Iterable[Ruling], status: str, to_translate: int) -> State:
    """One word for the board. `status` is the adaptation's, `to_translate` the parts whose text is not done yet."""
    if changes:
        return State.WAITING
    if status == "declined":
        return State.DECLINED
    if to_translate:
        return State.TRANSLATING
    choices = {one.choice for one in {one.unit: one for one in rulings}.values()}
    if ADAPT in choices or status == "adapted":
        return State.DIVERGED
    return State.DECLINED if DECLINE in choices else State.IN_STEP


def wanted(*, base: Edition | None, rulings: Iterable[Ruling]) -> dict[str, str]:
    """{part: digest of the regional text that the national one is to say}: what was begun from, and what was adopted or
    adapted since. What was declined stays as it was before."""
    found = dict(base.parts) if base else {}
    newest: dict[tuple[str, int | None], Ruling] = {}
    for one in rulings:  # of two decisions on the same release, the second takes the first one's place
        key = one.unit, one.seen.pk if one.seen else None
        newest.pop(key, None)
        newest[key] = one
    for one in newest.values():
        if one.choice == DECLINE or one.unit in (ORDER, PLACE):
            continue
        if one.unit == MODULE:
            found = dict(one.seen.parts) if one.seen else {}
            continue
        digest = one.seen.parts.get(one.unit) if one.seen else None
        if digest:
            found[one.unit] = digest
        else:
            found.pop(one.unit, None)
    return found
