"""Who may be one person entered twice: the comparison, with its reasons, and the search for it.

Names are compared in any order of their words, with and without accents, in the own script, and across scripts by the
sound of their consonants. A proposal is never more than that: people decide.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lms.people.domain.naming import words_of
from lms.people.domain.sound import sound
from lms.people.models import Affiliation, Distinct, NameWord, Person
from lms.search.domain.tokens import exact_key, plain_key

REASONS = {
    "number": _("has this number, with another name"), "mail": _("the same mail address"), "name": _("the same name"),
    "order": _("the same name in another order"), "own": _("the same name in the own script"),
    "accents": _("the same name without accents"), "sound": _("a name that sounds alike"),
    "organisation": _("the same organisation"), "year": _("the same birth year")}
"""What speaks for it, in words, strongest first."""

MOST = 5
"""How many persons are proposed for one."""
CANDIDATES = 500
CHUNK = 2000
TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof"})
SHORTEST_SOUND = 3
"""Consonants: fewer sound like too many."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What is compared of a person. `organisations` are keys; `birth_year` is of the common era."""

    name: str
    own_name: str = ""
    email: str = ""
    birth_year: int | None = None
    sex: str = ""
    organisations: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Alike:
    """A person who may be the same, and why: keys of REASONS, strongest first."""

    person: int
    uuid: UUID
    reasons: tuple[str, ...]


def words(name: str) -> list[str]:
    """The words of a name in small letters with their accents, without a title before it."""
    found = [word.strip(".,") for word in unicodedata.normalize("NFC", name).casefold().replace(",", " ").split()]
    return [word for word in found if word and word not in TITLES]


def keys(traits: Traits) -> set[str]:
    """Under each of these a person is looked up: who shares none is not compared at all."""
    found = {f"m:{traits.email}"} if traits.email else set()
    for name in {traits.name, traits.own_name} - {""}:
        parts = words(name)
        found.add("n:" + " ".join(sorted(map(plain_key, parts))))
        if not name.isascii():
            found.add("o:" + "".join(parts))
        heard = sound(parts)
        if len(heard) >= SHORTEST_SOUND:
            found.add("s:" + heard)
    return found


def reasons(one: Traits, other: Traits) -> tuple[str, ...]:
    """All that speaks for it, as keys of REASONS, strongest first. Pure."""
    said = {"mail"} if one.email and one.email == other.email else set()
    said |= {name for name in (_same_name(one, other),) if name}
    if one.organisations & other.organisations:
        said.add("organisation")
    if one.birth_year and one.birth_year == other.birth_year:
        said.add("year")
    return tuple(reason for reason in REASONS if reason in said)


def _same_name(one: Traits, other: Traits) -> str:
    mine, theirs = ([words(name) for name in (who.name, who.own_name) if name] for who in (one, other))
    if one.own_name and other.own_name and "".join(words(one.own_name)) == "".join(words(other.own_name)):
        return "own"
    pairs = [(left, right) for left in mine for right in theirs if left and right]
    exact = [([exact_key(word) for word in left], [exact_key(word) for word in right]) for left, right in pairs]
    if any(left == right for left, right in exact):
        return "name"
    if any(sorted(left) == sorted(right) for left, right in exact):
        return "order"
    if any(sorted(map(plain_key, left)) == sorted(map(plain_key, right)) for left, right in pairs):
        return "accents"
    heard = ((sound(left), sound(right)) for left, right in pairs)
    return "sound" if any(left == right and len(left) >= SHORTEST_SOUND for left, right in heard) else ""


def likely(one: Traits, other: Traits) -> tuple[str, ...]:
    """The reasons, if together they are enough to ask a person; else nothing. Pure.

    The same mail address is enough. The same name is, unless birth year or sex speak against it (then only with the same
    organisation). Accents that differ, and names that only sound alike, need the organisation or the birth year as well.
    """
    found = reasons(one, other)
    said = set(found)
    against = bool(one.birth_year and other.birth_year and one.birth_year != other.birth_year) or bool(
        one.sex and other.sex and one.sex != other.sex)
    strong = said & {"name", "order", "own"} or ("accents" in said and _one_has_none(one, other))
    if "mail" in said or (strong and (not against or "organisation" in said)):
        return found
    weak = said & {"accents", "sound"} and said & {"organisation", "year"}
    return found if weak and not against else ()


def _one_has_none(one: Traits, other: Traits) -> bool:
    """True when one of the two names was written without accents, so that they do not contradict each other."""
    return any(all(exact_key(word) == plain_key(word) for word in words(who.name)) for who in (one, other))


