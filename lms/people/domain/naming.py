"""Finds persons by their names, in seven scripts, in any order of the words."""

import unicodedata
from itertools import pairwise

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from lms.people.models import Country, NameWord, Person
from lms.people.permissions import Access
from lms.search.domain.scan import composed, runs
from lms.search.domain.tokens import plain_key

MOST_WORDS = 8
LONGEST = 60
LAST = "\U0010ffff"


def words_of(*names: str) -> set[str]:
    """The words by which a person with these names is found: without accents and in small letters (old registers have
    none), and for a script without spaces every cluster alone and every pair of neighbours."""
    found: set[str] = set()
    for run in runs(composed(" ".join(names))):
        keys = [cluster.key for cluster in run.clusters]
        if run.spaceless:
            found |= {key[:LONGEST] for key in keys} | {(one + two)[:LONGEST] for one, two in pairwise(keys)}
        else:
            found.add(plain_key(keys[0])[:LONGEST])
    return {word for word in found if word}


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
    """The unsaved index rows of a person, for one or for many in bulk."""
    return [NameWord(person=person, country_id=person.country_id, word=word, sort=person.name)
            for word in sorted(words_of(person.name, person.own_name))]


def index(person: Person) -> None:
    """Bring the index in step with the names. Call it in the transaction that changed a name or the country."""
    NameWord.objects.filter(person=person).delete()
    NameWord.objects.bulk_create(rows_for(person))


def with_words(persons: QuerySet[Person], query: str, access: Access) -> QuerySet[Person]:
    """Those who have every word of the query in their names, or whose issued number it is, ordered by name.

    `persons` must be scoped already; the viewer's countries are repeated on the index, so that it is read in order.
    A word that nobody has counts as the beginning of one.
    """
    number = unicodedata.normalize("NFKC", query).strip().upper()
    if Person.objects.filter(number=number).exists():
        return persons.filter(number=number).order_by("name", "pk")
    wanted = asked(query)
    if not wanted:
        return persons.order_by("name", "pk") if not query.strip() else persons.none()
    places = access.where("see people")
    known = NameWord.objects.all() if places is None else NameWord.objects.filter(country_id__in=places)
    whole = [word for word in wanted if known.filter(word=word).exists()]
    for word in wanted:
        if word not in whole:
            of_person = known.filter(person=OuterRef("pk"), word__gte=word, word__lt=word + LAST)
            persons = persons.filter(Exists(of_person))
    for word in whole[1:]:
        persons = persons.filter(Exists(NameWord.objects.filter(person=OuterRef("pk"), word=word)))
    if not whole:
        return persons.order_by("name", "pk")
    first = {"words__word": whole[0]} | ({} if places is None else {"words__country_id__in": places})
    return persons.filter(**first).order_by("words__sort", "pk")


def whose_people(access: Access) -> str:
    """A sentence that says whose people this viewer sees."""
    places = access.where("see people")
    if places is None:
        return _("You see the people of all countries.")
    names = [country.label for country in Country.objects.filter(pk__in=places)] if places else []
    if not names:
        return _("You see yourself only. Your coordinator sees the people of your country.")
    return _("You see the people of %(countries)s only.") % {"countries": ", ".join(names)}
