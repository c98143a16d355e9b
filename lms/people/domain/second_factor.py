"""The second factor: who needs one, an app's codes, recovery codes, and what happens when somebody lost them.

What the library keeps (allauth's Authenticator) is kept in its own form; passkeys are in `passkeys`.
"""

import base64
import hashlib
import hmac
import secrets
import struct
import unicodedata
from datetime import datetime
from urllib.parse import quote, urlencode

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from lms.audit.domain.log import record
from lms.people.domain.accounts import end_others, tell
from lms.people.domain.persons import locked, require_over
from lms.people.domain.refusal import Refused, require
from lms.people.domain.sealing import seal, unseal
from lms.people.models import Person
from lms.people.models.place import code_of
from lms.people.permissions import Access, Role

Type = Authenticator.Type
OWN_RECORD_ONLY = frozenset({Role.DONOR, Role.TRAINEE, Role.TRANSLATOR})
"""Roles that show their holder nobody else: a donor sees figures, a participant the own record, a translator texts."""
PERIOD, DIGITS, STEPS = 30, 6, (-1, 0, 1)
"""RFC 6238 as every app has it: 30 seconds, six digits. A code of the step before or after counts, because clocks drift."""
CODES = 10


def needed(access: Access, teaches: bool = False) -> bool:
    """True for whoever sees others' data: by a role, or by teaching in an edition (its roster)."""
    return teaches or bool(access.roles() - OWN_RECORD_ONLY)


def exempt(person: Person) -> bool:
    """Only the demo's printed accounts, which are invented persons and whose password everybody may read. Else nobody."""
    return bool(settings.DEMO and person.sample)


def factors_of(person: Person) -> QuerySet[Authenticator]:
    """What the person can show besides the password; recovery codes only stand in for one of these."""
    return Authenticator.objects.filter(user=person).exclude(type=Type.RECOVERY_CODES).order_by("created_at", "pk")


# --- codes of an app --------------------------------------------------------------------------------------------------
def new_secret() -> str:
    """A fresh key for an app, 160 bits in base 32 (RFC 4226, 4)."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def address_for_app(person: Person, secret: str) -> str:
    """What the square says that the app scans: the account's name, the platform's and the key."""
    named = quote(f"COMMIT Academy:{person.username}")
    return f"otpauth://totp/{named}?{urlencode({'secret': secret, 'issuer': 'COMMIT Academy'}, quote_via=quote)}"


def code_at(secret: str, step: int) -> str:
    """The app's code for a step of 30 seconds since 1970 (RFC 4226, 5.3)."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    start = digest[-1] & 0x0F
    return str((struct.unpack(">I", digest[start:start + 4])[0] & 0x7FFFFFFF) % 10**DIGITS).zfill(DIGITS)


def step_of(secret: str, code: str, *, now: datetime) -> int | None:
    """The step that a code belongs to, if it is one of this moment."""
    at = int(now.timestamp()) // PERIOD
    fitting = [at + shift for shift in STEPS if hmac.compare_digest(code_at(secret, at + shift), code)]
    return fitting[0] if fitting else None


def plain_digits(typed: str) -> str:
    """The digits of what was typed, of any script, as 0 to 9; spaces and strokes are left out."""
    return "".join(str(unicodedata.digit(sign)) for sign in typed if unicodedata.digit(sign, None) is not None)


@transaction.atomic
def check_code(*, person: Person, typed: str, now: datetime) -> Authenticator | None:
    """The factor that a typed code belongs to: the app, or the recovery codes; None when it is wrong or used up.

    An app's code works once, and none older than the last one that worked; a recovery code works once.
    """
    code = plain_digits(typed)
    for factor in Authenticator.objects.select_for_update().filter(user=person, type__in=[Type.TOTP, Type.RECOVERY_CODES]):
        if fits(factor, code, now=now):
            factor.last_used_at = now
            factor.save(update_fields=["data", "last_used_at"])
            return factor
    return None


def fits(factor: Authenticator, code: str, *, now: datetime) -> bool:
    """True when the code is right; then it is used up in `data`. Sealed under another SECRET_KEY, nothing fits."""
    try:
        if factor.type == Type.RECOVERY_CODES:
            right = factor.wrap().validate_code(code)
            factor.refresh_from_db()
            return right
        step = step_of(unseal(factor.data["secret"]), code, now=now)
    except InvalidToken:
        return False
    if step is None or step <= factor.data["step"]:
        return False
    factor.data["step"] = step
    return True


