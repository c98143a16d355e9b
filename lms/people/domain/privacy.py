"""The door for privacy: each room says, per model with personal data, what to export, erase, keep and merge."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.apps import apps
from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from lms.people.models import Person

Words = str | Promise
"""A sentence for the screen: translated when it is shown."""


@dataclass(frozen=True)
class Wall:
    """Who reads a row when the database itself decides (PostgreSQL): columns of the row's own table.

    `country` holds the scope's key, or its two letters with `by_code`; `person` the person's key, or with `by_uuid` the
    uuid; `whole` names a column with the key of a row of another walled table: who reads that one reads this one.
    `also` is one more condition in SQL (an edition's roster in its days); it is read with the settings of `domain/wall`.
    """

    country: str = "country_id"
    person: str = "person_id"
    by_code: bool = False
    by_uuid: bool = False
    whole: tuple[str, str] | None = None
    also: str = ""


@dataclass(frozen=True)
class PersonalData:
    """What a model holds of persons.

    `rows(person)` finds a person's rows; `export` and `erase` name fields; `keep` says why the rest stays; `pointers`
    are the columns that a merge moves to the other person (a relation, or a uuid column), empty where it must not.
    `free` names the remaining fields, which say nothing about a person by themselves. `months` after the day in `dated`
    the erased fields go by themselves; without `dated` they stay as long as the row.

    `title` says in words what the rows are; `brief` shows their number alone on the page, `on_page=False` nothing. With `gone`, erasure and
    retention remove the rows whole. `instead` has what stands in a field that may not be empty. `files` are columns
    with the uuid of a stored file, which goes with the erased fields. `speak[field](keys)` gives {row's key: the value in
    words} where the stored one has codes. `may_go(rows)` leaves out the rows that neither
    erasure nor retention touches (a file that is evidence about somebody else). `forget(person, by, now)` erases in the
    room's own way, in place of emptying: ends a role, takes the written answers out of a form.
    """

    label: str
    rows: Callable[[Person], QuerySet]
    export: tuple[str, ...]
    erase: tuple[str, ...] = ()
    keep: Words = ""
    pointers: tuple[str, ...] = ("person",)
    free: tuple[str, ...] = ()
    wall: Wall | None = None
    dated: str = ""
    months: int = 0
    title: Words = ""
    brief: bool = False
    on_page: bool = True
    gone: bool = False
    instead: Mapping[str, str] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    speak: Mapping[str, Callable[[list[int]], dict[int, object]]] = field(default_factory=dict)
    may_go: Callable[[QuerySet], QuerySet] | None = None
    forget: Callable[[Person, Person, datetime], None] | None = None


@dataclass(frozen=True)
class Purpose:
    """What a consent is for. `heed(person, agreed)` does what follows from agreeing and from taking back.

    `stays` says why it cannot be taken back; empty: it can. `asked_at` names the address where the room asks for it;
    empty: the page of consents asks.
    """

    key: str
    heed: Callable[[Person, bool], None] | None = None
    stays: Words = ""
    asked_at: str = ""


ERASED = "—"
"""What stands for a name that was erased, in every table; pages say "Erased person"."""

_registry: dict[str, PersonalData] = {}
_purposes: dict[str, Purpose] = {}
_impersonal: set[str] = set()
_words: dict[str, Words] = {}


def register(data: PersonalData) -> None:
    _registry[data.label] = data


def announce(*, data: Iterable[PersonalData], impersonal: Iterable[str] = (),
             words: Mapping[str, Words] | None = None, purposes: Iterable[Purpose] = ()) -> None:
    """A room tells of all its tables: those with personal data, those without; of the words for what is exported, and
    of what it asks consent for."""
    for one in data:
        register(one)
    _purposes.update({purpose.key: purpose for purpose in purposes})
    _impersonal.update(impersonal)
    _words.update(words or {})


def registered() -> dict[str, PersonalData]:
    return dict(_registry)


def impersonal() -> frozenset[str]:
    """Labels of the tables that hold nothing about a person."""
    return frozenset(_impersonal)


def purposes() -> dict[str, Purpose]:
    return dict(_purposes)


def word_for(path: str) -> Words:
    """What an exported field is called; KeyError for one without a word, which a test finds."""
    return _words[path]


def known_word(key: str) -> Words:
    """What a key inside a value is called; a key without a word speaks for itself."""
    return _words.get(key, key.replace("_", " "))


def files_in_use() -> set:
    """uuids of the stored files that some record stands on: a scan, a sheet."""
    found: set = set()
    for data in _registry.values():
        for column in data.files:
            found.update(apps.get_model(data.label)._base_manager.exclude(**{column: None})
                         .values_list(column, flat=True).distinct())
    return found


def points_at_person(model: type[Model]) -> bool:
    """True when the model's own table has a relation to Person and so holds personal data.

    An inherited one (a page's owner) stands in the parent's table and is the parent's.
    """
    return any(one.is_relation and one.related_model is Person and one.concrete and not one.many_to_many
               and one.model is model for one in model._meta.get_fields())


def export(person: Person) -> dict[str, list[dict]]:
    """All that is held about a person, per model: what the person may take away (JSON-ready through DjangoJSONEncoder)."""
    return {label: list(data.rows(person).values(*data.export)) for label, data in sorted(_registry.items())}
