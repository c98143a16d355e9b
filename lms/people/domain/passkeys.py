"""Passkeys: a key pair on the person's device; here lies the public half (W3C Web Authentication, level 3).

A ceremony has two halves. The first gives options for the browser and a state that the session keeps; the second checks
the browser's answer against that state, which is used once.
"""

from datetime import datetime
from ipaddress import ip_address
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from fido2.server import Fido2Server
from fido2.utils import websafe_decode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from lms.people.domain import second_factor, wall
from lms.people.domain.persons import locked
from lms.people.domain.refusal import Refused
from lms.people.models import Person

MOST = 10
Ceremony = tuple[dict, dict]
"""Options for the browser, and the state to keep; both can be written as JSON."""


def host() -> str:
    return settings.SITE_HOST.partition(":")[0]


def offered() -> bool:
    """Passkeys belong to a host's name: on a bare IP address (a demo in a local network) browsers make none."""
    try:
        ip_address(host())
    except ValueError:
        return True
    return False


def server() -> Fido2Server:
    """Answers count only from pages of this very address, scheme and port included."""
    return Fido2Server(PublicKeyCredentialRpEntity(id=host(), name="COMMIT Academy"),
                       verify_origin=lambda origin: origin == settings.SITE_ADDRESS)


def of(person: Person) -> list[Authenticator]:
    return list(Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).order_by("created_at", "pk"))


def key_of(factor: Authenticator) -> AttestedCredentialData:
    return factor.wrap().authenticator_data.credential_data


def begin_adding(person: Person) -> Ceremony:
    """Options for a new passkey; the device refuses if it holds one for this account already.

    The user handle is the person's uuid: it says nothing by itself and does not change with the name.
    """
    user = PublicKeyCredentialUserEntity(id=person.uuid.bytes, name=person.username or "", display_name=person.name)
    options, state = server().register_begin(
        user, [key_of(factor) for factor in of(person)], resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED)
    return dict(options), state


@transaction.atomic
def add(*, person: Person, name: str, answer: Any, state: dict | None, by: Person, now: datetime,
        session: str) -> Authenticator:
    """Keep the new passkey under a name of the person's own. Refused when the answer does not fit; then nothing is kept."""
    second_factor.own(person, by)
    person = locked(person)
    if len(of(person)) >= MOST:
        raise Refused(_("Ten passkeys are the most. Take one away first."))
    try:
        bound = server().register_complete(state, RegistrationResponse.from_dict(answer))
    except Exception as fault:  # the library raises many kinds for an answer that somebody made up; each is a refusal
        raise did_not_fit() from fault
    added = Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, created_at=now, last_used_at=now,
                                         data={"name": name, "credential": answer, "count": bound.counter})
    second_factor.changed("second_factor.added", added, by=by, now=now, session=session)
    return added


def begin_asking(person: Person | None) -> Ceremony:
    """Options to show a passkey: one of this person's beside the password; or, for nobody, alone, to sign in.

    Alone it must be both factors: the device itself asks for a finger, a face or its PIN.
    """
    keys = [key_of(factor) for factor in of(person)] if person else None
    how = UserVerificationRequirement.PREFERRED if person else UserVerificationRequirement.REQUIRED
    options, state = server().authenticate_begin(keys, user_verification=how)
    return dict(options), state


@wall.lifted("sign-in")
def owner(answer: Any) -> Person | None:
    """Whom a passkey shown alone says it belongs to; it is believed only after `check`."""
    try:
        handle = websafe_decode(answer["response"]["userHandle"])
        return Person.objects.exclude(username=None).filter(uuid=UUID(bytes=handle)).first()
    except (TypeError, KeyError, ValueError):
        return None


@transaction.atomic
def check(*, person: Person, answer: Any, state: dict | None, now: datetime) -> Authenticator:
    """The passkey that signed this answer. Refused when none of the person's did, or when it looks like a copy.

    A key that counts its uses and counts backwards was copied (level 3, 6.1.1); those that do not count say 0.
    """
    factors = list(Authenticator.objects.select_for_update().filter(user=person, type=Authenticator.Type.WEBAUTHN))
    try:
        read = AuthenticationResponse.from_dict(answer)
        used = server().authenticate_complete(state, [key_of(factor) for factor in factors], read)
        count = read.response.authenticator_data.counter
    except Exception as fault:  # as above
        raise did_not_fit() from fault
    for factor in factors:
        if key_of(factor).credential_id == used.credential_id:
            if count and count <= factor.data["count"]:
                break
            factor.data["count"], factor.last_used_at = count, now
            factor.save(update_fields=["data", "last_used_at"])
            return factor
    raise did_not_fit()


def did_not_fit() -> Refused:
    return Refused(_("The passkey did not fit. Try again, or use another way."))
