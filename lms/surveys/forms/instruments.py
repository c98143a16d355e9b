"""What those who keep instruments send: a workbook with its pictures and sounds, and reasons."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from lms.look.forms import PlainForm
from lms.people.models import Country
from lms.surveys.domain import uploads, withdrawing, workbook
from lms.surveys.domain.uploads import Sent, Wish
from lms.surveys.models import Form

MOST_TOGETHER = 60 * 1024 * 1024
RESERVED = {"new", "uploads"}
"""Words that stand in the addresses of this room."""
KEY = RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*\Z", _("Small Latin letters, digits and hyphens only: course-evaluation."))


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; [] for none."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return [super(FilesField, self).clean(one, initial) for one in data or []]


class WorkbookForm(PlainForm):
    """The files of a version."""

    workbook = forms.FileField(label=_("Workbook"), help_text=_("An XLSForm as .xlsx, at most 2 MB."),
                               widget=forms.FileInput(attrs={"accept": ".xlsx"}))
    files = FilesField(label=_("Its pictures and sounds"), required=False, help_text=_(
        "All that the workbook names. Choose several at once. 60 MB at most in all."))

    def clean_workbook(self) -> Sent:
        file = self.cleaned_data["workbook"]
        return Sent(file.name or "", file.read(workbook.MOST_BYTES + 1))

    def clean_files(self) -> list[Sent]:
        files = self.cleaned_data["files"]
        if len(files) > uploads.MOST_FILES or sum(file.size or 0 for file in files) > MOST_TOGETHER:
            raise forms.ValidationError(_("These are more than 60 files or 60 MB. Send fewer or smaller ones."))
        return [Sent(file.name or "", file.read()) for file in files]


class NewInstrumentForm(WorkbookForm):
    """A new instrument: its key, kind, whose it is and who answers."""

    key = forms.CharField(label=_("Key"), max_length=60, validators=[KEY], help_text=_(
        "It stands in the address and never changes: course-evaluation."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}))
    kind = forms.ChoiceField(label=_("Kind"), choices=Form.Kind.choices)
    country = forms.ModelChoiceField(Country.objects.all(), label=_("Country"), to_field_name="code", required=False,
                                     empty_label=_("The whole region"))
    anonymous = forms.BooleanField(label=_("Nobody learns who answered"), required=False, help_text=_(
        "No name and no time of day is kept, and nothing is shown below five answers. This cannot be changed later."))
    invited = forms.BooleanField(label=_("Only invited persons answer, each once"), required=False)
    field_order = ["key", "kind", "country", "anonymous", "invited", "workbook", "files"]

    def __init__(self, *args, places: set[int] | None, **kwargs):
        """`places`: keys of the countries for which one may publish; None: all, and the region."""
        super().__init__(*args, **kwargs)
        if places is not None:
            field = self.fields["country"]
            field.queryset, field.required = Country.objects.filter(pk__in=places), True
            offered = list(field.queryset)
            field.empty_label = None
            field.initial = offered[0].code if offered else None
            if len(offered) == 1:
                field.widget = forms.HiddenInput()

    def clean_key(self) -> str:
        key = self.cleaned_data["key"]
        if key in RESERVED:
            raise forms.ValidationError(_("Another form has this key. Choose another one."))
        return key

    def wish(self) -> Wish:
        return Wish(**{name: self.cleaned_data[name] for name in ("key", "kind", "anonymous", "invited", "country")})


class ReasonForm(PlainForm):
    reason = forms.CharField(label=_("Reason"), max_length=withdrawing.MOST_REASON, help_text=_("It stands in the log."),
                             widget=forms.Textarea(attrs={"rows": 3}))
