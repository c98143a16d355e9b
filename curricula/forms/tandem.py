"""What a form about changes sends: a choice and a reason for each part, or one for all that are not decided yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from curricula.domain.decisions import Verdict
from curricula.models import Adaptation, CountryFolder, CurriculumVersion, Decision
from lms.look.forms import PlainForm
from lms.people.models import Body

LONGEST = 2000


@dataclass
class Ballot:
    """The choices as they were sent; `errors` are shown beside the part they are about."""

    choices: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, sent: Mapping[str, str], parts: Iterable[str], waiting: Iterable[str]) -> "Ballot":
        """Choices for `parts`; the choice for all counts for those of `waiting` that have none of their own."""
        def said(name: str) -> str:
            return sent.get(name, "").replace("\x00", "").strip()[:LONGEST]

        parts, waiting = list(parts), set(waiting)
        choices = {part: said(f"choice-{part}") or (said("choice-all") if part in waiting else "") for part in parts}
        reasons = {part: said(f"reason-{part}") or (said("reason-all") if part in waiting else "") for part in parts}
        return cls({part: choice for part, choice in choices.items() if choice in Decision.Choice.values}, reasons)

    def verdicts(self) -> list[Verdict]:
        return [Verdict(part, choice, self.reasons.get(part, "")) for part, choice in self.choices.items()]


class NewModuleForm(PlainForm):
    choice = forms.ChoiceField(label=_("Decision"), choices=Decision.Choice.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}),
                             help_text=_("Needed for adapt and decline; it is kept with the decision."))


class StartForm(PlainForm):
    version = forms.ModelChoiceField(CurriculumVersion.objects.none(), label=_("From version"), empty_label=None)
    folder = forms.ModelChoiceField(CountryFolder.objects.none(), label=_("Country"), empty_label=None)
    body = forms.ModelChoiceField(Body.objects.none(), label=_("Kept by"), empty_label=None)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    title = forms.CharField(label=_("Title, in that language"), max_length=200)
    slug = forms.SlugField(label=_("Address"), max_length=60, help_text=_("Small Latin letters and hyphens: viet-nam-border"))

    def __init__(self, *args, versions, places: set[int] | None, **kwargs):
        """`versions` may be begun from; `places`: keys of the countries one works for, None: all."""
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = versions
        folders = CountryFolder.objects.exclude(country=None).select_related("country")
        bodies = Body.objects.filter(kind=Body.Kind.WORKING_GROUP).exclude(country=None)
        if places is not None:
            folders, bodies = folders.filter(country__in=places), bodies.filter(country__in=places)
        self.fields["folder"].queryset, self.fields["body"].queryset = folders, bodies
        self.fields["folder"].label_from_instance = lambda folder: folder.country.label
        if first := folders.first():
            self.fields["language"].initial = (first.country.languages or ["en"])[0]

    def choices_for(self, frozen: Iterable) -> dict[int, tuple[str, str]]:
        """How each module of the version is taken: {key: (status, reason)}, as the rows of the page sent it. The rows
        are named by module, so that they hold for whatever version is chosen beside them."""
        known = {Adaptation.Status.AS_IS, Adaptation.Status.ADAPTED, Adaptation.Status.DECLINED}
        found = {}
        for row in frozen:
            status = self.data.get(f"status-{row.module_id}", Adaptation.Status.AS_IS)
            reason = self.data.get(f"reason-{row.module_id}", "").replace("\x00", "")[:LONGEST]
            found[row.pk] = (status if status in known else Adaptation.Status.AS_IS, reason)
        return found
