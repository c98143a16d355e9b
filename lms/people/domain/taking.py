"""The list of people as a file: what stands in it, and the entry that says who took it."""

from collections.abc import Iterator
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from lms.audit.domain.log import record
from lms.people.domain.imports.columns import (
    COUNTRY,
    LANGUAGE,
    LANGUAGES,
    LEVEL,
    NAME,
    NUMBER,
    ORGANISATION,
    OWN_NAME,
    POSITION,
    PROFESSION,
    PROVINCE,
    SEX,
)
from lms.people.domain.listing import Chosen
from lms.people.models import Affiliation, Person

COLUMNS = (NUMBER, NAME, OWN_NAME, ORGANISATION, POSITION, PROVINCE, PROFESSION, SEX, LEVEL, LANGUAGE, LANGUAGES,
           COUNTRY)
"""As an import knows them, so that a file can be corrected and brought back.

No mail address and no year of birth: a list that is lost must not lead to anybody.
"""

MOST_XLSX = 10_000
"""Rows: a workbook is written as a whole, which takes a second per thousand."""
AT_ONCE = 500


def header() -> list[str]:
    return [*(str(column.label) for column in COLUMNS), _("sample")]


def lines(keys: list[int], *, on: date, language: str) -> Iterator[list[str]]:
    """The rows of these persons in their order, some hundred read at a time, with words in a language.

    The language is given, because a stream is read when the request is over and with it the language in force.
    """
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start:start + AT_ONCE]
        people = Person.objects.select_related("country", "province", "profession").in_bulk(some)
        works = {tie.person_id: tie for tie in Affiliation.objects.on(on).filter(person__in=some).select_related(
            "organisation").order_by("since", "-pk")}
        with override(language):
            yield from [line(people[key], works.get(key)) for key in some if key in people]


def line(person: Person, tie: Affiliation | None) -> list[str]:
    tongues = dict(settings.LANGUAGES)
    return [person.number, person.name, person.own_name,
            tie.organisation.name if tie else "", tie.position if tie else "",
            person.province.label if person.province else "", person.profession.label if person.profession else "",
            person.get_sex_display(), person.get_level_display(), tongues.get(person.language, person.language),
            ", ".join(tongues.get(code, code) for code in person.languages),
            person.country.label if person.country else _("region"), _("sample") if person.sample else ""]


@transaction.atomic
def note(*, by: Person, count: int, chosen: Chosen, searched: bool, form: str, now: datetime) -> None:
    """The entry of an export: how many, as CSV or XLSX, narrowed how. What was searched for is a name and stays out."""
    record(verb="people.exported", thing=by, by=by.uuid, now=now, country=by.country.code if by.country else "",
           after={"count": count, "form": form, "filters": chosen.given(), "searched": searched})
