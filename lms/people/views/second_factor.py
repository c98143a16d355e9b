"""The second factor: showing it at the sign-in, setting it up, and helping somebody who lost it."""

from allauth.account.stages import LoginStageController
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lms.documents.domain.qr import qr_svg
from lms.look.forms import refuse
from lms.people.domain import lockout, passkeys, second_factor, sessions, wall
from lms.people.domain.refusal import Refused, require
from lms.people.domain.sealing import seal, unseal
from lms.people.forms.second_factor import FactorCodeForm, ResetForm, SureForm
from lms.people.models import Person
from lms.people.models.person import access_of
from lms.people.views import known_browser
from lms.people.views.own_account import (
    answer_of,
    next_of,
    shown_factor,
    sure,
    take_ceremony,
    try_password,
)

SECRET, CODES = "people.app_secret", "people.new_codes"


class Waiting:
    """Somebody whose password was right and who has yet to show the second factor; or who signed in before having one."""

    def __init__(self, request: HttpRequest):
        self.request = request
        self.stage = None
        self.person: Person | None = None
        if request.user.is_authenticated:
            has_one = second_factor.factors_of(request.user).exists()
            if has_one and not sessions.has_passed(request.session, person=request.user):
                self.person = request.user
        else:
            with wall.lifted("sign-in"):
                self.stage = LoginStageController.enter(request, sessions.STAGE)
            if self.stage and self.stage.login.user and self.stage.login.user.is_active:
                self.person = self.stage.login.user

    def go_on(self, factor: Authenticator) -> HttpResponse:
        sessions.mark_passed(self.request.session, person=self.person, factor=factor)
        return self.stage.exit() if self.stage else redirect(next_of(self.request))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The step after the password: a code of the app, a recovery code, or a passkey."""
    waiting = Waiting(request)
    if waiting.person is None:
        return redirect("home:my" if request.user.is_authenticated else "people:login")
    with wall.lifted("sign-in"):
        kinds = {factor.type for factor in second_factor.factors_of(waiting.person)}
        form = FactorCodeForm(request.POST if "code" in request.POST else None, hint=hint_for(kinds))
        try:
            if "answer" in request.POST:
                return waiting.go_on(by_passkey(request, waiting.person))
            if form.is_valid():
                return waiting.go_on(by_code(request, waiting.person, form.cleaned_data["code"]))
        except Refused as refused:
            form.add_error("code", str(refused)) if form.is_bound else messages.error(request, str(refused))
    return render(request, "people/second_factor.html", {
        "form": form, "next": next_of(request) if request.user.is_authenticated else "",
        "passkey": second_factor.Type.WEBAUTHN in kinds and passkeys.offered()})


def hint_for(kinds: set[str]) -> str:
    if second_factor.Type.TOTP in kinds:
        return _("The six digits that your app shows now, or one of your recovery codes.")
    return _("Without the passkey: one of your recovery codes.")


def by_code(request: HttpRequest, person: Person, typed: str) -> Authenticator:
    """The factor that the code belongs to. Refused when it is wrong, and, unread, after too many wrong ones."""
    now = timezone.now()
    attempt = lockout.begin(what="code", whose=lockout.of_person(person), now=now, **known_browser.source(request, person))
    if attempt is None:
        raise Refused(_("Too many attempts. Wait five minutes, then try again."))
    factor = second_factor.check_code(person=person, typed=typed, now=now)
    if factor is None:
        lockout.failed(attempt, what="code", person=person, now=now)
        raise Refused(_("The code does not fit, or was used already. Wait for the next one of the app."))
    lockout.forgive(attempt)
    return factor


def by_passkey(request: HttpRequest, person: Person) -> Authenticator:
    return passkeys.check(person=person, answer=answer_of(request), state=take_ceremony(request, "confirm"),
                          now=timezone.now())


# --- setting it up ------------------------------------------------------------------------------------------------------
@shown_factor
def overview(request: HttpRequest) -> HttpResponse:
    """How I sign in: my second factors, what is left of the recovery codes; for who needs one and has none, why."""
    person, factors = request.user, list(second_factor.factors_of(request.user))
    return render(request, "people/second_factor_list.html", {
        "factors": [(factor, factor.data.get("name", "")) for factor in factors],
        "has_app": any(factor.type == second_factor.Type.TOTP for factor in factors),
        "codes": second_factor.codes_left(person), "passkeys": passkeys.offered(),
        "needed": second_factor.needed(access_of(person)) and not second_factor.exempt(person)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sure
def add_app(request: HttpRequest) -> HttpResponse:
    """The square that an app scans, and the code that shows that it did."""
    if SECRET not in request.session:
        request.session[SECRET] = seal(second_factor.new_secret())
    secret = unseal(request.session[SECRET])
    form = FactorCodeForm(request.POST or None)
    if form.is_valid():
        try:
            factor = second_factor.add_app(person=request.user, secret=secret, typed=form.cleaned_data["code"],
                                           by=request.user, now=timezone.now(), session=request.session.session_key)
        except Refused as refused:
            refuse(form, refused)
        else:
            del request.session[SECRET]
            return after_adding(request, factor)
    address = second_factor.address_for_app(request.user, secret)
    return render(request, "people/second_factor_app.html", {
        # our own drawing of our own text: nothing typed stands in it
        "form": form, "square": mark_safe(qr_svg(address)), "address": address,
        "key": " ".join(secret[at:at + 4] for at in range(0, len(secret), 4))})


def after_adding(request: HttpRequest, factor: Authenticator) -> HttpResponse:
    """Adding it was showing it. With the first one come recovery codes."""
    sessions.mark_passed(request.session, person=request.user, factor=factor)
    if second_factor.codes_left(request.user):
        messages.success(request, _("Added. It is asked for from the next sign-in on."))
        return redirect("people:security")
    return show_codes(request)


def show_codes(request: HttpRequest) -> HttpResponse:
    made = second_factor.new_codes(person=request.user, by=request.user, now=timezone.now())
    request.session[CODES] = seal("\n".join(made))
    return redirect("people:recovery_codes")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sure
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """New codes, to be read once and printed; afterwards, how many are left."""
    if request.method == "POST":
        try:
            return show_codes(request)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("people:security")
    sealed = request.session.pop(CODES, "")
    return render(request, "people/recovery_codes.html", {
        "codes": unseal(sealed).split("\n") if sealed else [], "left": second_factor.codes_left(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@sure
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up one factor: first what will happen, then it happens."""
    factor = get_object_or_404(second_factor.factors_of(request.user).select_related("user"), pk=pk)
    if request.method == "POST":
        second_factor.take_away(factor=factor, by=request.user, now=timezone.now(), session=request.session.session_key)
        messages.success(request, _("Taken away. All other devices are signed out."))
        return redirect("people:security")
    return render(request, "people/second_factor_remove.html", {
        "factor": factor, "name": factor.data.get("name", ""),
        "last": not second_factor.factors_of(request.user).exclude(pk=pk).exists(),
        "needed": second_factor.needed(access_of(request.user))})


@require_http_methods(["GET", "HEAD", "POST"])
@shown_factor
def confirm(request: HttpRequest) -> HttpResponse:
    """The password once more, before the way in is changed."""
    form = SureForm(request.POST or None)
    if form.is_valid():
        fault = try_password(request, form.cleaned_data["password"])
        if not fault:
            sessions.make_sure(request.session, now=timezone.now())
            return redirect(next_of(request))
        form.add_error("password", fault)
    return render(request, "people/second_factor_confirm.html", {"form": form, "next": next_of(request)})


# --- for somebody who lost it ---------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reset(request: HttpRequest, uuid) -> HttpResponse:
    """A coordinator takes away the factors of a person of the own country, with a reason."""
    person = get_object_or_404(Person.objects.visible_to(request.user).select_related("country"), uuid=uuid)
    require("manage people", by=request.user, country=person.country)
    form = ResetForm(request.POST or None)
    if form.is_valid():
        try:
            second_factor.reset(person=person, by=request.user, now=timezone.now(), why=form.cleaned_data["why"])
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The second factors are taken away. The person sets up a new one at the next "
                                        "sign-in."))
            return redirect("people:person", uuid)
    return render(request, "people/second_factor_reset.html", {"form": form, "person": person})
