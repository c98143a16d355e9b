"""Two states of a whole curriculum beside each other, module by module. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from curricula.domain import tandem, units
from curricula.domain.comparing import Counts, Kind, compare, count
from curricula.models import ModulePage


@dataclass(frozen=True)
class Text:
    """A module in one state. `page` gives the address and who may read; `split_from` is the origin of the module that it
    was part of before."""

    page: ModulePage
    letter: str
    title: str
    parts: Sequence[units.Unit]
    split_from: UUID | None = None

    @property
    def minutes(self) -> int:
        """The sessions' minutes in all."""
        return sum(one.minutes or 0 for one in self.parts if one.kind == units.SESSION)


@dataclass(frozen=True)
class ModuleRow:
    """One module in both states. `split` is the module that it was part of before, when it is new."""

    kind: Kind
    moved: bool
    then: Text | None
    now: Text | None
    counts: Counts
    split: Text | None = None

    @property
    def page(self) -> ModulePage:
        return self.text.page

    @property
    def text(self) -> Text:
        """As it is named last."""
        found = self.now or self.then
        if found is None:
            raise ValueError("a module that is in neither state")
        return found

    @property
    def minutes(self) -> tuple[int, int] | None:
        """The minutes then and now, when they differ and the module is in both."""
        if self.then and self.now and self.then.minutes != self.now.minutes:
            return self.then.minutes, self.now.minutes
        return None


def overview(then: Iterable[Text], now: Iterable[Text]) -> list[ModuleRow]:
    """The modules in the order of `now`, those that are gone behind them."""
    before, after = {text.page.pk: text for text in then}, {text.page.pk: text for text in now}
    moved = set(tandem.moved([str(pk) for pk in before], [str(pk) for pk in after]))
    by_origin = {text.page.origin_id: text for text in before.values()}
    rows = []
    for pk, text in after.items():
        old = before.get(pk)
        if old is None:
            split = by_origin.get(text.split_from) if text.split_from else None
            rows.append(ModuleRow(Kind.ADDED, False, None, text, Counts(), split))
            continue
        counts = count(compare(old.parts, text.parts))
        kind = Kind.CHANGED if counts else Kind.SAME
        rows.append(ModuleRow(kind, str(pk) in moved, old, text, counts))
    return rows + [ModuleRow(Kind.REMOVED, False, text, None, Counts()) for pk, text in before.items() if pk not in after]


def differs(rows: Iterable[ModuleRow]) -> bool:
    return any(row.kind is not Kind.SAME or row.moved for row in rows)
