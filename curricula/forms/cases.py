"""Letting a flagged text through."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.look.forms import PlainForm


class ReasonForm(PlainForm):
    """`block` and `digest` say which text was read: another one is not let through by it."""

    block = forms.CharField(max_length=40, widget=forms.HiddenInput)
    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why the words may stay"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
                             help_text=_("For example: the name is invented, or the number is an office’s own."))
