"""Passkeys: what the browser needs to begin, adding one, and signing in with one alone."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lms.people.domain import lockout, passkeys, sessions, wall
from lms.people.domain.refusal import Refused
from lms.people.forms.second_factor import PasskeyForm
from lms.people.views import known_browser
from lms.people.views.own_account import answer_of, keep_ceremony, sure, take_ceremony
from lms.people.views.second_factor import Waiting, after_adding

PURPOSES = ("sign-in", "confirm", "add")


@never_cache
@require_POST
def begin(request: HttpRequest, purpose: str) -> HttpResponse:
    """Options for navigator.credentials as JSON; the other half of the ceremony stays in the session."""
    if purpose not in PURPOSES or not passkeys.offered():
        raise Http404
    if purpose == "add":
        return begin_adding(request)
    person = None
    if purpose == "confirm" and (person := Waiting(request).person) is None:
        raise Http404
    if person is None and not lockout.spend(what="passkey", now=timezone.now(), address=place(request)):
        return too_many(request)
    with wall.lifted("sign-in"):
        options, state = passkeys.begin_asking(person)
    keep_ceremony(request, purpose, state)
    return JsonResponse(options)


@sure
def begin_adding(request: HttpRequest) -> HttpResponse:
    options, state = passkeys.begin_adding(request.user)
    keep_ceremony(request, "add", state)
    return JsonResponse(options)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sure
def add(request: HttpRequest) -> HttpResponse:
    """A name for the device, then the device makes its key."""
    if not passkeys.offered():
        raise Http404
    form = PasskeyForm(request.POST or None)
    if form.is_valid():
        try:
            factor = passkeys.add(person=request.user, name=form.cleaned_data["name"], answer=answer_of(request),
                                  state=take_ceremony(request, "add"), by=request.user, now=timezone.now(),
                                  session=request.session.session_key)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return after_adding(request, factor)
    return render(request, "people/second_factor_passkey.html", {"form": form})


@never_cache
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with a passkey alone. The device has asked for a finger, a face or its PIN, so it is both factors."""
    if request.user.is_authenticated:
        return redirect("home:my")
    if not lockout.spend(what="passkey", now=timezone.now(), address=place(request)):
        return too_many(request)
    answer, state = answer_of(request), take_ceremony(request, "sign-in")
    try:
        with wall.lifted("sign-in"):
            person = passkeys.owner(answer)
            if person is None:
                raise passkeys.did_not_fit()
            factor = passkeys.check(person=person, answer=answer, state=state, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(reverse("people:login"))
    adapter = get_adapter(request)
    if not person.is_active:
        return adapter.respond_user_inactive(request, person)
    sessions.mark_passed(request.session, person=person, factor=factor)
    adapter.login(request, person)
    request.session.set_expiry(0)
    return adapter.post_login(request, person, email_verification="none", signal_kwargs=None, email=None, signup=False,
                              redirect_url=None)


def place(request: HttpRequest) -> str:
    return known_browser.source(request, None)["address"]


def too_many(request: HttpRequest) -> HttpResponse:
    return render(request, "429.html", status=429)
