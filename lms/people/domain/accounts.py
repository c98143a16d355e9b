"""The demo's accounts, as its sign-in page and its command list them."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from lms.people.models import Grant, Person
from lms.people.permissions import Role

RANK = list(Role)


@dataclass(frozen=True)
class Account:
    name: str
    role: str
    place: str


def accounts() -> list[Account]:
    """Sample persons who can sign in, region first: the name, the first role in the order of roles, and where it holds."""
    today = timezone.localdate()
    held: dict[int, list[Grant]] = {}
    for grant in Grant.objects.on(today).select_related("country", "body__country"):
        held.setdefault(grant.person_id, []).append(grant)
    people = Person.objects.filter(sample=True, is_active=True).exclude(username=None).select_related("country")
    return [account(person, held.get(person.pk, []))
            for person in sorted(people, key=lambda p: (p.country_id is not None, p.pk))]


def account(person: Person, grants: list[Grant]) -> Account:
    # the chair of a group holds the member's grant as well; the chair is what to show
    ordered = sorted(grants, key=lambda grant: (grant.role == Role.WORKING_GROUP, RANK.index(Role(grant.role))))
    role = ordered[0].get_role_display() if ordered else ""
    return Account(person.username or "", str(role), person.country.label if person.country else _("region"))
