"""The log as the secretariat reads it: found by what, where, when and about whom, in words."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from lms.audit.domain import keys
from lms.audit.domain.keys import Opened
from lms.audit.domain.seal import last, waiting
from lms.audit.models import Entry, Seal
from lms.people.domain.log_words import Difference, Names, differences, word_for
from lms.people.domain.naming import with_words
from lms.people.models import Body, Country, Person
from lms.people.permissions import Access

A_PAGE = 50
MOST_PERSONS = 100
"""A name that fits more people is asked for more exactly."""


@dataclass(frozen=True)
class Row:
    """An entry in words. `who` and `about` are None for the platform itself, for nobody, and for whom the reader does
    not see; `personal` says whether the person's values can be read: open, none, erased, broken.
    """

    entry: Entry
    what: str
    who: Person | None
    about: Person | None
    changes: list[Difference]
    why: str
    personal: str
    sealed: bool


@dataclass(frozen=True)
class Page:
    """Entries, newest first. `older` is the id before which the next page begins; None on the last one."""

    rows: list[Row]
    older: int | None


@dataclass(frozen=True)
class Tally:
    """How much of the log is sealed, and how many entries wait for their seal."""

    sealed: int
    waiting: int


def readable(access: Access) -> QuerySet[Entry]:
    """The entries that somebody with this access may read: of the countries in which the right holds."""
    places = access.where("read audit")
    if places is None:
        return Entry.objects.all()
    return Entry.objects.filter(country__in=Country.objects.filter(pk__in=places).values("code"))


def persons_found(*, viewer: Person, words: str, access: Access) -> list[UUID] | None:
    """Whom a name or number may mean, merged records included. None when that is more than a hundred people."""
    found = list(with_words(Person.objects.visible_to(viewer), words, access).values_list("pk", flat=True)[:MOST_PERSONS + 1])
    if len(found) > MOST_PERSONS:
        return None
    return list(Person.objects.filter(Q(pk__in=found) | Q(merged_into__in=found)).values_list("uuid", flat=True))


def search(entries: QuerySet[Entry], *, verb: str = "", country: str = "", since: date | None = None,
           until: date | None = None, persons: list[UUID] | None = None) -> QuerySet[Entry]:
    """Narrow the entries; what is not given does not narrow. Days are those of the platform's time zone, both included.

    `persons`: those that are about one of them, or whose change one of them made.
    """
    if verb:
        entries = entries.filter(verb=verb)
    if country:
        entries = entries.filter(country=country)
    if since:
        entries = entries.filter(at__gte=at_clock(since, time.min))
    if until:
        entries = entries.filter(at__lte=at_clock(until, time.max))
    if persons is not None:
        entries = entries.filter(Q(about__in=persons) | Q(actor__in=persons))
    return entries


def at_clock(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))


def page(entries: QuerySet[Entry], *, viewer: Person, before: int | None = None) -> Page:
    """Fifty entries, those with a smaller id than `before`. Nothing is counted, and the questions are as many for one
    entry as for fifty.
    """
    if before is not None:
        entries = entries.filter(pk__lt=before)
    found = list(entries.order_by("-pk")[:A_PAGE + 1])
    shown = found[:A_PAGE]
    known = {uuid for entry in shown for uuid in (entry.actor, entry.about) if uuid}
    persons = Person.objects.visible_to(viewer).in_bulk(known, field_name="uuid")
    opened = keys.open_many(shown)
    sealed = set(Seal.objects.filter(entry_id__in=[entry.pk for entry in shown]).values_list("entry_id", flat=True))
    names = {"country": {country.code: country.label for country in Country.objects.all()},
             "body": {body.key: body.label for body in Body.objects.all()}}
    rows = [row(entry, opened[entry.pk], persons, names, sealed=entry.pk in sealed) for entry in shown]
    return Page(rows, shown[-1].pk if len(found) > A_PAGE else None)


def row(entry: Entry, opened: Opened, persons: dict[UUID, Person], names: Names, *, sealed: bool) -> Row:
    own, thing = opened.values, entry.object_type
    open_changes = differences(entry.before, entry.after, thing=thing, names=names)
    hidden = differences(own.get("before", {}), own.get("after", {}), thing=thing, names=names)
    return Row(entry=entry, what=word_for(entry.verb), who=persons.get(entry.actor) if entry.actor else None,
               about=persons.get(entry.about) if entry.about else None, changes=open_changes + hidden,
               why=own.get("why") or entry.why, personal=opened.state, sealed=sealed)


def tally(*, now: datetime) -> Tally:
    """Of the whole log, for its head."""
    head = last()
    return Tally(sealed=head.number if head else 0, waiting=waiting(now=now).order_by().count())