# --- adding and taking away -------------------------------------------------------------------------------------------
@transaction.atomic
def add_app(*, person: Person, secret: str, typed: str, by: Person, now: datetime, session: str) -> Authenticator:
    """The person's app shows the right code for a new key: from now on it is asked for. Refused with the field `code`.

    `session` is the key of the session that stays; all other sign-ins end.
    """
    own(person, by)
    person = locked(person)
    if Authenticator.objects.filter(user=person, type=Type.TOTP).exists():
        raise Refused(_("You have an app already. Take it away first, then add the new one."))
    step = step_of(secret, plain_digits(typed), now=now)
    if step is None:
        raise Refused(_("The code does not fit. Type the six digits that the app shows now; the phone's clock must be "
                        "right."), field="code")
    added = Authenticator.objects.create(user=person, type=Type.TOTP, created_at=now, last_used_at=now,
                                         data={"secret": seal(secret), "step": step})
    changed("second_factor.added", added, by=by, now=now, session=session)
    return added


@transaction.atomic
def take_away(*, factor: Authenticator, by: Person, now: datetime, session: str) -> None:
    """The person gives up one factor; with the last one the recovery codes go. All other sign-ins end."""
    person = factor.user
    own(person, by)
    locked(person)
    note("second_factor.removed", factor, person=person, by=by, now=now, before={"kind": factor.type})
    factor.delete()
    if not factors_of(person).exists():
        Authenticator.objects.filter(user=person).delete()
    end_others(person=person, session=session, by=by, now=now)
    tell(person, what="factor", now=now)


@transaction.atomic
def reset(*, person: Person, by: Person, now: datetime, why: str) -> int:
    """Take away all factors of somebody who lost them, and end all sign-ins. How many factors went.

    For those who manage people there and may give every role the person holds; never for oneself. Raises
    PermissionDenied; Refused without a reason, and when there is nothing to take away.
    """
    require("manage people", by=by, country=person.country)
    if person.pk == by.pk:
        raise PermissionDenied(_("Nobody does this for the own account. Ask a colleague or the secretariat."))
    require_over(person=person, by=by, now=now)
    person = locked(person)
    if not why.strip():
        raise Refused(_("Give the reason: it is kept in the log."), field="why")
    kinds = sorted(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    if not kinds:
        raise Refused(_("This person has no second factor."))
    Authenticator.objects.filter(user=person).delete()
    note("second_factor.reset", person, person=person, by=by, now=now, before={"kinds": kinds}, why=why.strip())
    end_others(person=person, session="", by=by, now=now)
    tell(person, what="reset", now=now)
    return len(kinds)


# --- recovery codes -----------------------------------------------------------------------------------------------------
@transaction.atomic
def new_codes(*, person: Person, by: Person, now: datetime) -> list[str]:
    """Ten new recovery codes, to be shown this once; those before them are void. Refused without a second factor."""
    own(person, by)
    person = locked(person)
    if not factors_of(person).exists():
        raise Refused(_("Recovery codes stand in for a second factor. Add one first."))
    kept, _made = Authenticator.objects.update_or_create(
        user=person, type=Type.RECOVERY_CODES,
        defaults={"data": {"seed": seal(secrets.token_hex(40)), "used_mask": 0}, "created_at": now})
    note("second_factor.codes_made", kept, person=person, by=by, now=now)
    return [f"{code[:4]} {code[4:]}" for code in kept.wrap().get_unused_codes()]


def codes_left(person: Person) -> int:
    """How many recovery codes the person has not used yet."""
    kept = Authenticator.objects.filter(user=person, type=Type.RECOVERY_CODES).first()
    return CODES - int(kept.data["used_mask"]).bit_count() if kept else 0


# --- what every change shares ---------------------------------------------------------------------------------------------
def own(person: Person, by: Person) -> None:
    if by.pk != person.pk:
        raise PermissionDenied(_("A second factor is set up by the person alone."))


def changed(verb: str, factor: Authenticator, *, by: Person, now: datetime, session: str) -> None:
    """A factor was added: the log, the other sign-ins and the person are told."""
    note(verb, factor, person=factor.user, by=by, now=now, after={"kind": factor.type})
    end_others(person=factor.user, session=session, by=by, now=now)
    tell(factor.user, what="factor", now=now)


def note(verb: str, thing: Model, *, person: Person, by: Person, now: datetime, before: dict | None = None,
         after: dict | None = None, why: str = "") -> None:
    record(verb=verb, thing=thing, by=by.uuid, now=now, about=person.uuid, country=code_of(person.country),
           before=before, after=after, why=why)
