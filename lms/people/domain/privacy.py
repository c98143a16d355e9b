"""The door for privacy: each room says, per model with personal data, what to export, erase, keep and merge."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model, QuerySet

from lms.people.models import Person


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
    the erased fields go by themselves; 0: they stay as long as the row.
    """

    label: str
    rows: Callable[[Person], QuerySet]
    export: tuple[str, ...]
    erase: tuple[str, ...] = ()
    keep: str = ""
    pointers: tuple[str, ...] = ("person",)
    free: tuple[str, ...] = ()
    wall: Wall | None = None
    dated: str = ""
    months: int = 0


_registry: dict[str, PersonalData] = {}


def register(data: PersonalData) -> None:
    _registry[data.label] = data


def registered() -> dict[str, PersonalData]:
    return dict(_registry)


def points_at_person(model: type[Model]) -> bool:
    """True when the model's own table has a relation to Person and so holds personal data.

    An inherited one (a page's owner) stands in the parent's table and is the parent's.
    """
    return any(field.is_relation and field.related_model is Person and field.concrete and not field.many_to_many
               and field.model is model for field in model._meta.get_fields())


def export(person: Person) -> dict[str, list[dict]]:
    """All that is held about a person, per model: what the person may take away (JSON-ready through DjangoJSONEncoder)."""
    return {label: list(data.rows(person).values(*data.export)) for label, data in sorted(_registry.items())}
