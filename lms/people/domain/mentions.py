"""Where a person stands in the records of others: letters that name the person, rows of sheets, reasons."""

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db.models import CharField, Q, QuerySet, TextField

from lms.people.domain.emptying import overwrite
from lms.people.domain.privacy import ERASED, PersonalData, registered
from lms.people.models import ImportRow, Person

SHORTEST = 4
"""A shorter name stands in too many other words to be replaced."""


def traces(person: Person) -> list[str]:
    """What a person is called in texts, the longest first, so that a part never hides the whole."""
    known = {person.name, person.own_name, person.email, person.username or ""}
    return sorted((text for text in known if len(text) >= SHORTEST and text != ERASED), key=len, reverse=True)


def blot(person: Person) -> dict[str, int]:
    """Replace the person's names and addresses in every text that erasure empties, whoever the row is about; and empty
    the rows of imported sheets that hold them. Returns {table: rows touched}."""
    words = traces(person)
    touched: dict[str, int] = {}
    if not words:
        return touched
    for data in registered().values():
        for column in columns_of(data):
            rows = apps.get_model(data.label)._base_manager.filter(any_of(f"{column}__contains", words))
            for pk, text in list(rows.values_list("pk", column)):
                overwrite(rows.model._base_manager.filter(pk=pk), **{column: without(text, words)})
                touched[data.label] = touched.get(data.label, 0) + 1
    unlinked = [pk for pk, said in said_in(ImportRow.objects.filter(person=None)) if any(word in said for word in words)]
    if unlinked:
        ImportRow.objects.filter(pk__in=unlinked).update(values={}, before={}, errors=[], alike=[], choice="")
        touched["people.importrow"] = len(unlinked)
    return touched


def columns_of(data: PersonalData) -> Iterator[str]:
    """The free texts of a table: names of persons have their own columns, and belong to the row's own person."""
    model = apps.get_model(data.label)
    for name in data.erase:
        column = model._meta.get_field(name)
        long_text = isinstance(column, TextField) or (isinstance(column, CharField) and column.max_length == 200)
        if long_text and name not in ("xml", "password"):
            yield name


def said_in(rows: QuerySet) -> Iterator[tuple[int, str]]:
    """Each row's values as one text; JSON hides letters of other scripts from the database's own search."""
    for pk, values, before in rows.values_list("pk", "values", "before").iterator():
        yield pk, "\n".join(flat([values, before]))


def flat(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from flat(inner)
    else:
        yield str(value)


def without(text: str, words: Iterable[str]) -> str:
    for word in words:
        text = text.replace(word, ERASED)
    return text


def any_of(lookup: str, words: Iterable[str]) -> Q:
    found = Q()
    for word in words:
        found |= Q(**{lookup: word})
    return found
