"""What a country says upwards, and what the secretariat answers."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from curricula.domain.feedback import LONGEST
from curricula.models import CurriculumVersion, Feedback, ModulePage
from lms.look.forms import PlainForm
from lms.people.models import Country


def written(rows: int = 6) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": LONGEST})


class FeedbackForm(PlainForm):
    kind = forms.ChoiceField(label=_("What it is about"), choices=Feedback.Kind.choices, widget=forms.RadioSelect,
                             initial=Feedback.Kind.CURRICULUM)
    module = forms.ChoiceField(label=_("Module"), required=False)
    text = forms.CharField(label=_("What you want to say"), max_length=LONGEST, widget=written(), help_text=_(
        "Say what should change, where, and why. Write nothing about single persons or cases."))
    country = forms.ModelChoiceField(Country.objects.none(), label=_("Country"), to_field_name="code", empty_label=None)
    language = forms.ChoiceField(label=_("Language you wrote in"), choices=settings.LANGUAGES)

    def __init__(self, *args, origins: list[ModulePage], places: list[Country], **kwargs):
        """`origins`: the regional modules; `places`: the countries in whose name one may speak."""
        super().__init__(*args, **kwargs)
        self.origins = {module.slug: module for module in origins}
        self.fields["module"].choices = [("", _("The whole of it")), *(
            (module.slug, f"{module.letter} {module.title}") for module in origins)]
        field = self.fields["country"]
        field.queryset = Country.objects.filter(pk__in=[country.pk for country in places])
        if len(places) == 1:
            field.widget, field.initial = forms.HiddenInput(), places[0].code
        self.fields["language"].initial = get_language()

    def clean_module(self) -> ModulePage | None:
        return self.origins.get(self.cleaned_data["module"])




class VersionField(forms.ModelChoiceField):
    """A release of the regional curriculum, the newest first."""

    def __init__(self, **kwargs):
        super().__init__(CurriculumVersion.objects.filter(
            curriculum__country=None, in_force__isnull=False).select_related("curriculum"), **kwargs)

    def label_from_instance(self, version: CurriculumVersion) -> str:
        return f"{version.curriculum.title} {version.number}"


class AnswerForm(PlainForm):
    text = forms.CharField(label=_("Answer"), max_length=LONGEST, widget=written())
    language = forms.ChoiceField(label=_("Language you wrote in"), choices=settings.LANGUAGES)
    version = VersionField(label=_("Version that does it"), required=False, empty_label=_("None yet"),
                           help_text=_("It can be named later, when it is released."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()


class DoneForm(PlainForm):
    version = VersionField(label=_("Version that does it"), empty_label=None)
