"""Forms of pilots: one from paper, its assessment, its findings and what is decided on them."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from curricula.domain.findings import answers_for
from curricula.forms.consensus import TextField, YearDayField
from curricula.models import CurriculumPage, PilotFinding, PilotRecord, VersionModule
from lms.look.forms import PlainForm

State = PilotFinding.State


class PilotForm(PlainForm):
    version = forms.ModelChoiceField(label=_("Version that was piloted"), queryset=None, empty_label=None)
    title = forms.CharField(label=_("Name of the pilot"), max_length=200, help_text=_("Place and course, no persons."))
    held_until = YearDayField(label=_("Last day"))
    modules = forms.MultipleChoiceField(label=_("Modules"), widget=forms.CheckboxSelectMultiple)
    participants = forms.IntegerField(label=_("Participants"), min_value=0, max_value=5000, required=False)

    def __init__(self, *args, curriculum: CurriculumPage, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = curriculum.versions.all()
        self.fields["version"].label_from_instance = lambda version: version.number
        letters = VersionModule.objects.filter(version__curriculum=curriculum).values_list("letter", flat=True)
        self.fields["modules"].choices = [(letter, letter) for letter in sorted(set(letters))]


class AssessForm(PlainForm):
    on = YearDayField(label=_("Assessed on"))


class FindingForm(PlainForm):
    module = forms.ModelChoiceField(label=_("Module"), queryset=None, required=False, empty_label=_("the whole curriculum"))
    kind = forms.ChoiceField(label=_("What it is about"), choices=PilotFinding.Kind.choices)
    text = TextField(label=_("What the pilot showed"), help_text=_("Write of texts and lessons, never of persons."))
    language = forms.ChoiceField(label=_("Language you wrote in"), choices=settings.LANGUAGES)

    def __init__(self, *args, pilot: PilotRecord, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["module"].queryset = pilot.version.modules.all()
        self.fields["language"].initial = get_language() or "en"


class DecideForm(PlainForm):
    state = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect, choices=[
        (State.ACCEPTED, _("Accept: the text is changed")), (State.DEFERRED, _("Defer: later")),
        (State.REJECTED, _("Reject"))])
    reason = TextField(label=_("Reason"), required=False, help_text=_("Needed to defer or reject."))


class AnswerForm(PlainForm):
    answer = forms.ModelChoiceField(label=_("The released text that answers it"), queryset=None, empty_label=None)

    def __init__(self, *args, finding: PilotFinding, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].queryset = answers_for(finding)
        self.fields["answer"].label_from_instance = lambda one: f"{one.version.number}: {one}"
