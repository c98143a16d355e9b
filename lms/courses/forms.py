"""Forms of courses."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.courses.models import Course, Edition, Facilitation
from lms.files.domain.guard import UploadRefused, check_scan
from lms.look.forms import DayField, PlainForm
from lms.people.models import Country, Person
from lms.people.permissions import Access, person_condition


class CatalogueFilter(forms.Form):
    """Narrows the catalogue; odd values narrow nothing."""

    country = forms.ModelChoiceField(Country.objects.all(), to_field_name="code", required=False, label=_("Country"),
                                     empty_label=_("All countries"))
    kind = forms.ChoiceField(choices=[("", _("All courses")), *Course.Kind.choices], required=False, label=_("Course"))

    def narrow(self, editions):
        self.full_clean()
        if country := self.cleaned_data.get("country"):
            editions = editions.filter(country=country)
        if kind := self.cleaned_data.get("kind"):
            editions = editions.filter(course__kind=kind)
        return editions


class CancelForm(PlainForm):
    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("Those who were nominated will ask for it."))


class PersonChoice(forms.ModelChoiceField):
    """A person by number and name; only those that the viewer may see are offered and accepted."""

    def label_from_instance(self, person: Person) -> str:
        return f"{person.name} ({person.number})"


class NominateForm(PlainForm):
    person = PersonChoice(Person.objects.none(), label=_("Person"), empty_label=_("Choose a person"))

    def __init__(self, *args, edition: Edition, access: Access, **kwargs):
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(person_condition(access), is_active=True)
        places = access.where("nominate")
        if places is not None:
            people = people.filter(country_id__in=places)
        if edition.country_id:
            people = people.filter(country_id=edition.country_id)
        self.fields["person"].queryset = people.exclude(nominations__edition=edition).order_by("name")


class AppointForm(PlainForm):
    person = PersonChoice(Person.objects.none(), label=_("Person"), empty_label=_("Choose a person"))
    role = forms.ChoiceField(choices=[(r.value, r.label) for r in 
                                      (Facilitation.Role.LEAD, Facilitation.Role.CO, Facilitation.Role.OBSERVER)],
                             label=_("Role"))

    def __init__(self, *args, access: Access, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Person.objects.filter(person_condition(access), is_active=True)


class ResultForm(PlainForm):
    score = forms.DecimalField(min_value=0, max_value=100, max_digits=4, decimal_places=1, required=False,
                               label=_("Post-test, percent"), widget=forms.TextInput(attrs={"inputmode": "decimal"}))


class ObservationForm(PlainForm):
    observed_on = DayField(label=_("Day of the observed delivery"))
    score = forms.IntegerField(min_value=0, max_value=20, label=_("Points of the rubric"),
                               help_text=_("0 to 20; 12 points pass."))
    notes = forms.CharField(required=False, max_length=2000, label=_("What went well, what to work on"),
                            widget=forms.Textarea(attrs={"rows": 4}))
    scan = forms.FileField(required=False, label=_("Signed rubric"),
                           help_text=_("PDF, JPEG or PNG, at most 5 MB. Only people of your country can open it."))

    def clean_scan(self):
        upload = self.cleaned_data["scan"]
        if not upload:
            return None
        try:
            return check_scan(content=upload.read(5 * 1024 * 1024 + 1), name=upload.name)
        except UploadRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
