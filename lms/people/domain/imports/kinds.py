"""What a kind of import asks for and does besides the persons themselves; a higher room adds its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from lms.people.domain.imports.columns import PEOPLE as PEOPLE_COLUMNS
from lms.people.domain.imports.columns import Column
from lms.people.domain.imports.known import Known
from lms.people.models import Country, Import, ImportRow, Person


@dataclass
class Read:
    """What a row says: JSON values by column key, and (key, sentence) of what is wrong or worth a word."""

    values: dict
    errors: list[tuple[str, str]]
    notes: list[tuple[str, str]]


class Reader(Protocol):
    """Turns the filled cells of one row, {column key: text}, into values. It never raises: a fault is the row's error."""

    def read(self, cells: Mapping[str, str], *, number: int) -> Read: ...


MakeReader = Callable[[Known, Country | None, date], Reader]
"""Known things, the country of the sheet (None: its own column says) and today's date give a reader."""


class Extra:
    """What a higher room does with the rows of its own kind; each step runs in the import's transaction."""

    def review(self, batch: Import, rows: list[ImportRow]) -> None:
        """At the dry run: add errors and notes to rows that are right so far, or make a row the same."""

    def apply(self, batch: Import, rows: list[ImportRow], *, by: Person, now: datetime) -> dict[int, str]:
        """After the persons stand, `row.person_id` with them. Returns {row's pk: why it does not hold any more}."""
        return {}

    def kept(self, batch: Import, rows: list[ImportRow]) -> dict[int, str]:
        """{row's pk: what was built on it, so that it cannot be undone}."""
        return {}

    def made(self, rows: list[ImportRow]) -> dict[str, set[int]]:
        """{label of a model: pks of rows that this import made}: they do not stand in the way of undoing."""
        return {}

    def undo(self, batch: Import, rows: list[ImportRow], *, by: Person, now: datetime) -> None:
        """Before the persons go: remove what `apply` made."""


@dataclass(frozen=True)
class Kind:
    """A kind of import. `verb` is the right it needs in its country; `all_rows`: unchanged persons are applied too."""

    key: str
    verb: str
    check_job: str
    confirm_job: str
    path: Callable[[Import], str]
    columns: tuple[Column, ...] = PEOPLE_COLUMNS
    extra: Extra = field(default_factory=Extra)
    all_rows: bool = False

    @property
    def undo_job(self) -> str:
        return f"{self.confirm_job}.undo"


PEOPLE = Kind(key="people", verb="manage people", check_job="people.import.check", confirm_job="people.import.confirm",
              path=lambda batch: f"people/import/{batch.uuid}/")
