"""Forms of roles: who may do what, where, from when to when."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.look.forms import DayField, PlainForm
from lms.people.domain.grants import place_of
from lms.people.models import Body, Country
from lms.people.permissions import Access, Role, may_give

REGION = "region"


class RoleForm(PlainForm):
    """Offers the roles and the places in which the reader gives one; which of them go together is said by the rule."""

    role = forms.ChoiceField(label=_("Role"))
    place = forms.ChoiceField(label=_("Place"),
                              help_text=_("Where the role holds: a country, one body, or the region."))
    since = DayField(label=_("First day"))
    until = DayField(label=_("Last day"), required=False, help_text=_("Empty while it goes on."))
    why = forms.CharField(label=_("Reason"), max_length=300, required=False)

    def __init__(self, *args, access: Access, **kwargs):
        super().__init__(*args, **kwargs)
        self.places: dict[str, tuple[Country | None, Body | None]] = {
            **{f"country:{row.code}": (row, None) for row in Country.objects.all()},
            **{f"body:{row.key}": (None, row) for row in Body.objects.select_related("country")},
            REGION: (None, None)}
        self.places = {key: place for key, place in self.places.items()
                       if any(may_give(access, role, place_of(*place)) for role in Role)}
        keys = {place_of(*place) for place in self.places.values()}
        self.fields["role"].choices = [("", _("Choose a role")), *(
            (role.value, role.label) for role in Role if any(may_give(access, role, key) for key in keys))]
        self.fields["place"].choices = [("", _("Choose a place")), *(
            (key, (country or body or _("region"))) for key, (country, body) in self.places.items())]

    def where(self) -> dict[str, Country | Body | None]:
        """The place as the rule takes it."""
        country, body = self.places[self.cleaned_data["place"]]
        return {"country": country, "body": body}


class EndRoleForm(PlainForm):
    until = DayField(label=_("Last day"), required=False, help_text=_("Empty: the role ends at once."))
    why = forms.CharField(label=_("Reason"), max_length=300, help_text=_("It is kept in the log, readable to few."))
