"""Everything held about a person, in words: room by room, as the person reads it. The file for machines is `export`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Field, Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.look.domain.dates import write_clock, write_day
from lms.look.domain.numbers import write_number
from lms.people.domain.privacy import PersonalData, Words, known_word, registered, word_for
from lms.people.models import Person
from lms.people.models.place import text_in

MOST = 20
"""Rows of a table that the page shows; the others stand in the file."""
SITE = gettext_lazy("Pages of the site")
ACCOUNT = gettext_lazy("Account and log")
DECIDED = gettext_lazy("Decided and published")
ROOMS: list[tuple[Words, tuple[str, ...]]] = [
    (gettext_lazy("Register of people"), ("people",)), (gettext_lazy("Courses"), ("courses",)),
    (gettext_lazy("Certificates"), ("certification",)), (gettext_lazy("Learn at a distance"), ("learning",)),
    (gettext_lazy("Forms"), ("surveys",)), (gettext_lazy("Letters and files"), ("notices", "files", "jobs")),
    (DECIDED, ("curricula", "tna", "monitoring")), (ACCOUNT, ("account", "mfa", "usersessions", "sessions", "audit")),
    (SITE, ("wagtailcore", "wagtailadmin", "wagtailusers", "wagtaildocs", "wagtailimages"))]
THE_FILE, FILES = gettext_lazy("the file itself"), {"file", "scan", "content"}
LANGUAGE_NAMES = dict(settings.LANGUAGES)
LANGUAGES_IN = {"language", "languages", "badge_language", "preferred_language"}


@dataclass(frozen=True)
class Part:
    """The rows of one table: names of the columns, rows of (name, value in words), and how many rows more there are."""

    title: Words
    head: list[Words]
    rows: list[list[tuple[Words, str]]]
    more: int
    count: int
    brief: bool


@dataclass(frozen=True)
class Room:
    title: Words
    parts: list[Part]


@dataclass(frozen=True)
class Fate:
    """What erasure does to the rows of one table: the fields that go, whether the rows go whole, why the rest stays."""

    title: Words
    goes: list[Words]
    whole: bool
    keep: Words


def held(person: Person, *, language: str) -> list[Room]:
    """The rooms that hold something, in words of `language`. The number of queries is that of the tables, not of rows."""
    known = registered()
    found = []
    for title, labels in ROOMS:
        parts = [part for label, data in sorted(known.items(), key=lambda pair: order(pair[0])) if data.on_page
                 and label.partition(".")[0] in labels and (part := part_of(data, person, language))]
        if parts:
            found.append(Room(title, parts))
    return found


def order(label: str) -> tuple[bool, str]:
    """The person's own row first, then by table."""
    return label != "people.person", label


def part_of(data: PersonalData, person: Person, language: str) -> Part | None:
    rows = data.rows(person).order_by("-pk")
    if data.brief:
        count = rows.count()
        return Part(data.title, [], [], 0, count, brief=True) if count else None
    found = list(rows.values_list("pk", *data.export)[:MOST + 1])
    if not found:
        return None
    more = rows.count() - MOST if len(found) > MOST else 0
    found = found[:MOST]
    spoken = {path: speak([row[0] for row in found]) for path, speak in data.speak.items()}
    fields = [field_at(apps.get_model(data.label), path) for path in data.export]
    written = [[write(spoken[path][row[0]] if path in spoken else value, path, field, language)
                for path, field, value in zip(data.export, fields, row[1:], strict=True)] for row in found]
    # a column that says nothing in any row is left out
    said = [place for place in range(len(fields)) if any(row[place] for row in written)]
    head = [word_for(data.export[place]) for place in said]
    return Part(data.title, head, [[(name, row[place]) for name, place in zip(head, said, strict=True)] for row in written],
                more, len(found) + more, brief=False)


def field_at(model: type[Model], path: str) -> Field:
    """The column that a lookup path leads to. Raises TypeError for a path that leads to none."""
    *steps, last = path.split("__")
    for step in steps:
        related = model._meta.get_field(step).related_model
        if not isinstance(related, type):
            raise TypeError(f"{path}: {step} leads to no table.")
        model = related
    field = model._meta.get_field(last)
    if not isinstance(field, Field):
        raise TypeError(f"{path} is no column.")
    return field


def write(value: Any, path: str, field: Field, language: str) -> str:
    """One value in words of `language`; nothing for nothing."""
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if path in LANGUAGES_IN:
        return tongue(value)
    if isinstance(value, dict) and field.name in ("names", "titles"):
        return text_in(value, language)
    return plain(value, language)


def tongue(value: Any) -> str:
    """Codes of languages by their own names."""
    return ", ".join(LANGUAGE_NAMES.get(code, str(code)) for code in (value if isinstance(value, list) else [value]))


def plain(value: Any, language: str) -> str:
    """A value without a field that explains it: what stands inside JSON."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime | date):
        return write_day(value, language=language)
    if isinstance(value, time):
        return write_clock(value, language=language)
    if isinstance(value, dict):
        return "\n".join(f"{known_word(str(key))}: {tongue(inner) if key in LANGUAGES_IN else plain(inner, language)}"
                         for key, inner in value.items() if inner not in (None, "", [], {}))
    if isinstance(value, list):
        if any(isinstance(inner, dict) for inner in value):
            return write_number(len(value), language=language)
        return ", ".join(plain(inner, language) for inner in value)
    return str(value)


def fates(person: Person) -> Iterator[Fate]:
    """What erasure would do to each table that holds something about the person, in the order of the page."""
    known = registered()
    for _title, labels in ROOMS:
        for label, data in sorted(known.items(), key=lambda pair: order(pair[0])):
            if data.on_page and label.partition(".")[0] in labels and data.rows(person).exists():
                yield Fate(data.title, columns_that_go(data), data.gone, data.keep)


def columns_that_go(data: PersonalData) -> list[Words]:
    """What the erased fields are called on the page; those that the page does not show have no word and are left out."""
    shown = {path.partition("__")[0]: path for path in data.export}
    words = [word_for(shown[name]) for name in data.erase if name in shown]
    return [*words, THE_FILE] if any(name in FILES for name in data.erase) else words
