"""Forms of organisations, bodies and their seats."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.look.forms import DayField, PlainForm
from lms.people.domain.bodies import PARTS
from lms.people.models import Body, Country, Organisation, Person, Sector
from lms.people.permissions import Access


class OrganisationForm(PlainForm):
    name = forms.CharField(max_length=200, label=_("Name in Latin letters"))
    own_name = forms.CharField(max_length=200, required=False, label=_("Name in its own language"))
    kind = forms.ChoiceField(choices=Organisation.Kind.choices, label=_("Kind"), widget=forms.RadioSelect)
    sector = forms.ChoiceField(choices=Sector.choices, label=_("Sector"))
    country = forms.ModelChoiceField(Country.objects.none(), required=False, label=_("Country"),
                                     empty_label=_("the region"))

    def __init__(self, *args, access: Access, **kwargs):
        super().__init__(*args, **kwargs)
        places = access.where("manage people")
        field = self.fields["country"]
        field.queryset = Country.objects.all() if places is None else Country.objects.filter(pk__in=places)
        if places is not None:
            field.required, field.empty_label = True, None


class SeatForm(PlainForm):
    number = forms.CharField(max_length=12, label=_("Number of the person"),
                             help_text=_("As on the person's page, such as VN-0007."))
    seat = forms.ChoiceField(label=_("Speaks for"))
    role = forms.ChoiceField(choices=[(key.value, label) for key, label in PARTS.items()], initial="member",
                             label=_("Role"))
    since = DayField(label=_("First day"))

    def __init__(self, *args, body: Body, viewer: Person, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = Person.objects.visible_to(viewer).current()
        self.fields["seat"].choices = [(key, Sector.word(key)) for key in body.seats]

    def clean_number(self) -> Person:
        person = self.people.filter(number__iexact=self.cleaned_data["number"].strip()).first()
        if person is None:
            raise forms.ValidationError(_("Nobody of your people has this number. Look it up in the list of people."))
        return person


class EndForm(PlainForm):
    until = DayField(label=_("Last day"))


class SeatsForm(PlainForm):
    sectors = forms.MultipleChoiceField(choices=Sector.choices, widget=forms.CheckboxSelectMultiple,
                                        label=_("Sectors that hold a seat"))
