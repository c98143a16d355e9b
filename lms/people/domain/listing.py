"""The register as a list: whom a reader finds, and what a row says. The page and the exports ask here."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, Coalesce

from lms.look.domain.nav import html_language
from lms.people.domain.naming import as_number, hits, with_words
from lms.people.models import Affiliation, Grant, Person
from lms.people.models.person import access_of
from lms.people.models.place import text_in

MOST = 1000
"""How many the page lists at most. Who finds more narrows the search; the export has all."""

ROW = ("pk", "uuid", "number", "name", "own_name", "language", "sample", "profession__names")


@dataclass(frozen=True)
class Chosen:
    """What the list is narrowed to, as codes that may stand in an address; empty: not at all. Account: yes or no."""

    kind: str = ""
    sector: str = ""
    country: str = ""
    profession: str = ""
    level: str = ""
    sex: str = ""
    language: str = ""
    account: str = ""
    role: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Chosen":
        """From a query string; what cannot be a code counts as not chosen."""
        said = {field.name: given.get(field.name, "") for field in fields(cls)}
        return cls(**{name: code for name, code in said.items()
                      if len(code) <= 40 and code.isascii() and code.replace("-", "").isalnum()})

    def given(self) -> dict[str, str]:
        """Only what is chosen."""
        return {field.name: code for field in fields(self) if (code := getattr(self, field.name))}

    def __bool__(self) -> bool:
        return bool(self.given())


@dataclass
class Found:
    """Keys of the persons that a list finds, ordered by name: as much as a page of a list needs to know, and no more.

    `keys` is a queryset of plain keys. `whole`: reading MOST of them at once costs less than counting and cutting.
    """

    keys: QuerySet
    whole: bool

    @cached_property
    def bounded(self) -> list[int]:
        return list(self.keys[:MOST + 1])

    @cached_property
    def counted(self) -> int:
        return len(self.bounded) if self.whole else self.keys.order_by()[:MOST + 1].count()

    @property
    def more(self) -> bool:
        """There are more than MOST."""
        return self.counted > MOST

    def count(self) -> int:
        """How many the list shows, on all its pages."""
        return min(self.counted, MOST)

    def __getitem__(self, part: slice) -> list[int]:
        return self.bounded[part] if self.whole else list(self.keys[part])


def found(*, viewer: Person, words: str, chosen: Chosen, on: date) -> Found:
    """Those in the viewer's scope who have these words in their names and fit what is chosen.

    Words alone are answered from the index of names. `rows` asks the scope itself again.
    """
    access = access_of(viewer)
    if words and not chosen and not as_number(words):
        keys = hits(words, access).order_by("sort", "person_id").values_list("person_id", flat=True)
        return Found(keys, whole=True)
    persons = with_words(chosen_of(standing(viewer), chosen, on), words, access)
    return Found(persons.values_list("pk", flat=True), whole=bool(words))


def to_take_away(*, viewer: Person, words: str, chosen: Chosen, on: date) -> QuerySet[Person]:
    """The same as a file: only people whom the viewer manages, all of them."""
    persons = with_words(chosen_of(standing(viewer), chosen, on), words, access_of(viewer))
    places = access_of(viewer).where("manage people")
    return persons if places is None else persons.filter(country_id__in=places)


def standing(viewer: Person) -> QuerySet[Person]:
    """The scope without those merged or erased, written so that SQLite reads the names from an index in their order.

    It keeps no statistics: seeing two plain conditions it would take the index of `merged_into`, where all rows are
    alike, and one `or` makes it sort a whole country.
    """
    persons = Person.objects.visible_to(viewer).alias(gone=Coalesce("merged_into_id", 0)).filter(gone=0, erased_at=None)
    places = access_of(viewer).where("see people")
    # the viewer is one of these countries' people: the scope's other half, oneself, adds nobody
    return persons.filter(country_id__in=places) if places and viewer.country_id in places else persons


def chosen_of(persons: QuerySet[Person], chosen: Chosen, on: date) -> QuerySet[Person]:
    direct = {"country__code": chosen.country.upper(), "profession__key": chosen.profession, "level": chosen.level,
              "sex": chosen.sex}
    persons = persons.filter(**{field: value for field, value in direct.items() if value})
    if chosen.kind or chosen.sector:
        works = {"organisation__kind": chosen.kind, "organisation__sector": chosen.sector}
        persons = persons.filter(Exists(Affiliation.objects.on(on).filter(
            person=OuterRef("pk"), **{field: value for field, value in works.items() if value})))
    if chosen.role:
        persons = persons.filter(Exists(Grant.objects.on(on).filter(person=OuterRef("pk"), role=chosen.role)))
    if chosen.language:
        # SQLite has no question "is it in the list" for JSON, but a code in quotation marks is found in its text
        persons = persons.alias(tongues=Cast("languages", CharField())).filter(
            Q(language=chosen.language) | Q(tongues__contains=f'"{chosen.language}"'))
    if chosen.account:
        persons = persons.filter(username__isnull=chosen.account == "no")
    return persons


def rows(keys: list[int], *, viewer: Person, on: date, language: str, regional: bool) -> list[dict[str, Any]]:
    """What the list says of these persons, in their order; names of things in a language. Two queries.

    The country is read for `regional` readers only: for the others it would say the same in every row.
    """
    columns = (*ROW, "country__names") if regional else ROW
    scoped = Person.objects.visible_to(viewer).filter(pk__in=keys)
    known = {row["pk"]: row for row in scoped.order_by().values(*columns)}
    works: dict[int, str] = {}
    for person, organisation in Affiliation.objects.on(on).filter(person__in=keys).order_by(
            "since", "-pk").values_list("person_id", "organisation__name"):
        works[person] = organisation
    said = [known[key] for key in keys if key in known]
    for row in said:
        row["organisation"] = works.get(row["pk"], "")
        row["country"] = text_in(row["country__names"] or {}, language) if regional else ""
        row["profession"] = text_in(row["profession__names"] or {}, language)
        row["lang"] = html_language(row["language"])
        row["own"] = row["own_name"] if row["own_name"] != row["name"] else ""
    return said
