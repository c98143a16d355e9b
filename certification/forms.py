"""Forms of certification."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ConductForm(forms.Form):
    agreed = forms.BooleanField(label=_("I accept this code of conduct."),
                                error_messages={"required": _("Tick the box if you accept the code of conduct.")})
    show_name = forms.BooleanField(required=False, label=_("Show my name to those who check my certificate by its code."))
