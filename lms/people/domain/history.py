"""What the log says about a person, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.audit.models import Entry
from lms.people.models import Person
from lms.people.permissions import Role

WORDS = {"grant.given": _("Role given"), "grant.ended": _("Role ended")}
MOST = 20


@dataclass(frozen=True)
class Change:
    """One entry: when, what, which role, by whom (empty: the system, or somebody the reader does not see)."""

    at: datetime
    what: str
    detail: str
    by: str


def of_person(person: Person, *, viewer: Person) -> list[Change]:
    """The newest changes to a person and the person's grants, for a reader who may see the person."""
    grants = [str(pk) for pk in person.grants.values_list("pk", flat=True)]
    entries = list(Entry.objects.filter(
        Q(object_type="people.person", object_id=str(person.pk))
        | Q(object_type="people.grant", object_id__in=grants)).order_by("-id")[:MOST])
    actors = Person.objects.visible_to(viewer).in_bulk({e.actor for e in entries if e.actor}, field_name="uuid")
    labels = dict(Role.choices)
    return [Change(entry.at, str(WORDS.get(entry.verb, _("Changed"))), str(labels.get(entry.after.get("role"), "")),
                   actors[entry.actor].name if entry.actor in actors else "") for entry in entries]
