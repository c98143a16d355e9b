"""Tables of the libraries that keep accounts and sessions."""

from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lms.people.domain.leaving import sessions_of
from lms.people.domain.privacy import PersonalData, Wall
from lms.people.domain.sessions import device_name
from lms.people.models import Person

OF_PERSON = Wall(country="", person="user_id", whole=("user_id", "people.person"))
"""These tables know no country: who reads the person may end the person's sign-ins."""


def own(label: str, path: str = "user") -> Callable[[Person], QuerySet]:
    """Rows of a table that belong to a person by this path."""
    return lambda person: apps.get_model(label)._base_manager.filter(**{path: person})


def browsers(keys: list[int]) -> dict[int, object]:
    """{sign-in's key: browser and system in plain words}."""
    rows = UserSession.objects.filter(pk__in=keys).values_list("pk", "user_agent")
    return {pk: device_name(user_agent) for pk, user_agent in rows}


DATA = [
    PersonalData("sessions.session", sessions_of, export=("expire_date",), pointers=(), gone=True, on_page=False,
                 title=_("Sign-ins that are over"), dated="expire_date",
                 months=settings.RETENTION_MONTHS["sessions.session"]),
    PersonalData("account.emailaddress", own("account.emailaddress"), export=("email", "verified"), gone=True,
                 title=_("Mail addresses of the account"), pointers=("user",), wall=OF_PERSON),
    PersonalData("account.emailconfirmation", own("account.emailconfirmation", "email_address__user"),
                 export=("created", "sent"), gone=True, on_page=False, pointers=(),
                 wall=Wall(country="", person="", whole=("email_address_id", "account.emailaddress"))),
    # no wall: were a factor out of sight at the sign-in, the password alone would do
    PersonalData("mfa.authenticator", own("mfa.authenticator"), export=("type", "created_at", "last_used_at"),
                 gone=True, title=_("Second factors"), pointers=()),
    PersonalData("usersessions.usersession", own("usersessions.usersession"),
                 export=("created_at", "last_seen_at", "ip", "user_agent"), gone=True,
                 title=_("Devices signed in"), pointers=(), wall=OF_PERSON),
]

IMPERSONAL: tuple[str, ...] = ()
