"""Persons with a second factor, as tests need them: in the demo they are spared it, in production nobody is."""

import time

from django.test import Client
from django.utils import timezone

from lms.people.domain import second_factor, sessions
from lms.people.domain.sealing import seal
from lms.people.models import Person

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def with_app(person: Person):
    """The person's app, with a secret that tests know."""
    return second_factor.Authenticator.objects.create(
        user=person, type=second_factor.Type.TOTP, data={"secret": seal(SECRET), "step": 0}, created_at=timezone.now())


def code(shift: int = 0) -> str:
    """What the app shows now (`shift` steps of half a minute later)."""
    return second_factor.code_at(SECRET, int(time.time()) // second_factor.PERIOD + shift)


def signed_in(person: Person) -> Client:
    """A browser in which the person has signed in a moment ago, and shown the second factor if there is one."""
    client = Client()
    client.force_login(person)
    session = client.session
    sessions.begin(session, now=timezone.now())
    factor = second_factor.factors_of(person).first()
    if factor:
        sessions.mark_passed(session, person=person, factor=factor)
    session.save()
    return client
