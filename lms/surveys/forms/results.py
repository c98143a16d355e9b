"""What a reader of results narrows by, and what a file is to hold."""

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lms.look.domain.numbers import digits
from lms.people.models import Country
from lms.surveys.domain.exports.tables import Manner
from lms.surveys.domain.languages import tag
from lms.surveys.domain.results import occasions
from lms.surveys.domain.results.figures import said
from lms.surveys.domain.results.looking import Results
from lms.surveys.domain.results.wish import NO_ANSWER
from lms.surveys.models import Form, Submission
from lms.surveys.models.definition import Definition

CHANNELS = {Submission.Channel.WEB: _("on the web"), Submission.Channel.COLLECT: _("on a phone, off line"),
            Submission.Channel.PAPER: _("on paper"), Submission.Channel.IMPORT: _("brought in as a list")}
THINGS = {"version": _("Version"), "country": _("Country"), "language": _("Language"),
          "channel": pgettext_lazy("how an answer came", "Way"), "occasion": pgettext_lazy("what a form was asked for", "Occasion")}


@dataclass(frozen=True)
class Option:
    """A value of an address, its words, and the language that they are in ("" is the frame's)."""

    value: str
    words: str
    language: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Choice:
    """One select of the page."""

    name: str
    label: str
    options: list[Option]


class Namer:
    """Says the values of things in words; it asks the database once, for countries."""

    def __init__(self, definition: Definition, language: str) -> None:
        self.definition, self.language = definition, language
        self.countries = {country.code: country.label for country in Country.objects.all()}
        self.tongues = dict(settings.LANGUAGES)
        self.occasions: dict[UUID, str] = {}

    def learn(self, values: list[str]) -> None:
        """Ask the rooms what these occasions were."""
        self.occasions |= occasions.names({UUID(value) for value in values if value})

    def name(self, thing: str, value: str) -> tuple[str, str]:
        """A value's words, and their language when it is not the frame's."""
        if thing == "version":
            return gettext("Version %(number)s") % {"number": digits(value, language=self.language)}, ""
        if thing == "country":
            return self.countries.get(value) or gettext("the region"), ""
        if thing == "language":
            return self.tongues.get(value, value), tag(value)
        if thing == "channel":
            return str(CHANNELS.get(value, value)), ""
        if thing == "occasion":
            return (self.occasions.get(UUID(value), "") if value else "") or gettext("not known"), ""
        if value == NO_ANSWER:
            return gettext("not answered"), ""
        item = self.definition.by_path[thing.removeprefix("q:")]
        found = next((choice for choice in self.definition.choices(item) if choice["name"] == value), None)
        words, code = said(found["labels"], self.language) if found else ("", "")
        return words or value, code


def choices(results: Results, namer: Namer) -> list[Choice]:
    """The selects by which results are narrowed: only what differs in them is there to choose from."""
    found, wish = [], results.wish
    namer.learn([value for value, _many in results.offered.plain["occasion"]])
    for name, label in THINGS.items():
        values = [value for value, _many in results.offered.plain[name]
                  if value and (name != "occasion" or UUID(value) in namer.occasions)]
        if len(values) > 1 or getattr(wish, name):
            found.append(Choice(name, str(label), [
                Option(value, *namer.name(name, value), value == getattr(wish, name)) for value in values]))
    return found


def answer_groups(results: Results, namer: Namer) -> list[Choice]:
    """The answers to narrow by, under their questions."""
    found = []
    for item in results.offered.questions:
        path = item["path"]
        options = [Option(f"{path}:{choice['name']}", *namer.name(f"q:{path}", choice["name"]),
                          (path, choice["name"]) == (results.wish.question, results.wish.choice))
                   for choice in namer.definition.choices(item)]
        found.append(Choice(path, said(item["labels"], namer.language)[0] or path, options))
    return found


def divisions(results: Results, namer: Namer, weeks: bool) -> list[Option]:
    """What can stand side by side: things that differ, periods, and the questions of one choice."""
    wish = results.wish
    found = [Option(name, str(label), "", wish.by == name) for name, label in THINGS.items()
             if len(results.offered.plain[name]) > 1 and (name != "occasion" or namer.occasions)]
    found.append(Option("month", gettext("Weeks") if weeks else gettext("Months"), "", wish.by == "month"))
    return found + [Option(f"q:{item['path']}", *said(item["labels"], namer.language), wish.by == f"q:{item['path']}")
                    for item in results.offered.questions]


class ExportForm(forms.Form):
    """How the file is to be written. `version` is a number, or nothing for all."""

    form = forms.ChoiceField(label=_("File"), widget=forms.RadioSelect, initial="csv", choices=[
        ("csv", _("CSV: opens everywhere, any size")), ("xlsx", _("XLSX: a workbook, a sheet for each repeated part"))])
    words = forms.ChoiceField(label=_("Heads and answers"), widget=forms.RadioSelect, initial="names", choices=[
        ("names", _("Names, as the workbook has them: for statistics")), ("labels", _("Labels, as people read them"))])
    language = forms.ChoiceField(label=_("Language of the labels"))
    version = forms.ChoiceField(label=_("Version"), required=False)
    split = forms.BooleanField(label=_("A column of its own for each choice, where several may be chosen"), required=False)

    def __init__(self, *given, of: Form, namer: Namer, **named) -> None:
        super().__init__(*given, **named)
        languages = list(dict.fromkeys(code for version in of.versions.order_by("-number") for code in version.languages))
        self.fields["language"].choices = [(code, namer.tongues.get(code, code)) for code in languages]
        self.fields["language"].initial = next((code for code in (namer.language, "en") if code in languages), None)
        numbers = of.versions.order_by("-number").values_list("number", flat=True)
        self.fields["version"].choices = [("", _("All versions")), *(
            (str(number), namer.name("version", str(number))[0]) for number in numbers)]

    def manner(self) -> Manner:
        given = self.cleaned_data
        return Manner(form=given["form"], labels=given["words"] == "labels", language=given["language"], split=given["split"])

    def number(self) -> int | None:
        return int(self.cleaned_data["version"]) if self.cleaned_data["version"] else None
