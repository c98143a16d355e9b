"""Closes a person's account, and opens it again. The record stays; only signing in ends."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lms.audit.domain.log import record
from lms.people.domain.persons import locked, require_over
from lms.people.domain.refusal import Refused, require
from lms.people.models import Person
from lms.people.models.place import code_of


@transaction.atomic
def close_account(*, person: Person, by: Person, now: datetime, why: str) -> Person:
    """The person cannot sign in from now on; open sessions end, because a closed account is nobody's.

    Raises PermissionDenied; Refused without a reason, for oneself, and when there is no open account.
    """
    person = locked(person)
    require("manage people", by=by, country=person.country)
    require_over(person=person, by=by, now=now)
    if person.pk == by.pk:
        raise Refused(_("Your own account is closed by somebody else. Ask the secretariat."))
    if not (person.is_active and person.username):
        raise Refused(_("There is no open account."))
    return _set(person, active=False, by=by, now=now, why=why)


@transaction.atomic
def reopen_account(*, person: Person, by: Person, now: datetime, why: str) -> Person:
    """The person signs in as before. Raises PermissionDenied; Refused without a reason, or when nothing is closed."""
    person = locked(person)
    require("manage people", by=by, country=person.country)
    require_over(person=person, by=by, now=now)
    if person.is_active:
        raise Refused(_("The account is open already."))
    return _set(person, active=True, by=by, now=now, why=why)


def _set(person: Person, *, active: bool, by: Person, now: datetime, why: str) -> Person:
    if not why.strip():
        raise Refused(_("Give the reason: it is kept in the log."), field="why")
    person.is_active = active
    person.save(update_fields=["is_active"])
    record(verb="account.reopened" if active else "account.closed", thing=person, by=by.uuid, now=now,
           country=code_of(person.country), why=why.strip(), about=person.uuid, after={"open": active})
    return person
