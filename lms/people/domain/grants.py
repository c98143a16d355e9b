"""Grants are the truth of access. Wagtail's groups and the admin's door are derived from them here, and only here."""

from datetime import date, datetime, timedelta

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit.domain.log import record
from lms.people.domain.persons import locked
from lms.people.domain.refusal import Refused
from lms.people.models import Body, Country, Grant, Person
from lms.people.models.person import access_of
from lms.people.permissions import Role, may_give

EDITOR_ROLES = {Role.SECRETARIAT, Role.CHAIR, Role.TRANSLATOR}


@transaction.atomic
def grant(*, person: Person, role: str, since: date, by: Person | None, now: datetime, country: Country | None = None,
          body: Body | None = None, until: date | None = None, why: str = "") -> Grant:
    """Give a role for a country or a body (neither: the whole region), from `since` to `until`, both days included.

    The rights in Wagtail follow at once from the grants in force at `now`; those of a later day, see `derive_all`.
    `by` is None for what an installation begins with: then no rule is asked, and a second call finds the first grant.
    Otherwise raises PermissionDenied when `by` does not give this role in this place or to this person; Refused with
    the field at fault when the days do not fit or the person holds the role there already.
    """
    if by:
        person = locked(person)
        require_giver(by=by, person=person, role=role, country_id=place_of(country, body))
        check_days(person=person, role=role, country=country, body=body, since=since, until=until,
                   today=timezone.localdate(now))
    given, created = Grant.objects.get_or_create(
        person=person, role=role, country=country, body=body, until=until,
        defaults={"since": since, "granted_by": by.uuid if by else None})
    if created:
        note("grant.given", given, by=by, now=now, why=why)
        follow(person, now=now)
    return given


@transaction.atomic
def end(*, grant: Grant, until: date, by: Person, now: datetime, why: str) -> Grant | None:
    """Let `until` be the last day of a role: yesterday (so it ends at once), today, or later.

    A role that never held until then is taken back: the row goes, the log keeps what it was, and the result is None.
    Raises PermissionDenied like `grant`; Refused without a reason, for an earlier day, and for one after its end.
    """
    person = locked(grant.person)
    grant = Grant.objects.select_related("country", "body__country").get(pk=grant.pk)
    require_giver(by=by, person=person, role=grant.role, country_id=place_of(grant.country, grant.body))
    if not why.strip():
        raise Refused(_("Give the reason: it is kept in the log."), field="why")
    yesterday = timezone.localdate(now) - timedelta(days=1)
    if until < yesterday:
        raise Refused(_("Choose today or a later day: what a person could see on earlier days is past."), field="until")
    if grant.until and until >= grant.until:
        raise Refused(_("The role ends earlier already. Choose an earlier day."), field="until")
    grant.person = person
    note("grant.ended", grant, by=by, now=now, why=why.strip(), until=until)
    if until < grant.since:
        grant.delete()
    else:
        grant.until = until
        grant.save(update_fields=["until"])
    follow(person, now=now)
    return grant if grant.pk else None


def require_giver(*, by: Person, person: Person, role: str, country_id: int | None) -> None:
    """Raise PermissionDenied unless `by` gives this role in this place, to people of this person's country."""
    if by.pk == person.pk:
        raise PermissionDenied(_("Nobody gives or ends a role of their own. Ask the secretariat."))
    access = access_of(by)
    if not may_give(access, role, country_id):
        raise PermissionDenied(_("You do not give this role in this place. Ask the secretariat."))
    if not access.may("give roles", person.country_id):
        raise PermissionDenied(_("You do not give roles to people of this country. Ask the secretariat."))


def check_days(*, person: Person, role: str, country: Country | None, body: Body | None, since: date,
               until: date | None, today: date) -> None:
    """Refuse days in the wrong order, days gone by, and a second grant of the same for the same days."""
    if since < today:
        raise Refused(_("A role begins today or later."), field="since")
    if until and until < since:
        raise Refused(_("The last day lies before the first. Check both dates."), field="until")
    same = Grant.objects.filter(Q(until=None) | Q(until__gte=since), person=person, role=role, country=country,
                                body=body)
    if (same.filter(since__lte=until) if until else same).exists():
        raise Refused(_("The person holds this role there already in these days."), field="role")


def place_of(country: Country | None, body: Body | None) -> int | None:
    """The key of the country a grant holds in; None is everywhere."""
    if country:
        return country.pk
    return body.country_id if body else None


def note(verb: str, given: Grant, *, by: Person | None, now: datetime, why: str, until: date | None = None) -> None:
    """The entry in the log. Roles and places are no personal values: who was allowed what stays provable."""
    last = until or given.until
    record(verb=verb, thing=given, by=by.uuid if by else None, now=now, why=why, about=given.person.uuid,
           country=given.person.country.code if given.person.country else "",
           after={"role": str(given.role), "country": given.country.code if given.country else None,
                  "body": given.body.key if given.body else None, "since": str(given.since),
                  "until": str(last) if last else None})


def follow(person: Person, *, now: datetime) -> None:
    """What hangs on the grants follows them: the access that was read already, and the rights in Wagtail."""
    person.__dict__.pop("_access", None)
    derive_groups(person, on=timezone.localdate(now))


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
