"""Forms of needs: a finding, an action, the edition that an action asks for."""

from datetime import date
from itertools import groupby

from django import forms
from django.conf import settings
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from curricula.models import CurriculumVersion
from lms.courses.models import Course, Venue
from lms.look.domain.numbers import write_number
from lms.look.forms import DayField, PlainForm
from lms.people.models import Body, Country, Profession
from tna.domain.figures import LONGEST, Unreadable, read_figure
from tna.models import Finding

YEARS = (1990, 2100)
"""Years that a date may lie in: a Buddhist year or a slip of the finger is refused, an edition of 2005 is not."""


class FigureField(forms.CharField):
    """A number as people type it, in the digits and marks of the frame's language."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, **kwargs):
        super().__init__(max_length=LONGEST + 10, **kwargs)

    def clean(self, value):
        text = super().clean(value)
        language = get_language() or "en"
        if not text:
            return None
        try:
            return read_figure(text, language=language)
        except Unreadable as fault:
            if fault.doubtful:
                raise forms.ValidationError(_now(
                    "Write thousands without a mark, 1240, and at most two digits after a decimal mark.")) from fault
            raise forms.ValidationError(_now("Write a number, such as %(whole)s or %(fraction)s.") % {
                "whole": write_number(1240, language=language),
                "fraction": write_number(2.5, language=language)}) from fault


class CountField(FigureField):
    """A whole number from `low` to `high`."""

    def __init__(self, *, low: int, high: int, **kwargs):
        super().__init__(**kwargs)
        self.low, self.high = low, high

    def clean(self, value):
        figure = super().clean(value)
        if figure is None:
            return None
        if figure % 1 or not self.low <= figure <= self.high:
            ends = [write_number(end, language=get_language() or "en") for end in (self.low, self.high)]
            raise forms.ValidationError(_now("Write a whole number from %(low)s to %(high)s.")
                                        % {"low": ends[0], "high": ends[1]})
        return int(figure)


class PlanDayField(DayField):
    """A date of the plan's time: a Buddhist year or a slip of the finger is refused."""

    def clean(self, value) -> date | None:
        day = super().clean(value)
        if day and not YEARS[0] <= day.year <= YEARS[1]:
            raise forms.ValidationError(_now("Write the year as in 2027."))
        return day


class WrittenForm(PlainForm):
    """Asks for the language of what is written (the frame's at first)."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "language" in self.fields:
            self.fields["language"].initial = get_language()


class FindingForm(WrittenForm):
    kind = forms.ChoiceField(label=_("What was found"), choices=Finding.Kind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("The need in a few words"), max_length=160,
                            help_text=_("What people must learn to do: “identify victims at the border”."))
    figure = FigureField(label=_("Figure"))
    unit = forms.ChoiceField(label=_("What the figure counts"), choices=Finding.Unit.choices, widget=forms.RadioSelect)
    source = forms.CharField(label=_("Source"), max_length=300,
                             help_text=_("The assessment, its date, and how many answered."))
    audience = forms.ModelChoiceField(Profession.objects.all(), label=_("Whom it is about"), required=False,
                                      empty_label=_("Several audiences"))
    country = forms.ModelChoiceField(Country.objects.all(), label=_("Country"), to_field_name="code", required=False,
                                     empty_label=_("The whole region"))
    language = forms.ChoiceField(label=_("Language you wrote in"), choices=settings.LANGUAGES)
    published = forms.BooleanField(label=_("Show this finding to everyone"), required=False,
                                   help_text=_("Without the tick, people who work for the country see it."))

    def __init__(self, *args, places: set[int] | None, **kwargs):
        """`places`: keys of the countries one may record for; None: all, and the region.

        A country out of these is accepted here and refused by the rule, in the rule's words.
        """
        super().__init__(*args, **kwargs)
        field = self.fields["country"]
        if places is not None:
            offered = list(Country.objects.filter(pk__in=places))
            field.widget = forms.HiddenInput() if len(offered) == 1 else forms.Select()
            field.widget.choices = [(country.code, country.label) for country in offered]
            field.initial = offered[0]


class ActionForm(WrittenForm):
    title = forms.CharField(label=_("What is done"), max_length=200,
                            help_text=_("One sentence: who does what."))
    due = PlanDayField(label=_("Until when"), help_text=_("It joins the action plan of that year."))
    language = forms.ChoiceField(label=_("Language you wrote in"), choices=settings.LANGUAGES)


class EditionForm(WrittenForm):
    course = forms.ModelChoiceField(Course.objects.order_by("kind", "key"), label=_("Course"))
    name = forms.CharField(label=_("Name of this edition"), max_length=160,
                           help_text=_("As it stands in the calendar and on letters."))
    version = forms.ModelChoiceField(CurriculumVersion.objects.none(), label=_("Curriculum version"), required=False,
                                     empty_label=_("None: no timetable is laid"),
                                     help_text=_("Its sessions are laid over the days."))
    organiser = forms.ModelChoiceField(Body.objects.none(), label=_("Organised by"), empty_label=None)
    venue = forms.ModelChoiceField(Venue.objects.order_by("key"), label=_("Place"), required=False,
                                   empty_label=_("Not fixed yet"))
    language = forms.ChoiceField(label=_("Language of the course"), choices=settings.LANGUAGES)
    start = PlanDayField(label=_("First day"), help_text=_("Dates may lie in the past, for a course already held."))
    end = PlanDayField(label=_("Last day"))
    seats = CountField(label=_("Seats"), low=1, high=1000, initial="24")
    nominations_until = PlanDayField(label=_("Nominations until"), required=False)

    def __init__(self, *args, country: Country | None, **kwargs):
        """`country`: whose need it is; its curricula, the region's, and its bodies are offered."""
        super().__init__(*args, **kwargs)
        courses = self.fields["course"].queryset
        if country:
            self.fields["course"].queryset = courses = courses.exclude(kind=Course.Kind.REGIONAL)
        self.fields["course"].choices = [("", _("Choose a course")), *(
            (Course.Kind(kind).label, [(course.pk, course.label) for course in group])
            for kind, group in groupby(courses, key=lambda course: course.kind))]
        self.fields["version"].queryset = CurriculumVersion.objects.filter(
            Q(curriculum__country=country) | Q(curriculum__country=None)).select_related("curriculum").order_by(
            F("curriculum__country__code").desc(nulls_last=True), "curriculum__title", "-major", "-minor")
        bodies = Body.objects.filter(country=country)
        self.fields["organiser"].queryset = bodies.filter(kind=Body.Kind.WORKING_GROUP) if country else bodies
        self.fields["language"].initial = country.languages[0] if country and country.languages else "en"

    def edition_fields(self) -> dict:
        """What `lms.courses.domain.editions.plan` wants: the one name stands under the frame's language and English."""
        fields = dict(self.cleaned_data)
        name = fields.pop("name")
        return fields | {"names": {get_language() or "en": name, "en": name}}
