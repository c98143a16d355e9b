"""Persons as import-export reads them from a sheet: one field a column, and for each fault a sentence in plain words."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import ModelResource
from import_export.results import RowResult
from import_export.widgets import Widget

from lms.people.domain.imports import meanings
from lms.people.domain.imports.faults import log_fault
from lms.people.domain.imports.kinds import Read
from lms.people.domain.imports.known import Known
from lms.people.domain.imports.meanings import Unclear
from lms.people.domain.particulars import EMPTY, check, tidy
from lms.people.models import Country, Person

NOTES = "_notes"
"""Where a row carries what its widgets have to say; no heading is called so."""
LONGEST = 120


class Text(Widget):
    def clean(self, value, row=None, **kwargs) -> str:
        return " ".join(value.split())


class Short(Text):
    def clean(self, value, row=None, **kwargs) -> str:
        if len(text := super().clean(value)) > LONGEST:
            raise Unclear(_("Shorten this text."))
        return text


class Number(Text):
    def clean(self, value, row=None, **kwargs) -> str:
        return "".join(value.split()).upper()


class Word(Widget):
    """A word of a closed list, in any of the seven languages."""

    def __init__(self, kind: str):
        super().__init__()
        self.kind = kind

    def clean(self, value, row=None, **kwargs) -> str:
        return meanings.word_of(self.kind, value)


class Words(Word):
    def clean(self, value, row=None, **kwargs) -> list[str]:
        return meanings.words_of(self.kind, value)


class Year(Widget):
    def __init__(self, key: str):
        super().__init__()
        self.key = key

    def clean(self, value, row=None, **kwargs) -> int:
        read, note = meanings.year_of(value)
        if note:
            row.setdefault(NOTES, []).append((self.key, note))
        return read


class Day(Year):
    def clean(self, value, row=None, **kwargs) -> date:
        read, note = meanings.day_of(value)
        if note:
            row.setdefault(NOTES, []).append((self.key, note))
        return read

    def render(self, value, **kwargs) -> str:
        return value.isoformat()


class Thing(Widget):
    """A row of the register by any of its names; the resource looks it up, because it depends on the country."""

    def __init__(self, find: str):
        super().__init__()
        self.find = find

    def clean(self, value, row=None, **kwargs):
        return getattr(kwargs["resource"], self.find)(value, row)

    def render(self, value, **kwargs) -> str:
        return getattr(value, "code", None) or getattr(value, "key", "")


class OneInstance(BaseInstanceLoader):
    """Every row is read into an empty person: whom it changes is judged for many rows at once, later."""

    def get_instance(self, row) -> None:
        return None


def field(key: str, widget: Widget) -> Field:
    return Field(attribute=key, column_name=key, widget=widget)


class PersonResource(ModelResource):
    """Reads the filled cells of one row. `country` is the scope of the sheet, None when its own column says."""

    number = field("number", Number())
    country = field("country", Thing("find_country"))
    name = field("name", Text())
    own_name = field("own_name", Text())
    email = field("email", Text())
    kind = field("kind", Word("kind"))
    organisation = field("organisation", Thing("find_organisation"))
    position = field("position", Short())
    province = field("province", Thing("find_province"))
    profession = field("profession", Thing("find_profession"))
    sex = field("sex", Word("sex"))
    level = field("level", Word("level"))
    birth_year = field("birth_year", Year("birth_year"))
    language = field("language", Word("language"))
    languages = field("languages", Words("language"))
    since = field("since", Day("since"))

    class Meta:
        model = Person
        fields = ("number", "country", "name", "own_name", "email", "kind", "organisation", "position", "province",
                  "profession", "sex", "level", "birth_year", "language", "languages", "since")
        import_order = fields
        import_id_fields = ("number",)
        skip_diff = True
        store_instance = True

    def __init__(self, known: Known, scope: Country | None, today: date):
        super().__init__()
        self.known, self.scope, self.today = known, scope, today
        self.loader = OneInstance(self)

    def import_field(self, field, instance, row, is_m2m=False, **kwargs) -> None:
        super().import_field(field, instance, row, is_m2m, resource=self, **kwargs)

    def read(self, cells: Mapping[str, str], *, number: int) -> Read:
        """The row's values as JSON with what is wrong and what is to be said; whatever fails is an error of the row."""
        row = dict(cells)
        result = self.import_row(row, self.loader, dry_run=True, using_transactions=False, row_number=number)
        notes = row.pop(NOTES, [])
        if result.import_type == RowResult.IMPORT_TYPE_ERROR:
            log_fault("import row", result.errors[0].error)
            return Read(raw(cells), [("", _("This row could not be read. Write it anew, cell by cell."))], notes)
        if result.import_type == RowResult.IMPORT_TYPE_INVALID:
            return Read(raw(cells), self.said(result.validation_error), notes)
        values = self.values(result.instance, cells)
        return Read(values, self.rules(result.instance, cells, values), notes)

    @staticmethod
    def said(fault: ValidationError) -> list[tuple[str, str]]:
        return [(key, text) for key, texts in fault.message_dict.items() for text in texts]

    def values(self, person: Person, cells: Mapping[str, str]) -> dict:
        """What the row says, as it is kept: codes for things of the register, years and days of the common era."""
        found = {}
        for one in self.get_import_fields():
            if one.column_name in cells and (value := getattr(person, one.attribute, None)) not in (None, ""):
                found[one.attribute] = value if isinstance(value, str | int | list) else one.widget.render(value)
        for key in ("name", "own_name", "email"):
            if key in found:
                found[key] = tidy({key: found[key]})[key]
        if "country" in cells and "country" not in found:
            found["country"] = ""
        found.pop("kind", None)
        return self.own_script(found)

    @staticmethod
    def own_script(values: dict) -> dict:
        """A name in another script under “Name” is the own name: many lists have that one alone."""
        if values.get("name") and not values.get("own_name") and check({"name": values["name"]}, date.max) and any(
                char.isalpha() for char in values["name"]):
            values["own_name"] = values.pop("name")
        return values

    def rules(self, person: Person, cells: Mapping[str, str], values: dict) -> list[tuple[str, str]]:
        """What the register's own rules say against the values."""
        place = self.place(cells, person)
        asked = {key: values[key] for key in EMPTY.keys() & values.keys() - {"province", "profession"}}
        asked |= {key: getattr(person, key) for key in ("province", "profession") if key in values}
        faults = list(check(asked, self.today, country=place).items())
        if values.get("since", "") > self.today.isoformat():
            faults.append(("since", _("This day is still to come. Write a day up to today.")))
        if not self.scope and "number" not in values and "country" not in cells:
            faults.append(("country", _("Write the country, or “region” for the region's own people.")))
        if "position" in values and "organisation" not in values and "number" not in values:
            faults.append(("organisation", _("A position needs the organisation beside it.")))
        return faults

    def place(self, cells: Mapping[str, str], person: Person) -> Country | None:
        if self.scope:
            return self.scope
        return person.country or (self.country_of_number(cells) if "number" in cells else None)

    def country_of_number(self, cells: Mapping[str, str]) -> Country | None:
        return self.known.countries.get(cells["number"].strip().partition("-")[0].casefold())

    # --- asked by the widgets: things of the register ----------------------------------------------------------
    def find_country(self, text: str, row) -> Country | None:
        found = self.known.country(text)
        if self.scope and found != self.scope:
            raise Unclear(_("This list is for %(country)s only. Take the row out, or ask the secretariat to send it.")
                          % {"country": self.scope.label})
        return found

    def find_organisation(self, text: str, row):
        kind = meanings.vocabulary("kind").get(meanings.folded(row.get("kind", "")), "")
        return self.known.organisation(text, kind=kind, country=self.row_country(row))

    def find_province(self, text: str, row):
        return self.known.province(text, self.row_country(row))

    def find_profession(self, text: str, row):
        return self.known.profession(text)

    def row_country(self, row) -> Country | None:
        if self.scope:
            return self.scope
        if "country" in row:
            try:
                return self.known.country(row["country"])
            except Unclear:  # said at the country's own cell
                return None
        return self.country_of_number(row) if "number" in row else None


def raw(cells: Mapping[str, str]) -> dict:
    """Of a row with faults: what shows whose row it is."""
    return {key: " ".join(cells[key].split())[:120] for key in ("number", "name", "own_name") if key in cells}
