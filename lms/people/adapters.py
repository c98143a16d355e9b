"""allauth as we use it: nobody signs up alone; an account comes by invitation."""

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MISMATCH = _("The name or the password does not match. Check both and try again.")


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
