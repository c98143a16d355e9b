"""The one sign-in."""

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):
    """One field takes the name, the mail address or the issued number."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("Name, mail address or number"), max_length=254,
            widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}))
        self.fields["password"] = forms.CharField(
            label=_("Password"), strip=False, max_length=200,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
        self.order_fields(["login", "password"])

    def clean_login(self) -> str:
        return self.cleaned_data["login"].strip().replace("\x00", "")
