"""Signing in and out: one page for everyone, the content editors included."""

from allauth.account.mixins import NextRedirectMixin
from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import auth, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.people.domain import passkeys
from lms.people.domain.accounts import accounts


class SignIn(LoginView):
    """allauth's sign-in (its rate limits, its timing) with our page; in the demo the accounts stand beside it."""

    template_name = "people/login.html"

    def get_context_data(self, **kwargs) -> dict:
        # allauth's own context asks for the addresses of a sign-up and of a reset, and there are none
        context = super(NextRedirectMixin, self).get_context_data(**kwargs)
        following = self.request.POST.get("next") or self.request.GET.get("next") or ""
        demo = {"accounts": accounts(), "password": settings.DEMO_PASSWORD} if settings.DEMO else {}
        return {**context, "next": following, "passkeys": passkeys.offered(), **demo}

    def get_authenticated_redirect_url(self) -> str:
        url = super().get_authenticated_redirect_url()
        editor = self.request.user.has_perm("wagtailadmin.access_admin")
        if url.startswith(reverse("wagtailadmin_home")) and not editor:
            # sent here by the admin, and sent back by us: without this it would go round for ever
            raise PermissionDenied(_("Editing pages is for editors. Ask the secretariat if you edit a curriculum."))
        return url


login = SignIn.as_view()


@require_http_methods(["GET", "HEAD", "POST"])
def logout(request: HttpRequest) -> HttpResponse:
    """A button to sign out; only pressing it does."""
    if request.method != "POST":
        return render(request, "people/logout.html")
    auth.logout(request)
    messages.success(request, _("You are signed out."))
    return redirect(f"/{get_language()}/")
