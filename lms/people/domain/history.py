"""What the log says about a person, in words."""

from dataclasses import dataclass
from datetime import datetime

from lms.audit.models import Entry
from lms.people.domain.log_words import ABOUT_A_PERSON, halves, written
from lms.people.models import Country, Person
from lms.people.models.person import access_of

MOST = 20


@dataclass(frozen=True)
class Change:
    """One entry: when, what it is about, what happened, by whom (empty: the system, or somebody the reader does not see)."""

    at: datetime
    what: str
    detail: str
    by: str


def of_person(person: Person, *, viewer: Person) -> list[Change]:
    """The newest changes to a person and the person's roles, as far as they belong to countries the reader works for."""
    entries = Entry.objects.filter(about=person.uuid, verb__in=ABOUT_A_PERSON).order_by("-id")
    places = access_of(viewer).where("see people")
    if places is not None:
        entries = entries.filter(country__in=Country.objects.filter(pk__in=places).values("code"))
    found = list(entries[:MOST])
    actors = Person.objects.visible_to(viewer).in_bulk({e.actor for e in found if e.actor}, field_name="uuid")
    return [change(entry, actors.get(entry.actor)) for entry in found]


def change(entry: Entry, actor: Person | None) -> Change:
    what, happened = halves(entry.verb)
    role = written("role", entry.after.get("role"), entry.object_type, {})
    return Change(entry.at, what, ", ".join(filter(None, [happened, role])), actor.name if actor else "")
