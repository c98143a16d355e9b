"""Rows of a checked list as a person reads them: codes in words, and what would change beside what stands there now."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.look.domain.dates import write_day
from lms.people.domain.alike import REASONS
from lms.people.domain.imports import meanings
from lms.people.domain.imports.choose import NEW, SKIP
from lms.people.domain.imports.columns import Column, Words
from lms.people.domain.imports.difference import COMPARED
from lms.people.domain.imports.kinds import Kind
from lms.people.models import Country, Import, ImportRow, Organisation, Person, Profession, Province

S = ImportRow.State
STATES: tuple[str, ...] = (S.WRONG, S.DOUBTFUL, S.CHANGED, S.NEW, S.SAME)
"""In the order in which somebody has to look at them."""


@dataclass(frozen=True)
class Line:
    """One value: what stands now (empty: nothing) and what the sheet says (empty: it stays). `lang`: of a name."""

    label: Words
    before: str
    after: str
    lang: str = ""


@dataclass(frozen=True)
class Option:
    """What may be chosen for a doubtful row: "new", "skip" or a person's uuid, with the reasons that speak for it."""

    value: str
    person: Person | None
    reasons: list[Words]
    chosen: bool


@dataclass
class Shown:
    """A row of the sheet, ready to be read."""

    row: ImportRow
    title: str
    person: Person | None
    lines: list[Line] = field(default_factory=list)
    errors: list[dict] = field(default_factory=list)
    notes: list[dict] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    repeats: list[tuple[int, list[Words]]] = field(default_factory=list)


class Labels:
    """The words for the codes in some rows, in the reader's language, with one query a kind of thing."""

    def __init__(self, rows: Iterable[ImportRow], columns: Iterable[Column]):
        self.columns = {column.key: column.label for column in columns}
        said: dict[str, set[str]] = {}
        for row in rows:
            for values in (row.values, row.before):
                for key in ("organisation", "province", "profession", "country"):
                    if isinstance(values.get(key), str):
                        said.setdefault(key, set()).add(values[key])
        self.things: dict[str, dict[str, str]] = {
            "organisation": {one.key: one.name for one in Organisation.objects.filter(key__in=said.get("organisation", ()))},
            "province": {one.code: one.label for one in Province.objects.filter(code__in=said.get("province", ()))},
            "profession": {one.key: one.label for one in Profession.objects.filter(key__in=said.get("profession", ()))},
            "country": {one.code: one.label for one in Country.objects.filter(code__in=said.get("country", ()))} | {
                "": _("region")}}

    def value(self, key: str, value: object) -> str:
        if value in (None, [], "") and key != "country":
            return ""
        if key in self.things:
            return self.things[key].get(str(value), str(value))
        if key in ("sex", "level", "language"):
            return meanings.label_of(key, str(value))
        if isinstance(value, list):
            return ", ".join(meanings.label_of("language", code) for code in value)
        if isinstance(value, str) and key in ("since", "enrolled", "completed"):
            return write_day(date.fromisoformat(value), language=get_language() or "en")
        return str(value)


def filtered(batch: Import, state: str) -> QuerySet[ImportRow]:
    """The rows in one state, in the sheet's order; "" for all, "open" for the doubtful ones that wait for a decision."""
    rows = batch.rows.select_related("person", "country").order_by("number")
    if state == "open":
        return rows.filter(state=S.DOUBTFUL, choice="")
    return rows.filter(state=state) if state in S.values else rows


def shown(rows: list[ImportRow], *, kind: Kind, viewer: Person) -> list[Shown]:
    """The same number of queries for one row and for many. Proposed persons that the viewer may not see are left out."""
    labels = Labels(rows, kind.columns)
    uuids = {one["person"] for row in rows for one in row.alike if "person" in one}
    persons = {str(person.uuid): person for person in
               Person.objects.visible_to(viewer).filter(uuid__in=uuids)} if uuids else {}
    return [_shown(row, labels, persons) for row in rows]


def _shown(row: ImportRow, labels: Labels, persons: dict[str, Person]) -> Shown:
    title = row.values.get("name") or row.values.get("own_name") or (row.person.name if row.person else "") or row.values.get(
        "number", "")
    found = Shown(row, str(title), row.person)
    found.errors = [one for one in row.errors if not one.get("note")]
    found.notes = [one for one in row.errors if one.get("note")]
    if row.state == S.WRONG:
        return found
    if row.person_id and row.state != S.NEW and row.choice != NEW:
        found.lines = [Line(labels.columns.get(key, key), labels.value(key, row.before[key]),
                            labels.value(key, row.values.get(key)), lang(row, key)) for key in COMPARED if key in row.before]
    else:
        found.lines = [Line(label, "", labels.value(key, row.values[key]), lang(row, key)) for key, label in labels.columns.items()
                       if key in row.values and key not in ("name", "number") and row.values[key] not in ("", [], None)]
    found.lines += [Line(labels.columns[key], "", labels.value(key, row.values[key]))
                    for key in ("enrolled", "post_test", "completed")
                    if key in labels.columns and row.values.get(key) and row.person_id and row.state != S.NEW]
    if row.state == S.DOUBTFUL:
        found.options = [Option(one["person"], persons[one["person"]], [REASONS[reason] for reason in one["reasons"]],
                                row.choice == one["person"]) for one in row.alike if one.get("person") in persons]
        found.options += [Option(value, None, [], row.choice == value) for value in (NEW, SKIP)]
        found.repeats = [(one["row"], [REASONS[reason] for reason in one["reasons"]]) for one in row.alike if "row" in one]
    return found


def lang(row: ImportRow, key: str) -> str:
    """The language of a name in the own script: the country's first."""
    return row.country.languages[0] if key == "own_name" and row.country and row.country.languages else ""


def counted(batch: Import) -> list[tuple[str, int]]:
    """(state, how many), for the states that occur."""
    return [(state, batch.counts[state]) for state in STATES if batch.counts.get(state)]


def error_rows(batch: Import) -> Iterable[list[object]]:
    """For the sheet of errors: row, column, heading, what is wrong, and whose row it is."""
    for row in batch.rows.filter(state=S.WRONG).order_by("number").iterator(500):
        for one in row.errors:
            if not one.get("note"):
                yield [row.number, one["column"], one["heading"], one["message"],
                       row.values.get("name") or row.values.get("own_name") or row.values.get("number", "")]

