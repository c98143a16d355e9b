"""Grants are the truth of access. Wagtail's groups and the admin's door are derived from them here, and only here."""

from datetime import date, datetime

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from lms.audit.domain.log import record
from lms.people.models import Body, Country, Grant, Person
from lms.people.permissions import Role

EDITOR_ROLES = {Role.SECRETARIAT, Role.CHAIR, Role.TRANSLATOR}


@transaction.atomic
def grant(*, person: Person, role: str, since: date, by: Person | None, now: datetime, country: Country | None = None,
          body: Body | None = None, until: date | None = None) -> Grant:
    """Give a role for a country or a body (neither: the whole region), from `since` to `until`, both days included.

    The rights in Wagtail follow at once from the grants in force at `now`; those of a later day, see `derive_all`.
    """
    given, created = Grant.objects.get_or_create(
        person=person, role=role, country=country, body=body, until=until,
        defaults={"since": since, "granted_by": by.uuid if by else None})
    if created:
        record(verb="grant.given", thing=given, by=by.uuid if by else None, now=now,
               country=person.country.code if person.country else "",
               after={"role": role, "country": country.code if country else None, "body": body.key if body else None})
        person.__dict__.pop("_access", None)
        derive_groups(person, on=timezone.localdate(now))
    return given


def derive_groups(person: Person, *, on: date) -> None:
    """Set the Wagtail groups and the admin flag that follow from the grants in force on a day."""
    held = {(g.role, (g.country or (g.body.country if g.body else None)))
            for g in person.grants.on(on).select_related("country", "body__country")}
    names = {f"editors-{country.code.lower() if country else 'region'}" for role, country in held if role in EDITOR_ROLES}
    person.groups.set([Group.objects.get_or_create(name=name)[0] for name in sorted(names)])
    is_administrator = any(role == Role.ADMINISTRATOR for role, _country in held)
    if (person.is_superuser, person.is_staff) != (is_administrator, is_administrator):
        person.is_superuser = person.is_staff = is_administrator
        person.save(update_fields=["is_superuser", "is_staff"])


def derive_all(*, on: date) -> None:
    """The same for everyone whose rights in Wagtail a day may change: a grant begins or ends without an act of its own."""
    touched = (Q(grants__role__in=[*EDITOR_ROLES, Role.ADMINISTRATOR]) | Q(groups__name__startswith="editors-")
               | Q(is_superuser=True) | Q(is_staff=True))
    for person in Person.objects.filter(touched).distinct().order_by("pk"):
        derive_groups(person, on=on)
