"""Forms of the second factor and of the password."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.look.forms import PlainForm


def password_field(label, use: str, **more) -> forms.CharField:
    return forms.CharField(label=label, strip=False, max_length=200,
                           widget=forms.PasswordInput(attrs={"autocomplete": use}), **more)


class FactorCodeForm(PlainForm):
    """Six digits of an app, or a recovery code; digits of every script are taken."""

    code = forms.CharField(label=_("Code"), max_length=40, widget=forms.TextInput(attrs={
        "autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}))

    def __init__(self, *args, hint="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = hint


class PasskeyForm(PlainForm):
    """The name under which the person knows the device again."""

    name = forms.CharField(label=_("A name for this device"), max_length=60, help_text=_("Such as: my phone."))


class SureForm(PlainForm):
    password = password_field(_("Password"), "current-password")


class PasswordForm(PlainForm):
    old = password_field(_("The password you have now"), "current-password")
    new = password_field(_("New password"), "new-password", help_text=_(
        "At least 10 letters or digits. Three or four words that you can remember do well."))
    again = password_field(_("The password once more"), "new-password")

    def clean(self):
        data = super().clean() or {}
        if data.get("new") and data.get("again") and data["new"] != data["again"]:
            self.add_error("again", _("The two passwords differ. Type both again."))
        return data


class ResetForm(PlainForm):
    why = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
                          help_text=_("Say how you know that it is this person who asks. It is kept in the log."))
