"""Forms of invitations and of codes on letters."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.look.forms import PlainForm
from lms.people.models import Invitation


class InviteForm(PlainForm):
    channel = forms.ChoiceField(label=_("How does the invitation travel?"), widget=forms.RadioSelect, choices=[
        (Invitation.Channel.MAIL.value, _("By mail; it holds 14 days")),
        (Invitation.Channel.PAPER.value, _("On paper, printed here; it holds 60 days"))])


class CodeForm(PlainForm):
    code = forms.CharField(max_length=40, label=_("Code on the letter"), help_text=_("Such as 7KQ2-MX4P-0ZTA."),
                           widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters",
                                                         "spellcheck": "false"}))


class AcceptForm(PlainForm):
    name = forms.CharField(max_length=60, label=_("Name to sign in with"),
                           help_text=_("Small Latin letters and digits, such as lan.nguyen."),
                           widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none",
                                                         "spellcheck": "false"}))
    password = forms.CharField(max_length=200, strip=False, label=_("Password"),
                               help_text=_("At least 10 letters or digits. Three or four words that you can remember do well."),
                               widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))
    again = forms.CharField(max_length=200, strip=False, label=_("The password once more"),
                            widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))

    def __init__(self, *args, known_name: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        if known_name:
            del self.fields["name"]

    def clean(self):
        data = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", _("The two passwords differ. Type both again."))
        return data
