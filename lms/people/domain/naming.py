"""Finds persons by their names, in seven scripts, in any order of the words."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise, permutations

from django.db import connection
from django.db.models import Count, Exists, Min, OuterRef, QuerySet
from django.utils.translation import gettext as _

from lms.people.models import Country, NameWord, Person
from lms.people.permissions import Access
from lms.search.domain.scan import composed, runs
from lms.search.domain.tokens import plain_key

MOST_WORDS = 8
MOST_PARTS = 5
LONGEST = 60
LAST = "\U0010ffff"
MUCH = 10
"""A word that is so many times commoner than the rarest is not listed, but looked up person by person."""
NUMBER = re.compile(r"[A-Z]{1,2}-[0-9]{3,}")


def words_of(*names: str) -> set[str]:
    """The words by which a person with these names is found: without accents and in small letters (old registers have
    none), and for a script without spaces every cluster alone and every pair of neighbours.

    One writer sets a space between the parts of such a name, the next none: where one part may stand after another,
    the pair at that joint is a word too.
    """
    found: set[str] = set()
    for name in names:
        parts: list[list[str]] = []
        for run in runs(composed(name)):
            keys = [cluster.key for cluster in run.clusters]
            if run.spaceless:
                found |= set(keys) | {one + two for one, two in pairwise(keys)}
                parts.append(keys)
            else:
                found.add(plain_key(keys[0]))
        found |= {before[-1] + after[0] for before, after in permutations(parts[:MOST_PARTS], 2)}
    return {word[:LONGEST] for word in found if word}


def asked(query: str) -> list[str]:
    """The words that all must be found, the longest (rarest) first: pairs of neighbours in a script without spaces."""
    wanted: set[str] = set()
    for run in runs(composed(query)):
        keys = [cluster.key for cluster in run.clusters]
        if not run.spaceless:
            wanted.add(plain_key(keys[0])[:LONGEST])
        elif len(keys) == 1:
            wanted.add(keys[0][:LONGEST])
        else:
            wanted |= {(one + two)[:LONGEST] for one, two in pairwise(keys)}
    return sorted((word for word in wanted if word), key=lambda word: (-len(word), word))[:MOST_WORDS]


def rows_for(person: Person) -> list[NameWord]:
    """The unsaved index rows of a person, for one or for many in bulk; none for one who was merged or erased."""
    if person.merged_into_id or person.erased_at:
        return []
    return [NameWord(person=person, country_id=person.country_id, word=word, sort=person.name)
            for word in sorted(words_of(person.name, person.own_name))]


def index(person: Person) -> None:
    """Bring the index in step with the names. Call it in the transaction that changed a name or the country."""
    NameWord.objects.filter(person=person).delete()
    NameWord.objects.bulk_create(rows_for(person))


def index_many(persons: Iterable[Person]) -> None:
    """The same for many persons who have no words yet. A model object for each of their words would take longer than
    all the rest of an import."""
    rows = [(person.pk, person.country_id, word, person.name)
            for person in persons for word in words_of(person.name, person.own_name)]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO people_nameword (person_id, country_id, word, sort) VALUES (%s, %s, %s, %s)", rows)


def with_words(persons: QuerySet[Person], query: str, access: Access) -> QuerySet[Person]:
    """Those who have every word of the query in their names, or whose issued number it is, ordered by name.

    `persons` must be scoped already. A word that nobody has counts as the beginning of some.
    """
    if number := as_number(query):
        persons = persons.filter(number=number)
    elif query.strip():
        persons = persons.filter(pk__in=hits(query, access).values("person_id"))
    return persons.order_by("name", "pk")


def hits(query: str, access: Access) -> QuerySet[NameWord]:
    """One row of the index for each person whom the words find, without an order; by `sort` it is that of the names.

    The viewer's countries are repeated on the index: nothing else is read, and no person outside them is found. Merged
    and erased persons have no words.
    """
    wanted, places = asked(query), access.where("see people")
    known = NameWord.objects.all()
    if places is not None:
        # who sees nobody else's people has the own words only
        known = known.filter(country_id__in=places) if places else known.filter(person_id=access.person_id or 0)
    counts = dict(known.filter(word__in=wanted).order_by().values_list("word").annotate(Count("pk")))
    begun = [known.filter(word__gte=word, word__lt=word + LAST) for word in wanted if word not in counts]
    # the rarest word is read from the index in the order of names; the others are looked up for each of its persons
    first, *others = sorted(counts, key=counts.__getitem__) or [""]
    if first:
        found = known.filter(word=first)
        for word in others:
            found = beside(found, known, word, few=counts[word] <= MUCH * counts[first])
    elif begun:
        # two words of one person may begin alike: one row for both
        once = begun.pop(0).order_by().values("person_id").annotate(row=Min("pk")).values("row")
        found = NameWord.objects.filter(pk__in=once)
    else:
        return NameWord.objects.none()
    for rows in begun:
        found = found.filter(person_id__in=rows.values("person_id"))
    return found


def beside(found: QuerySet[NameWord], known: QuerySet[NameWord], word: str, *, few: bool) -> QuerySet[NameWord]:
    """Of those found, who has this word too. A list of the few is quicker than many single looks."""
    if few:
        return found.filter(person_id__in=known.filter(word=word).values("person_id"))
    return found.filter(Exists(NameWord.objects.filter(person_id=OuterRef("person_id"), word=word)))


def as_number(query: str) -> str:
    """The issued number that was typed, or nothing: VN-0007 in any case and width of letters."""
    typed = unicodedata.normalize("NFKC", query).strip().upper()
    return typed if NUMBER.fullmatch(typed) else ""


def whose_people(access: Access) -> str:
    """A sentence that says whose people this viewer sees."""
    places = access.where("see people")
    if places is None:
        return _("You see the people of all countries.")
    names = [country.label for country in Country.objects.filter(pk__in=places)] if places else []
    if not names:
        return _("You see yourself only. Your coordinator sees the people of your country.")
    return _("You see the people of %(countries)s only.") % {"countries": ", ".join(names)}
