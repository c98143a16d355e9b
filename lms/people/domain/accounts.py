"""Accounts: whom a typed name means, the password, ending sign-ins; and the demo's accounts, as its pages list them."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit.domain.log import record
from lms.people.domain import sessions, wall
from lms.people.domain.invitations import words_for
from lms.people.domain.letters import write_to
from lms.people.domain.persons import require_over
from lms.people.domain.refusal import Refused, require
from lms.people.models import Grant, Person
from lms.people.models.place import code_of
from lms.people.permissions import Role

RANK = list(Role)


@dataclass(frozen=True)
class Account:
    name: str
    role: str
    place: str


@wall.lifted("demo")
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


@wall.lifted("sign-in")
def find(typed: str) -> Person | None:
    """The person whose account the typed name, mail address or issued number means, in any letter case.

    The number counts before the address and the address before the name: nobody takes over somebody's number by
    choosing it as a name. Persons without an account are not found.
    """
    text = typed.strip()
    if not text or "\x00" in text:
        return None
    alike = Q(number__iexact=text) | Q(email__iexact=text) | Q(username__iexact=text)
    found = list(Person.objects.filter(alike).exclude(username=None).select_related("country"))
    for field in ("number", "email", "username"):
        for person in found:
            if (getattr(person, field) or "").casefold() == text.casefold():
                return person
    return found[0] if found else None


@transaction.atomic
def change_password(*, person: Person, new: str, by: Person, now: datetime, session: str = "") -> None:
    """Set the person's own new password; the caller has compared the old one. All other sign-ins end.

    `session` is the key of the session that stays. Raises Refused with the field `new`.
    """
    if by.pk != person.pk:
        raise PermissionDenied(_("A password is changed by the person alone."))
    try:
        validate_password(new, person)
    except ValidationError as fault:
        raise Refused(words_for(fault), field="new") from fault
    person.set_password(new)
    person.save(update_fields=["password"])
    record(verb="account.password_changed", thing=person, by=by.uuid, now=now, about=person.uuid,
           country=code_of(person.country))
    end_others(person=person, session=session, by=by, now=now)
    tell(person, what="password", now=now)


@transaction.atomic
def end_sessions(*, person: Person, by: Person, now: datetime) -> int:
    """Sign the person out everywhere: the person, or who manages people there and gives the roles held. How many."""
    if by.pk != person.pk:
        require("manage people", by=by, country=person.country)
        require_over(person=person, by=by, now=now)
    return end_others(person=person, session="", by=by, now=now)


@transaction.atomic
def end_one(*, row: UserSession, by: Person, now: datetime) -> None:
    """Sign one device of the person's own out."""
    if row.user_id != by.pk:
        raise PermissionDenied(_("You sign out your own devices only."))
    sessions.end(UserSession.objects.filter(pk=row.pk))
    record(verb="account.sessions_ended", thing=by, by=by.uuid, now=now, about=by.uuid, country=code_of(by.country),
           after={"ended": 1})


@transaction.atomic
def end_others(*, person: Person, session: str, by: Person, now: datetime) -> int:
    """End all sign-ins of a person but the session with this key (empty: all). How many. For callers that have checked
    that `by` may."""
    ended = sessions.end(UserSession.objects.filter(user=person).exclude(session_key=session))
    if ended:
        record(verb="account.sessions_ended", thing=person, by=by.uuid, now=now, about=person.uuid,
               country=code_of(person.country), after={"ended": ended})
    return ended


def tell(person: Person, *, what: str, now: datetime) -> None:
    """A letter about every change of the way into the account, so that nobody changes it unseen."""
    def text() -> tuple[str, str]:
        said = {"password": _("The password of your account was changed."),
                "factor": _("A second factor was added to your account, or taken away."),
                "reset": _("The second factors of your account were taken away, because you asked for it. "
                           "Set up a new one at the next sign-in.")}[what]
        return _("The way into your account was changed"), "\n\n".join(
            [said, _("If this was not you, tell the coordinator of your country at once.")])

    write_to(person=person, key=f"account-{what}:{now.isoformat()}", text=text, now=now)
