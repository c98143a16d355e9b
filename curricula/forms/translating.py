"""The translator's forms: the fields of one part, a file to take in, and what is taken of it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from curricula.domain import light, limits
from curricula.domain.translated import Entry
from curricula.domain.translating import Field, Part, State
from curricula.domain.units import Written
from lms.look.domain.nav import html_language
from lms.look.forms import PlainForm

MOST_PARTS = 50
"""Parts that one page may send back; a page shows far fewer."""


class PartForm(PlainForm):
    """The own words of one part. It carries what the person saw, so that a save can tell whether somebody wrote since."""

    was = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    source = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    done = forms.BooleanField(label=_("This part is done"), required=False)

    def __init__(self, *args: Any, part: Part, language: str, **kwargs: Any):
        super().__init__(*args, prefix=part.key, auto_id="%s", initial={
            "was": part.own.digest if part.own else "", "source": part.source.digest if part.source else "",
            "done": part.state is State.DONE}, **kwargs)
        self.part = part
        for field in part.fields if part.own else []:
            self.fields[field.name] = _field(field, language)
            self.initial[field.name] = field.shown
        if part.source is None:
            del self.fields["done"]
        self.written = [(field, self[field.name]) for field in part.fields] if part.own else []

    def clean(self) -> dict:
        for field in self.part.fields if self.part.own else []:
            if field.name not in self.errors and (said := limits.missing(
                    self.part.unit.kind, field.name, field.how, self.text(field))):
                self.add_error(field.name, said)
            elif self.cleaned_data.get("done") and field.untouched and not self._typed(field):
                self.add_error(field.name, _("Fill this in."))
        return self.cleaned_data

    def _typed(self, field: Field) -> str:
        return self.cleaned_data.get(field.name, "").strip()

    def text(self, field: Field) -> str:
        """What is to stand in the field. An empty one whose regional words were never translated stays as it is."""
        typed = self._typed(field)
        return typed or (field.own if field.untouched else "")

    def entry(self) -> Entry:
        """What to save: the fields that read differently now, as they are stored."""
        words = {field.name: light.from_text(self.text(field), field.how) for field in self.part.fields
                 if self.part.own and not field.same(self.text(field))}
        return Entry(self.part.key, words, was=self.cleaned_data["was"], source=self.cleaned_data["source"],
                     done=self.cleaned_data.get("done"))


def _field(field: Field, language: str) -> forms.CharField:
    attrs = {"lang": html_language(language)}
    if field.how is Written.LINE:
        widget: forms.Widget = forms.TextInput(attrs=attrs)
    else:
        lines = sum(1 + len(line) // 50 for line in (field.own or field.source).split("\n"))
        widget = forms.Textarea(attrs=attrs | {"rows": min(max(lines + 1, 3), 24)})
    return forms.CharField(label=field.label, required=False, strip=False, max_length=limits.LONGEST, widget=widget)


def part_forms(parts: Iterable[Part], language: str, data: Any = None) -> list[PartForm]:
    return [PartForm(data, part=part, language=language) for part in parts]


class FileForm(PlainForm):
    file = forms.FileField(label=_("File"), help_text=_("XLIFF, Word or XLSX, at most 5 MB, as you loaded it here."),
                           widget=forms.FileInput(attrs={"accept": ".xlf,.xliff,.docx,.xlsx"}))