def near(wanted: Mapping[int, Traits], *, among: QuerySet[Person]) -> dict[int, list[Alike]]:
    """For each of `wanted` the likely persons of a scoped queryset, at most five, best first; only those that have any.

    Reads `among` once, in pieces: what is kept in memory grows with `wanted` only.
    """
    places: dict[str, list[int]] = {}
    for place, traits in wanted.items():
        for key in keys(traits):
            places.setdefault(key, []).append(place)
    met: dict[int, set[int]] = {}
    known: dict[int, tuple[UUID, Traits]] = {}
    for pk, uuid, traits in _traits(among):
        for key in keys(traits):
            for place in places.get(key, ()):
                met.setdefault(place, set()).add(pk)
                known[pk] = uuid, traits
    work = workplaces(known)
    found: dict[int, list[Alike]] = {}
    for place, persons in met.items():
        for pk in persons:
            uuid, traits = known[pk]
            why = likely(wanted[place], with_work(traits, work.get(pk, frozenset())))
            if why:
                found.setdefault(place, []).append(Alike(pk, uuid, why))
    order = list(REASONS)
    return {place: sorted(those, key=lambda one: (-len(one.reasons), order.index(one.reasons[0]), one.person))[:MOST]
            for place, those in found.items()}


def alike_to(person: Person, *, among: QuerySet[Person]) -> list[Alike]:
    """Likely duplicates of one person in a scoped queryset, without those of whom somebody said that they are others."""
    work = workplaces([person.pk]).get(person.pk, frozenset())
    shared = (NameWord.objects.filter(word__in=words_of(person.name, person.own_name)).values("person")
              .annotate(shared=Count("pk")).order_by("-shared", "person").values_list("person", flat=True)[:CANDIDATES])
    same = Q(pk__in=list(shared)) | Q(affiliations__organisation__key__in=work)
    if person.email:
        same |= Q(email=person.email)
    some = among.filter(same).exclude(pk=person.pk).values_list("pk", flat=True).distinct()[:2 * CANDIDATES]
    wanted = with_work(traits_of(person), work)
    apart = distinct_from(person)
    found = near({0: wanted}, among=Person.objects.filter(pk__in=list(some))).get(0, [])
    return [one for one in found if one.person not in apart]


def pairs(*, among: QuerySet[Person], most: int = 200) -> list[tuple[int, Alike]]:
    """Likely duplicates within a scoped queryset: (person's pk, the other one), each pair once, most reasons first."""
    groups: dict[int, list[int]] = {}
    for pk, _uuid, traits in _traits(among):
        for key in keys(traits):
            groups.setdefault(hash(key), []).append(pk)
    met = {pair for those in groups.values() if 1 < len(those) <= CANDIDATES for pair in combinations(sorted(set(those)), 2)}
    met -= set(Distinct.objects.values_list("one_id", "other_id")) | set(
        Distinct.objects.values_list("other_id", "one_id"))
    known = {pk: (uuid, traits) for pk, uuid, traits in _traits(
        among.filter(pk__in={pk for pair in met for pk in pair}))} if met else {}
    work = workplaces(known)
    found = []
    for one, other in met:
        mine, theirs = (with_work(known[pk][1], work.get(pk, frozenset())) for pk in (one, other))
        if why := likely(mine, theirs):
            found.append((one, Alike(other, known[other][0], why)))
    return sorted(found, key=lambda pair: (-len(pair[1].reasons), pair[0], pair[1].person))[:most]


def distinct_from(person: Person) -> set[int]:
    """Those of whom somebody said that they are not this person."""
    said = Distinct.objects.filter(Q(one=person) | Q(other=person)).values_list("one_id", "other_id")
    return {pk for pair in said for pk in pair} - {person.pk}


def traits_of(person: Person) -> Traits:
    """Without the organisations: those are read for many at once, see `workplaces`."""
    return Traits(person.name, person.own_name, person.email, person.birth_year, person.sex)


def with_work(traits: Traits, organisations: frozenset[str]) -> Traits:
    return Traits(traits.name, traits.own_name, traits.email, traits.birth_year, traits.sex, organisations)


def workplaces(persons: Iterable[int]) -> dict[int, frozenset[str]]:
    """{person's pk: keys of all organisations the person ever worked for}."""
    pks = list(persons)
    found: dict[int, set[str]] = {}
    for start in range(0, len(pks), CHUNK // 4):
        ties = Affiliation.objects.filter(person__in=pks[start:start + CHUNK // 4])
        for pk, key in ties.values_list("person_id", "organisation__key"):
            found.setdefault(pk, set()).add(key)
    return {pk: frozenset(those) for pk, those in found.items()}


def _traits(among: QuerySet[Person]) -> Iterator[tuple[int, UUID, Traits]]:
    columns = among.order_by().values_list("pk", "uuid", "name", "own_name", "email", "birth_year", "sex")
    for pk, uuid, name, own_name, email, birth_year, sex in columns.iterator(CHUNK):
        yield pk, uuid, Traits(name, own_name, email, birth_year, sex)
