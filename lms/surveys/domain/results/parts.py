"""Divides answers into parts: by what a reader compares, or narrows an anonymous form to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lms.surveys.domain.results.suppression import blocks
from lms.surveys.domain.results.wish import NO_ANSWER, PLAIN, Offer, Wish
from lms.surveys.models.definition import Definition

MOST = 8
"""Parts that stand side by side; a wider table nobody reads."""
Row = tuple
"""(version, country, language, channel, occasion, day, answers), as `tally.COLUMNS` reads it."""
AT = {name: place for place, name in enumerate(PLAIN)}
DAY, ANSWERS = len(AT), len(AT) + 1


@dataclass(frozen=True)
class Split:
    """Parts by their keys. `key_of(row)` says in which an answer stands; `shown` are groups of keys, one a column.

    `days` says what a key covers when the parts are periods.
    """

    name: str = ""
    key_of: Callable[[Row], Any] = lambda _row: ""
    keys: Sequence[Any] = ("",)
    shown: Sequence[tuple[Any, ...]] = (("",),)
    days: dict[Any, tuple[date, date]] = field(default_factory=dict)


def whole() -> Split:
    """Everything in one part."""
    return Split()


def split_for(name: str, *, offered: Offer, definition: Definition, anonymous: bool) -> Split:
    """All parts of a thing: one of PLAIN, "month" (of an anonymous form: weeks in blocks), or "q:" and a path."""
    if name in AT:
        place = AT[name]
        keys = [value for value, _many in offered.plain[name]]
        largest = sorted(offered.plain[name], key=lambda pair: -pair[1])[:MOST]
        shown = [key for key in keys if key in {value for value, _many in largest}]
        return Split(name, lambda row: "" if row[place] is None else str(row[place]), keys, [(key,) for key in shown])
    if name == "month":
        return _weeks(offered) if anonymous else _months(offered)
    path = name.removeprefix("q:")
    keys = [choice["name"] for choice in definition.choices(definition.by_path[path])] + [NO_ANSWER]
    known = frozenset(keys)

    def key_of(row: Row) -> str:
        answer = row[ANSWERS].get(path, NO_ANSWER)
        return answer if answer in known else NO_ANSWER

    return Split(name, key_of, keys, [(key,) for key in keys[:MOST]])


def _months(offered: Offer) -> Split:
    keys = sorted({day.replace(day=1) for day, _many in offered.days})
    spans = {key: (key, max(day for day, _many in offered.days if day.replace(day=1) == key)) for key in keys}
    return Split("month", lambda row: row[DAY].replace(day=1), keys, [(key,) for key in keys[-MOST:]], spans)


def _weeks(offered: Offer) -> Split:
    """Whole weeks, Monday to Sunday, joined until a block has enough. Keys are the first Mondays."""
    weeks: dict[int, int] = {}
    for day, many in offered.days:
        weeks[day.toordinal() - day.weekday()] = weeks.get(day.toordinal() - day.weekday(), 0) + many
    starts = sorted(weeks)
    found = blocks([weeks[start] for start in starts]) or ([range(len(starts))] if starts else [])
    block_of = {starts[place]: starts[block.start] for block in found for place in block}
    days = {starts[block.start]: (date.fromordinal(starts[block.start]), date.fromordinal(starts[block.stop - 1] + 6))
            for block in found}
    keys = sorted(days)
    return Split("month", lambda row: block_of.get(row[DAY].toordinal() - row[DAY].weekday()), keys,
                 [(key,) for key in keys[-MOST:]], days)


def narrowed(wish: Wish, split: Split) -> Split:
    """The same parts of which one is shown: that which an anonymous form is narrowed to."""
    chosen: tuple[Any, ...]
    if split.name == "month":
        chosen = tuple(key for key, (first, last) in split.days.items()
                       if (not wish.since or last >= wish.since) and (not wish.until or first <= wish.until))
    elif split.name.startswith("q:"):
        chosen = (wish.choice,)
    else:
        chosen = (getattr(wish, split.name),)
    return Split(split.name, split.key_of, split.keys, (chosen,), split.days)


def fits(wish: Wish) -> Callable[[Row], bool]:
    """Whether a row is among what a named form is narrowed to by an answer; the rest the database narrows."""
    if not wish.question:
        return lambda _row: True
    return lambda row: row[ANSWERS].get(wish.question) == wish.choice
