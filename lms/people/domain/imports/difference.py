"""What is known of persons beside what a sheet says: the values that an import compares, and what would change."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Prefetch, QuerySet

from lms.people.models import Affiliation, Person

OWN = ("name", "own_name", "email", "language", "languages", "province", "profession", "sex", "level", "birth_year")
WORK = ("organisation", "position", "since")
COMPARED = (*OWN, *WORK)
"""The values that a sheet may change, in the order in which a difference is read."""


def with_work(persons: QuerySet[Person], today: date) -> QuerySet[Person]:
    """With all that `values_of` reads, in two queries."""
    now = Affiliation.objects.on(today).select_related("organisation").order_by("-since", "pk")
    return persons.select_related("country", "province", "profession").prefetch_related(
        Prefetch("affiliations", now, to_attr="now_at"))


def values_of(person: Person) -> dict:
    """A person read through `with_work`, as JSON by column key. Works somewhere: there since the newest affiliation."""
    tie: Affiliation | None = next(iter(vars(person)["now_at"]), None)
    return {"name": person.name, "own_name": person.own_name, "email": person.email, "language": person.language,
            "languages": person.languages, "province": person.province.code if person.province else "",
            "profession": person.profession.key if person.profession else "", "sex": person.sex, "level": person.level,
            "birth_year": person.birth_year, "organisation": tie.organisation.key if tie else "",
            "position": tie.position if tie else "", "since": tie.since.isoformat() if tie else ""}


def changes(values: Mapping, before: Mapping) -> list[str]:
    """The keys in which a sheet says something else, in reading order. An empty cell says nothing."""
    moved = bool(values.get("organisation")) and values["organisation"] != before["organisation"]
    keys = [key for key in COMPARED if values.get(key) not in (None, "", []) and values[key] != before[key]]
    # where somebody works from a day on is one thing: without an organisation there is nothing to change
    if not moved and not before["organisation"]:
        keys = [key for key in keys if key not in WORK]
    return keys


def kept_before(values: Mapping, before: Mapping) -> dict:
    """What stands now of all that the sheet would change."""
    return {key: before[key] for key in changes(values, before)}


def all_values(persons: Iterable[Person]) -> dict[int, dict]:
    return {person.pk: values_of(person) for person in persons}
