"""Forms of persons: who they are, where they work, and their account."""

from datetime import date

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lms.look.forms import DayField, PlainForm
from lms.people.domain.particulars import EMPTY, LONGEST, check, tidy
from lms.people.models import Affiliation, Country, Organisation, Person, Profession, Province
from lms.people.permissions import Access

REGION = "region"
PLAIN = {"autocomplete": "off", "spellcheck": "false"}


class PersonForm(PlainForm):
    """Add a person or change one. `countries` are offered when a new one may belong to several, and to the region."""

    country = forms.ChoiceField(label=_("Country"), help_text=_("Its coordinator and focal points see the person."))
    name = forms.CharField(label=_("Name in Latin letters"), max_length=LONGEST["name"],
                           widget=forms.TextInput(attrs=PLAIN))
    own_name = forms.CharField(label=_("Name in the own script"), max_length=LONGEST["own_name"], required=False,
                               help_text=_("As the person writes it."), widget=forms.TextInput(attrs=PLAIN))
    email = forms.CharField(label=_("Mail address"), max_length=LONGEST["email"], required=False,
                            help_text=_("Of this person alone. Many have none: letters are printed then."),
                            widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, help_text=_("Of letters and pages."))
    languages = forms.MultipleChoiceField(label=_("Working languages"), choices=settings.LANGUAGES, required=False,
                                          widget=forms.CheckboxSelectMultiple,
                                          help_text=_("In which the person works."))
    profession = forms.ModelChoiceField(Profession.objects.all(), label=_("Profession"), required=False,
                                        empty_label=_("not known"))
    level = forms.ChoiceField(label=_("Level"), choices=[("", _("not known")), *Person.Level.choices], required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=[("", _("not known")), *Person.Sex.choices], required=False)
    province = forms.ChoiceField(label=_("Province"), required=False)
    birth_year = forms.IntegerField(label=_("Birth year"), required=False,
                                    error_messages={"invalid": _("Write a year of four digits, such as 1984.")},
                                    widget=forms.NumberInput(attrs={"inputmode": "numeric"}))

    def __init__(self, *args, today: date, country: Country | None = None, countries: list[Country] | None = None,
                 **kwargs):
        super().__init__(*args, **kwargs)
        self.today, self.country, self.countries = today, country, countries
        self.provinces = {row.code: row for row in provinces_of(countries if countries is not None else [country])}
        self.fields["province"].choices = [("", _("not known")), *grouped(self.provinces.values())]
        if countries is None:
            del self.fields["country"]
        else:
            self.fields["country"].choices = [("", _("Choose a country")),
                                              *((row.code, row.label) for row in countries), (REGION, _("region"))]

    def clean(self) -> dict:
        """The rules of a person's record, each beside its field."""
        if self.countries is not None:
            code = self.cleaned_data.get("country")
            self.country = next((row for row in self.countries if row.code == code), None)
        for field, fault in check(self.values(), self.today, country=self.country).items():
            if field not in self.errors:
                self.add_error(field, fault)
        return self.cleaned_data

    def values(self) -> dict:
        """What `persons.add` and `persons.change` take: the fields that are sound so far."""
        given = {field: self.cleaned_data[field] for field in EMPTY if field in self.cleaned_data}
        if "province" in given:
            given["province"] = self.provinces.get(given["province"])
        return tidy(given)


class AffiliationForm(PlainForm):
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"),
                                          empty_label=_("Choose an organisation"))
    position = forms.CharField(label=_("Position"), max_length=120, required=False)
    since = DayField(label=_("First day"))
    until = DayField(label=_("Last day"), required=False, help_text=_("Empty while it goes on."))

    def __init__(self, *args, person: Person, **kwargs):
        super().__init__(*args, **kwargs)
        # an organisation of no country is the region's: the United Nations, for example
        there = Organisation.objects.filter(country=person.country) | Organisation.objects.filter(country=None)
        self.fields["organisation"].queryset = there.order_by("name")


class EndAffiliationForm(PlainForm):
    until = DayField(label=_("Last day"))

    def __init__(self, *args, affiliation: Affiliation, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["until"].widget.attrs["min"] = affiliation.since.isoformat()


class AccountForm(PlainForm):
    """Close an account or open it again."""

    why = forms.CharField(label=_("Reason"), max_length=300, help_text=_("It is kept in the log, readable to few."))


class CountryForm(PlainForm):
    """Move a person to another country."""

    country = forms.ChoiceField(label=_("Country"))
    why = forms.CharField(label=_("Reason"), max_length=300, help_text=_("It is kept in the log, readable to few."))

    def __init__(self, *args, person: Person, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = {row.code: row for row in Country.objects.all() if row.pk != person.country_id}
        region = [(REGION, _("region"))] if person.country_id else []
        self.fields["country"].choices = [("", _("Choose a country")),
                                          *((row.code, row.label) for row in self.rows.values()), *region]

    def chosen(self) -> Country | None:
        return self.rows.get(self.cleaned_data["country"])


def countries_for(access: Access) -> list[Country] | None:
    """The countries a new person may belong to when there is a choice: for those who manage people everywhere."""
    return list(Country.objects.all()) if access.where("manage people") is None else None


def provinces_of(countries: list[Country | None]) -> list[Province]:
    there = Province.objects.filter(country__in=[row for row in countries if row])
    return list(there.select_related("country").order_by("country__code", "code"))


def grouped(provinces) -> list[tuple[str, list[tuple[str, str]]]] | list[tuple[str, str]]:
    """Provinces by country; a plain list where there is one country."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for province in provinces:
        groups.setdefault(province.country.label, []).append((province.code, province.label))
    return next(iter(groups.values())) if len(groups) == 1 else list(groups.items())
