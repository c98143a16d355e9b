"""The decision on a request to be erased."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.look.forms import PlainForm


class DecisionForm(PlainForm):
    decision = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect, choices=[
        ("erase", _("Erase the person. This cannot be undone.")), ("refuse", _("Refuse the request."))])
    why = forms.CharField(required=False, max_length=2000, label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}),
                          help_text=_("The person reads the reason of a refusal."))
