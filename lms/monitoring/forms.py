"""The form of a report."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lms.look.domain.dates import write_day
from lms.monitoring.domain.readings import ORDER, headline, newest
from lms.monitoring.models import Reading


def day_field(label) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                           error_messages={"invalid": _("Write the date as year, month and day: 2027-03-14.")})


class ReadingChoices(forms.ModelMultipleChoiceField):
    """Readings by their line and day."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, reading: Reading) -> str:
        return f"{headline(reading)} ({write_day(reading.on, language=get_language() or 'en')})"


class ReportForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=160)
    since = day_field(_("From"))
    until = day_field(_("To"))
    readings = ReadingChoices(Reading.objects.none(), label=_("Readings to quote"),
                              help_text=_("The newest of each indicator and country."))
    text = forms.CharField(label=_("What happened"), required=False, max_length=20_000,
                           widget=forms.Textarea(attrs={"rows": 8}),
                           help_text=_("An empty line begins a new paragraph."))
    recommendations = forms.CharField(label=_("Recommendations"), required=False, max_length=20_000,
                                      widget=forms.Textarea(attrs={"rows": 5}))
    language = forms.ChoiceField(label=_("Language you wrote in"), choices=settings.LANGUAGES)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["readings"].queryset = newest().order_by(*ORDER)
        self.fields["language"].initial = get_language()
        for field in self.fields.values():
            field.error_messages["required"] = _("Fill this in.")
        self.fields["readings"].error_messages["required"] = _("Choose at least one reading to quote.")
