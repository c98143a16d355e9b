"""The board of modules by country: in step, waiting, translating, diverged, declined (activity 1.2, in tandem).

Everyone may see what countries decided, never who. The board has a fixed number of queries.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from curricula.domain import tandem
from curricula.domain.following import Followed, History, follow, history
from curricula.domain.reading import Shelf, shelves
from curricula.domain.tandem import State
from curricula.models import Adaptation, CurriculumPage, VersionModule
from lms.people.models import Country
from lms.people.models.place import day_in


@dataclass(frozen=True)
class Column:
    """A national curriculum that follows the regional one. `twin`: its country has another one beside it. `open`: it is
    published, or the reader works on its drafts."""

    country: Country
    curriculum: CurriculumPage
    number: str
    mine: bool = False
    twin: bool = False
    open: bool = True


@dataclass(frozen=True)
class Cell:
    """Where one country stands with one module. `days` is how long a decision waits, `number` the version that a
    diverged or declined text stands at, `percent` how much of the text is done."""

    state: State | None
    days: int | None = None
    number: str = ""
    percent: int = 0
    reason: str = ""
    slug: str = ""


@dataclass(frozen=True)
class Row:
    """A regional module; `number` is the version that last changed it. `removed`: countries still have it."""

    letter: str
    title: str
    slug: str
    number: str
    cells: list[Cell]
    removed: bool = False


@dataclass(frozen=True)
class Board:
    regional: CurriculumPage
    columns: list[Column]
    rows: list[Row]
    missing: list[Country]

    def cells(self) -> Iterator[Cell]:
        return (cell for row in self.rows for cell in row.cells)

    @property
    def counts(self) -> Counter:
        return Counter(cell.state for cell in self.cells() if cell.state)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def longest(self) -> int:
        """Days of the decision that waits longest; 0 when none waits."""
        return max((cell.days or 0 for cell in self.cells() if cell.state is State.WAITING), default=0)


def board(*, slug: str, mine: int | None, now: datetime, reads: Callable[[int], bool] = lambda country: False) -> Board | None:
    """The board of the regional curriculum at an address; None when it is not there or not published. Six queries.

    `mine` is the key of the reader's country, which comes first; None: none. `reads` says whether the reader works on the
    drafts of a country.
    """
    today = day_in(None, now)
    found = shelves(on=today, drafts=True)
    regional = next((one.page for one in found if one.page.slug == slug and one.page.live and not one.page.country_id), None)
    if regional is None:
        return None
    past = history(regional)
    countries = list(Country.objects.all())
    bonds = list(Adaptation.objects.filter(curriculum__origin=regional).select_related("module", "origin", "curriculum")
                 .only("status", "base", "reason", "curriculum__slug", "module__slug", "origin__origin_id"))
    by_place = {(one.bond.curriculum_id, one.bond.origin_id): one for one in follow(past, bonds)}
    columns = columns_of(regional, found, mine, reads)
    rows = [row_of(frozen.module_id, frozen, columns, by_place, past, today) for frozen in past.newest]
    known = {frozen.module_id for frozen in past.newest}
    for origin in dict.fromkeys(bond.origin_id for bond in bonds if bond.origin_id and bond.origin_id not in known):
        last = next(row for row in reversed(past.frozen.values()) if row.module_id == origin)
        rows.append(row_of(origin, last, columns, by_place, past, today, removed=True))
    with_one = {column.country.pk for column in columns}
    return Board(regional, columns, rows, [country for country in countries if country.pk not in with_one])


def columns_of(regional: CurriculumPage, found: list[Shelf], mine: int | None,
               reads: Callable[[int], bool]) -> list[Column]:
    columns = [Column(shelf.page.country, shelf.page, shelf.number, shelf.page.country_id == mine) for shelf in found
               if shelf.page.origin_id == regional.pk and shelf.page.country]
    many = Counter(column.country.pk for column in columns)
    columns = [replace(column, twin=many[column.country.pk] > 1,
                       open=column.curriculum.live or reads(column.country.pk)) for column in columns]
    return sorted(columns, key=lambda column: (not column.mine, column.country.code, column.curriculum.pk))


def row_of(origin: int, frozen: Any, columns: list[Column], by_place: dict, past: History, today: date, *,
           removed: bool = False) -> Row:
    cells = [cell_of(by_place.get((column.curriculum.pk, origin)), column, frozen, past, today, removed=removed)
             for column in columns]
    return Row(frozen.letter, frozen.title, frozen.slug, last_changed(frozen, past), cells, removed)


def cell_of(one: Followed | None, column: Column, frozen: VersionModule, past: History, today: date, *,
            removed: bool) -> Cell:
    """One cell; the reasons of a curriculum that is not published yet are its group's own."""
    if one is None:
        if removed:
            return Cell(None)
        since = tandem.pending(base=None, rulings=[], history=past.of(frozen.origin_id))[0].since
        return Cell(State.WAITING, days=(today - since).days)
    slug = one.bond.module.slug if one.bond.module else ""
    reason = one.bond.reason if column.open else ""
    if one.state is State.WAITING:
        return Cell(State.WAITING, days=(today - min(change.since for change in one.changes)).days, slug=slug)
    return Cell(one.state, number=number_of(one), percent=one.percent, reason=reason, slug=slug)


def number_of(one: Followed) -> str:
    """The newest regional version that the country looked at: of its last decision, or where it began."""
    seen = [edition.number for edition in (one.base, *(ruling.seen for ruling in one.rulings)) if edition]
    return ".".join(map(str, max(seen))) if seen else ""


def last_changed(frozen: VersionModule, past: History) -> str:
    """The number of the version that brought the module's present text."""
    number = ""
    for version, _on, by_origin in reversed(past.releases):
        edition = by_origin.get(str(frozen.origin_id))
        if edition is None or edition.whole != frozen.sha256:
            break
        number = version.number
    return number or frozen.version.number
