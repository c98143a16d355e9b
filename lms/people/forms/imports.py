"""The form that takes a sheet of persons."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.files.domain.guard import check_sheet
from lms.files.domain.refusal import UploadRefused
from lms.look.forms import PlainForm
from lms.people.models import Country
from lms.people.permissions import Access

MOST_BYTES = 10 * 1024 * 1024


class SheetForm(PlainForm):
    """One sheet; checked as a file here, read as a list by the job."""

    sheet = forms.FileField(label=_("Sheet"), help_text=_("Excel (.xlsx) or CSV, at most 20,000 rows and 10 MB."))

    def clean_sheet(self):
        upload = self.cleaned_data["sheet"]
        try:
            return check_sheet(content=upload.read(MOST_BYTES + 1), name=upload.name)
        except UploadRefused as refused:
            raise forms.ValidationError(str(refused)) from refused


class ImportForm(SheetForm):
    """`country`: whose people the sheet lists. Without one, which only the region's officers may, its own column says."""

    country = forms.ModelChoiceField(Country.objects.none(), label=_("Country"), required=False,
                                     empty_label=_("As the sheet's own column says"))

    def __init__(self, *args, access: Access, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(["country", "sheet"])
        places = access.where("manage people")
        field = self.fields["country"]
        field.queryset = Country.objects.all() if places is None else Country.objects.filter(pk__in=places)
        if places is not None and len(places) == 1:
            self.only = Country.objects.get(pk=next(iter(places)))
            del self.fields["country"]
        else:
            self.only = None
            if places is not None:
                field.required, field.empty_label = True, None

    def clean(self) -> dict:
        data = super().clean()
        return {**data, "country": self.only} if self.only else data
