"""Forms about versions: which two to compare, and what a release needs."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from lms.look.forms import DayField, PlainForm


class ReleaseForm(PlainForm):
    """Number, first day in force (the region only), notes. `numbers`: those that may come next, as (major, minor)."""

    number = forms.ChoiceField(label=_("Number of the version"), widget=forms.RadioSelect)
    in_force = DayField(label=_("In force from"))
    notes = forms.CharField(label=_("What is new"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}),
                            help_text=_("Two or three sentences in the language of the curriculum. Countries read them "
                                        "when they decide."))

    def __init__(self, *args, numbers: tuple[tuple[int, int], tuple[int, int]], dated: bool, **kwargs):
        super().__init__(*args, **kwargs)
        minor, major = (f"{one[0]}.{one[1]}" for one in numbers)
        words = {minor: format_lazy(_("{number}: small changes"), number=minor),
                 major: format_lazy(_("{number}: the text is largely new"), number=major)}
        if minor == major:
            words = {minor: format_lazy(_("{number}: the first version"), number=minor)}
        self.fields["number"].choices = list(words.items())
        self.fields["number"].initial = minor
        if not dated:
            del self.fields["in_force"]

    def clean_number(self) -> tuple[int, int]:
        major, _dot, minor = self.cleaned_data["number"].partition(".")
        return int(major), int(minor)
