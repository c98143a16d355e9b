"""How a rule says no: in words for the person, with the field that it is about."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from lms.people.models import Country, Person
from lms.people.models.person import access_of


class Refused(ValueError):
    """A rule was not met. The message says what to do; `field` names the form's field, if one is at fault."""

    def __init__(self, message, *, field: str | None = None):
        super().__init__(str(message))
        self.field = field


def require(verb: str, *, by: Person, country: Country | None) -> None:
    """Raise PermissionDenied, in words, unless `by` may do `verb` for records of `country` (None: the region's)."""
    access = access_of(by)
    country_id = country.pk if country else None
    if access.may(verb, country_id):
        return
    if access.held and by.country and country_id != by.country_id:
        raise PermissionDenied(_("You work for %(country)s only. Ask the secretariat if you work for two countries.")
                               % {"country": by.country.label})
    raise PermissionDenied(_("Your role does not cover this step. Ask the coordinator of your country who does it."))
