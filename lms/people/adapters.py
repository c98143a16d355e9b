"""allauth as we use it: nobody signs up alone, guesses are bounded, a second factor is asked for, secrets are sealed."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.stages import LoginStage
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lms.people.domain import lockout, second_factor, sessions, wall
from lms.people.domain.accounts import find
from lms.people.domain.sealing import seal, unseal
from lms.people.views import known_browser

MISMATCH = _("The name or the password does not match. Check both and try again.")


class SecondFactorStage(LoginStage):
    """Whoever has a second factor shows it before the session is theirs."""

    key = sessions.STAGE
    urlname = "people:second_factor"

    def handle(self):
        asked = second_factor.factors_of(self.login.user).exists()
        return (redirect(self.urlname) if asked else None), True


class InvitationOnly(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": MISMATCH,
        "username_password_mismatch": MISMATCH,
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def add_message(self, *args, **kwargs) -> None:
        """The page that follows says enough: no "signed in" message of the library's own."""

    def respond_user_inactive(self, request: HttpRequest, user) -> HttpResponse:
        """The library has a page of its own for this; ours says it above the form."""
        messages.error(request, gettext("This account is closed. Ask the coordinator of your country."))
        return redirect("people:login")

    def get_login_stages(self) -> list[str]:
        return ["lms.people.adapters.SecondFactorStage"]

    def get_client_ip(self, request: HttpRequest) -> str:
        """What the library keeps of an address beside a session: its network. Tries are counted elsewhere."""
        return sessions.coarse(request.META.get("REMOTE_ADDR", ""))

    def authenticate(self, request: HttpRequest, **credentials):
        """The person, or None; a try too many is refused before the password is looked at."""
        now, typed = timezone.now(), credentials.get("username") or credentials.get("email") or ""
        person = find(typed)
        whose = lockout.of_person(person) if person else lockout.of_text(typed)
        attempt = lockout.begin(what="password", whose=whose, now=now, **known_browser.source(request, person))
        if attempt is None:
            raise self.validation_error("too_many_login_attempts")
        found = super().authenticate(request, **credentials)
        if found:
            lockout.forgive(attempt)
        else:
            lockout.failed(attempt, what="password", person=person, now=now)
        return found

    @wall.lifted("sign-in")
    def login(self, request: HttpRequest, user) -> None:
        super().login(request, user)
        sessions.begin(request.session, now=timezone.now())

    @wall.lifted("sign-in")
    def post_login(self, request: HttpRequest, user, **kwargs) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        known_browser.remember(request, response, user)
        return response


class SealedSecrets(DefaultMFAAdapter):
    """The seed of recovery codes, which the library keeps, is sealed like our own secrets."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)
