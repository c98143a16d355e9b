"""What the library asks for: an entry, its words in one language, a file or an address."""

import re
from dataclasses import fields
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from curricula.domain.library import Entry
from curricula.models import ModulePage, Resource
from lms.files.domain.document import MOST_BYTES, check_document
from lms.files.domain.refusal import UploadRefused
from lms.look.domain.nav import html_language
from lms.look.forms import PlainForm
from lms.people.models import Country

TONGUES = [(code, format_html('<span lang="{}">{}</span>', html_language(code), name)) for code, name in settings.LANGUAGES]
"""The languages by their own names, each marked as what it is, so that its script has its font."""


class ResourceForm(PlainForm):
    title = forms.CharField(label=_("Title"), max_length=300, required=False)
    summary = forms.CharField(label=_("What it is good for"), max_length=1000, required=False,
                              widget=forms.Textarea(attrs={"rows": 3}), help_text=_("One or two sentences."))
    kind = forms.ChoiceField(label=_("Kind"), choices=Resource.Kind.choices)
    languages = forms.MultipleChoiceField(label=_("Languages in which the text can be had"), choices=TONGUES,
                                          widget=forms.CheckboxSelectMultiple)
    issuer = forms.CharField(label=_("Issued by"), max_length=200, required=False)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1900, max_value=2100,
                              widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}))
    licence = forms.CharField(label=_("Licence"), max_length=80, required=False,
                              help_text=_("What others may do with it: official text, CC BY 4.0, ask the issuer."))
    modules = forms.MultipleChoiceField(label=_("Modules it serves"), required=False,
                                        widget=forms.CheckboxSelectMultiple)
    areas = forms.CharField(label=_("Activities of the plan"), max_length=200, required=False,
                            help_text=_("Their numbers: 1.3, 4.2"))
    url = forms.CharField(label=_("Address"), max_length=500, required=False,
                          help_text=_("Where it stands on the web. It begins with https://"),
                          widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}))
    file = forms.FileField(label=_("File"), required=False, help_text=_(
        "PDF, Word, PowerPoint, JPEG or PNG, at most 20 MB. Everyone can load it: send nothing that is not public."))

    def __init__(self, *args, origins: list[ModulePage], **kwargs):
        """`origins`: the regional modules, by which entries are tagged."""
        super().__init__(*args, **kwargs)
        self.fields["modules"].choices = [(str(one.origin_id), f"{one.letter} {one.title}") for one in origins]

    def clean_areas(self) -> list[str]:
        return list(dict.fromkeys(re.findall(r"[^\s,;]+", self.cleaned_data["areas"])))

    def clean_modules(self) -> list[UUID]:
        return [UUID(origin) for origin in self.cleaned_data["modules"]]

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if not upload:
            return None
        try:
            return check_document(content=upload.read(MOST_BYTES + 1), name=upload.name)
        except UploadRefused as refused:
            raise forms.ValidationError(str(refused)) from refused

    def entry(self) -> Entry:
        return Entry(**{one.name: self.cleaned_data[one.name] for one in fields(Entry)})

    def words(self) -> dict[str, str]:
        """Title and summary, for `add` and `change`."""
        return {name: self.cleaned_data[name] for name in ("title", "summary")}


class NewResourceForm(ResourceForm):
    """The first words of an entry need a language and a place; both are fixed from then on."""

    language = forms.ChoiceField(label=_("Language you wrote in"), choices=settings.LANGUAGES)
    country = forms.ModelChoiceField(Country.objects.all(), label=_("Country"), to_field_name="code", required=False,
                                     empty_label=_("The whole region"))
    field_order = ["language", "title", "summary", "kind", "country"]

    def __init__(self, *args, places: set[int] | None, **kwargs):
        """`places`: keys of the countries one may keep the library of; None: all, and the region."""
        super().__init__(*args, **kwargs)
        self.fields["title"].required = True
        if places is not None:
            offered = list(Country.objects.filter(pk__in=places))
            field = self.fields["country"]
            field.widget = forms.HiddenInput() if len(offered) == 1 else forms.Select()
            field.widget.choices = [(country.code, country.label) for country in offered]
            field.initial = offered[0].code if offered else None


class ChangeResourceForm(ResourceForm):
    seen = forms.CharField(widget=forms.HiddenInput(), max_length=64)
    forget_file = forms.BooleanField(label=_("Take the file away"), required=False)

    def __init__(self, *args, resource: Resource, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].help_text = _now("Leave it empty to take the words of this language away.")
        if not resource.file:
            del self.fields["forget_file"]
