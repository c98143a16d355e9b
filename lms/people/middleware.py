"""What stands between a request and the pages, for those who ask."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.db import connection
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.people.domain import second_factor as rule
from lms.people.domain import sessions
from lms.people.domain import wall as second_wall
from lms.people.models.person import Person, access_of


def wall(get_response):
    """On PostgreSQL, let the database know who asks (decision 16). Stands behind the middleware that knows it.

    Who asks is found out at the first query: a page from the cache costs nothing. It ends with the request, so the next
    one in the same thread or on the same connection begins with nothing.
    """

    def middleware(request):
        if connection.vendor != "postgresql":
            return get_response(request)
        with second_wall.within(second_wall.Reading(lambda: context_of(request))):
            response = get_response(request)
            if response.streaming and not isinstance(response, FileResponse):
                response.streaming_content = second_wall.kept(response.streaming_content)
        return response

    return middleware


def context_of(request: HttpRequest) -> second_wall.Context:
    """The reader's own rows first: the account and its grants are among them. Then what these grants open."""
    key = request.session.get(SESSION_KEY)
    if not key:
        return second_wall.CLOSED
    own = second_wall.Context(person=Person._meta.pk.to_python(key))
    with second_wall.within(own):
        user = request.user
        if not user.is_authenticated:
            return second_wall.CLOSED
        places = access_of(user).where("see people")
    return second_wall.Context(everyone=places is None, person=user.pk, uuid=str(user.uuid),
                               places=frozenset(places or ()))


def sign_in_ends(get_response):
    """A sign-in ends after its hours, however busy it was; and every five minutes it is noted as in use."""

    def middleware(request):
        now = timezone.now()
        if SESSION_KEY in request.session:
            if sessions.is_over(request.session, now=now, seconds=settings.SESSION_COOKIE_AGE):
                logout(request)
                messages.info(request, _("You were signed out: a sign-in ends after some hours. Sign in again."))
            elif sessions.SEEN in request.session:
                sessions.see(request.session, key=request.session.session_key, now=now)
        return get_response(request)

    return middleware


OPEN = frozenset({"people:login", "people:logout", "people:second_factor", "people:security", "people:app_add",
                  "people:passkey_add", "people:passkey_begin", "people:recovery_codes", "people:confirm", "alive", "ready"})
"""What somebody without a second factor still reaches: setting it up, signing out, and what machines ask."""


def second_factor(get_response):
    """Whoever sees others' data, or edits pages, has shown a second factor in this session; every other page waits."""

    def middleware(request):
        return get_response(request)

    def process_view(request, view, arguments, named):
        person = request.user
        if not person.is_authenticated or request.resolver_match.view_name in OPEN or rule.exempt(person):
            return None
        if sessions.has_passed(request.session, person=person):
            return None
        if not (rule.needed(access_of(person)) or person.is_superuser or request.path.startswith("/admin/")):
            return None
        return to_second_factor(request, has_one=rule.factors_of(person).exists())

    middleware.process_view = process_view
    return middleware


def to_second_factor(request: HttpRequest, *, has_one: bool) -> HttpResponse:
    """Off to show it, or to set one up. What was being sent is not taken, and that is said."""
    if request.method not in ("GET", "HEAD"):
        messages.warning(request, _("Nothing was saved: your account needs a second factor first. Send it again afterwards."))
    target = reverse("people:second_factor" if has_one else "people:security")
    if request.headers.get("HX-Request") == "true":
        # a part of a page cannot show this: the whole page moves on
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return HttpResponseRedirect(target) if not has_one else redirect_back(request, target)


def redirect_back(request: HttpRequest, target: str) -> HttpResponse:
    """With the way back, where there is one: a page that was asked for, not a thing that was sent."""
    if request.method != "GET":
        return HttpResponseRedirect(target)
    return redirect(f"{target}?{urlencode({'next': request.get_full_path()})}")
