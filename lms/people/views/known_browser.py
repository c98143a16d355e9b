"""A browser keeps a mark of the persons who have signed in in it: their tries are counted apart from strangers'."""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from lms.people.domain import lockout, sessions
from lms.people.models import Person

NAME = "known" if settings.DEMO else "__Host-known"
SALT = "lms.people.known-browser"
KEPT_FOR = 180 * 24 * 3600
MOST = 8
"""So many persons at one browser: an office shares a computer."""


def read(request: HttpRequest) -> dict:
    """What the cookie says, if we signed it: the browser's own random mark, and those of its persons."""
    try:
        return signing.loads(request.COOKIES.get(NAME, ""), salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return {}


def source(request: HttpRequest, person: Person | None) -> dict[str, str]:
    """Where a try comes from, as `lockout.begin` wants it."""
    known = read(request)
    ours = person is not None and lockout.browser_mark(person) in known.get("of", [])
    return {"address": sessions.counted(request.META.get("REMOTE_ADDR", "")), "browser": known["browser"] if ours else ""}


def remember(request: HttpRequest, response: HttpResponse, person: Person) -> None:
    """Add the person to the browser's mark; only after the whole sign-in."""
    known, mark = read(request), lockout.browser_mark(person)
    others = [one for one in known.get("of", []) if one != mark]
    value = signing.dumps({"browser": known.get("browser") or secrets.token_hex(8), "of": [mark, *others][:MOST]}, salt=SALT)
    response.set_cookie(NAME, value, max_age=KEPT_FOR, httponly=True, samesite="Lax", secure=not settings.DEMO, path="/")
