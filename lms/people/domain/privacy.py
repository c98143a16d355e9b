"""The door for privacy: each room says, per model with personal data, what to export, erase, keep and merge."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model, QuerySet

from lms.people.models import Person


@dataclass(frozen=True)
class PersonalData:
    """`rows(person)` finds the person's rows; `export` and `erase` name fields; `keep` says why the rest stays."""

    label: str
    rows: Callable[[Person], QuerySet]
    export: tuple[str, ...]
    erase: tuple[str, ...] = ()
    keep: str = ""


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
