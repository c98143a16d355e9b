"""What the pages about one's own way in share: who may open them, and what a session keeps for a moment."""

import json
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from lms.people.domain import lockout, second_factor, sessions
from lms.people.views import known_browser

CEREMONY = "people.passkey"
LONGEST = 20_000
"""Characters of a passkey's answer: some 600 are usual, a few thousand with a certificate of the maker."""


def shown_factor(view):
    """For signed-in persons; whoever has a second factor has shown it in this session."""
    @wraps(view)
    @login_required
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        person = request.user
        if second_factor.factors_of(person).exists() and not sessions.has_passed(request.session, person=person):
            return redirect("people:second_factor")
        return view(request, *args, **kwargs)
    return guarded


def sure(view):
    """The same, and the password was typed within the last quarter of an hour: who finds an open screen changes nothing."""
    @wraps(view)
    @shown_factor
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if sessions.is_sure(request.session, now=timezone.now()):
            return view(request, *args, **kwargs)
        if request.method == "POST":
            messages.warning(request, _("Nothing was changed yet. Type your password, then do it again."))
        return redirect(f"{reverse('people:confirm')}?{urlencode({'next': request.path})}")
    return guarded


def next_of(request: HttpRequest) -> str:
    """The page to go on to, if it is one of ours; otherwise my work."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return asked if ours else reverse("home:my")


def try_password(request: HttpRequest, password: str) -> str:
    """Empty when it is the signed-in person's password, otherwise what to say. Counted like a sign-in."""
    person, now = request.user, timezone.now()
    attempt = lockout.begin(what="password", whose=lockout.of_person(person), now=now,
                            **known_browser.source(request, person))
    if attempt is None:
        return _("Too many attempts. Wait five minutes, then try again.")
    if person.check_password(password):
        lockout.forgive(attempt)
        return ""
    lockout.failed(attempt, what="password", person=person, now=now)
    return _("This is not your password. Type it again.")


def keep_ceremony(request: HttpRequest, purpose: str, state: dict) -> None:
    request.session[CEREMONY] = {"for": purpose, "state": state}


def take_ceremony(request: HttpRequest, purpose: str) -> dict | None:
    """The state of the ceremony that this browser began for this purpose; it serves once."""
    kept = request.session.pop(CEREMONY, None)
    return kept["state"] if kept and kept["for"] == purpose else None


def answer_of(request: HttpRequest) -> Any:
    """What the browser's passkey answered; None when that cannot be read."""
    text = request.POST.get("answer", "")
    try:
        return json.loads(text) if len(text) <= LONGEST else None
    except (ValueError, RecursionError):
        return None
