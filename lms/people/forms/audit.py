"""What the log is searched by. The person is not among it: a name stands in no address."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.look.forms import DayField, PlainForm
from lms.people.domain import log_words
from lms.people.models import Country


class LogDay(DayField):
    """A day on which there can be entries; clocks far before and after cannot be compared."""

    def clean(self, value: object) -> date | None:
        day = super().clean(value)
        if day and not 2000 <= day.year <= 2200:
            raise forms.ValidationError(self.error_messages["invalid"])
        return day


class LogForm(PlainForm):
    what = forms.ChoiceField(required=False, label=_("What happened"))
    country = forms.ModelChoiceField(Country.objects.all(), required=False, label=_("Country"), to_field_name="code",
                                     empty_label=_("All countries"))
    since = LogDay(required=False, label=_("First day"))
    until = LogDay(required=False, label=_("Last day"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [("", _("Everything")), *log_words.choices()]
