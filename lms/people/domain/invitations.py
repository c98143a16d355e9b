"""An account begins with an invitation: a letter by mail or on paper with a code that works once."""

import hashlib
import re
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lms.audit.domain.log import record
from lms.look.domain.dates import write_day
from lms.notices.domain.codes import in_groups, new_code
from lms.people.domain.letters import write_to
from lms.people.domain.refusal import Refused, require
from lms.people.models import Invitation, Person
from lms.people.models.person import access_of
from lms.people.models.place import day_in
from lms.people.permissions import may_act_for

VALID = {Invitation.Channel.MAIL: timedelta(days=14), Invitation.Channel.PAPER: timedelta(days=60)}
"""Paper travels; a letter by mail does not."""
ACCOUNT_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")
PATH = "invitation/"


def hash_of(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def open_for(person: Person, now: datetime) -> QuerySet[Invitation]:
    return person.account_invitations.filter(used_at=None, withdrawn_at=None, expires_at__gt=now)


@transaction.atomic
def invite(*, person: Person, channel: str, by: Person, now: datetime) -> Invitation:
    """Let a person choose a name and password, or a new password. Earlier invitations of the person end.

    By mail the code holds 14 days, on paper 60. Raises Refused without a mail address, and for a person who was merged
    or erased; PermissionDenied unless `by` manages the person's country and may give every role that the person holds,
    because an invitation opens the account.
    """
    require("manage people", by=by, country=person.country)
    row = Person.objects.select_for_update(of=("self",)).select_related("country").get(pk=person.pk)
    if by.pk != row.pk and not may_act_for(access_of(by), access_of(row).held):
        raise PermissionDenied(_("This person holds a role that you may not give. Ask the secretariat for the invitation."))
    if row.merged_into_id or row.erased_at or not row.is_active:
        raise Refused(_("This person has no account any more."))
    if channel == Invitation.Channel.MAIL and not row.email:
        raise Refused(_("No mail address is known. Print the invitation instead."), field="channel")
    open_for(row, now).update(withdrawn_at=now)
    code = new_code()
    made = Invitation.objects.create(person=row, country=row.country, channel=channel, code_hash=hash_of(code),
                                     made_at=now, made_by=by.uuid, expires_at=now + VALID[Invitation.Channel(channel)])
    until = day_in(row.country, made.expires_at)

    def text() -> tuple[str, str]:
        return (_("Your account at COMMIT Academy"),
                _("You are invited to COMMIT Academy, where trainers and participants of courses against human "
                  "trafficking work.\n\nWith this letter you choose a name and a password of your own. It works once, "
                  "until %(day)s. Give it to nobody.\n\nYour number is %(number)s.")
                % {"day": write_day(until, language=row.language), "number": row.number})

    write_to(person=row, key=f"invitation:{made.pk}", text=text, now=now, path=f"{PATH}{in_groups(code)}/", code=code,
             by_mail=channel == Invitation.Channel.MAIL)
    record(verb="account.invited", thing=row, by=by.uuid, now=now, about=row.uuid,
           country=row.country.code if row.country else "", after={"channel": channel})
    return made


def find(code: str, now: datetime) -> Invitation | None:
    """The invitation that a code opens at `now`, or None when there is none, or it was used, withdrawn or is too old."""
    return (Invitation.objects.select_related("person__country").filter(
        code_hash=hash_of(code), used_at=None, withdrawn_at=None, expires_at__gt=now, person__merged_into=None,
        person__erased_at=None, person__is_active=True).first() if code else None)


@transaction.atomic
def accept(*, invitation: Invitation, name: str, password: str, now: datetime) -> Person:
    """Store the chosen name (only where there is none yet) and password; the invitation is used up.

    Raises Refused with the field `name` or `password`; the invitation then stays open. Of two at once, one wins.
    """
    row = Invitation.objects.select_for_update().get(pk=invitation.pk)
    person = Person.objects.select_for_update(of=("self",)).select_related("country").get(pk=row.person_id)
    if row.used_at or row.withdrawn_at or row.expires_at <= now:
        raise Refused(_("This invitation was used already. Ask who sent it for a new one."))
    first_time = person.username is None
    if first_time:
        person.username = checked_name(name, person)
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refused(words_for(error), field="password") from error
    person.set_password(password)
    person.save(update_fields=["username", "password"])
    row.used_at = now
    row.save(update_fields=["used_at"])
    record(verb="account.opened" if first_time else "account.password_set", thing=person, by=person.uuid, now=now,
           about=person.uuid, country=person.country.code if person.country else "")
    return person


def checked_name(name: str, person: Person) -> str:
    """The name to sign in with, in small letters. Raises Refused when it does not fit or another person has it."""
    wanted = name.strip().lower()
    if not ACCOUNT_NAME.fullmatch(wanted):
        raise Refused(_("Use 3 to 60 small Latin letters, digits, dots and hyphens, beginning with a letter or digit."),
                      field="name")
    if Person.objects.filter(username__iexact=wanted).exclude(pk=person.pk).exists():
        raise Refused(_("Another person uses this name. Add a digit or your country."), field="name")
    return wanted


def words_for(error: ValidationError) -> str:
    """Why a password is not taken, in our words."""
    codes = {one.code for one in error.error_list}
    if "password_too_short" in codes:
        return _("Use at least 10 letters or digits.")
    return _("This password is among those that are tried first. Join three or four words instead.")
