"""What the list of people can be narrowed to, field by field. Plain lists: the template writes them at little cost."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from lms.people.domain.listing import Chosen
from lms.people.models import Country, Organisation, Person, Profession, Sector
from lms.people.permissions import Role


@dataclass(frozen=True)
class Narrowing:
    """One field: its name in the address, its label, [(code, words)] to choose from, and the code that is chosen."""

    name: str
    label: str
    options: list[tuple[str, str]]
    current: str


@dataclass(frozen=True)
class Filters:
    """The fields for one reader; `regional` readers choose a country too. Asked for only when they are written anew."""

    chosen: Chosen
    regional: bool

    def fields(self) -> list[Narrowing]:
        offered = [("kind", _("Kind of organisation"), Organisation.Kind.choices),
                   ("sector", _("Sector"), Sector.choices), ("profession", _("Profession"), named(Profession, "key")),
                   ("level", _("Level"), Person.Level.choices),
                   ("sex", _("Sex"), Person.Sex.choices), ("language", _("Language"), settings.LANGUAGES),
                   ("role", _("Role"), Role.choices),
                   ("account", _("Account"), [("yes", _("with an account")), ("no", _("without an account"))])]
        if self.regional:
            offered.insert(0, ("country", _("Country"), named(Country, "code")))
        return [Narrowing(name, label, [(str(code), str(words)) for code, words in options],
                          getattr(self.chosen, name)) for name, label, options in offered]


def named(model: type[Country] | type[Profession], code: str) -> list[tuple[str, str]]:
    return [(getattr(row, code), row.label) for row in model.objects.all()]
