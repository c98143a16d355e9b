"""What may stand in a person's record. Pure: forms, imports and the writing of a person ask the same functions."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from lms.people.models import Country, Person

EMPTY: dict = {"name": "", "own_name": "", "email": "", "language": "en", "languages": [], "province": None,
         "profession": None, "sex": "", "level": "", "birth_year": None}
"""Every value that `add` and `change` take. `province` and `profession` are rows or None, `languages` are codes."""

LONGEST = {"name": 120, "own_name": 120, "email": 254}
FIRST_YEAR = 1900
YOUNGEST = 15
"""Years: nobody younger is in the register."""


def check(values: dict, today: date, *, country: Country | None = None) -> dict[str, str]:
    """What is wrong with tidied values, as {field: what to do}; empty when they may be stored.

    Only the keys that are there are checked. `country` is the person's scope, which a province must lie in. No query:
    whether the mail address is free is a question of its own, see `mail_is_taken`.
    """
    checks = {"name": _name_fault, "own_name": _text_fault, "email": _mail_fault, "language": _language_fault,
              "languages": _languages_fault, "sex": _one_of(Person.Sex.values), "level": _one_of(Person.Level.values)}
    found = {field: checks[field](values[field]) for field in checks if field in values}
    if "birth_year" in values:
        found["birth_year"] = _year_fault(values["birth_year"], today)
    if values.get("province") and (country is None or values["province"].country_id != country.pk):
        found["province"] = _("Choose a province of the person's country.")
    for field, most in LONGEST.items():
        if not found.get(field) and len(values.get(field) or "") > most:
            found[field] = _("Shorten this text.")
    return {field: fault for field, fault in found.items() if fault}


def tidy(values: dict) -> dict:
    """The values as they are kept: composed, no blanks at the ends or doubled inside, mail addresses in small letters.

    Raises ValueError for a key that is none of a person's.
    """
    if unknown := sorted(values.keys() - EMPTY.keys()):
        raise ValueError(f"Not a value of a person: {', '.join(unknown)}")
    kept = dict(values)
    for field in LONGEST.keys() & kept.keys():
        kept[field] = re.sub(r"\s+", " ", unicodedata.normalize("NFC", kept[field] or "")).strip()
    if "email" in kept:
        kept["email"] = kept["email"].lower()
    if "languages" in kept:
        kept["languages"] = list(dict.fromkeys(kept["languages"] or []))
    return kept


def _name_fault(name: str) -> str:
    letters = [char for char in name if unicodedata.category(char)[0] in "LM"]
    if not letters:
        return _("Fill this in.")
    # marks and the apostrophe that counts as a letter have no script of their own
    written = [char for char in letters if unicodedata.category(char) in ("Lu", "Ll", "Lt", "Lo")]
    if any("LATIN" not in unicodedata.name(char, "") for char in written):
        return _("Write it in Latin letters. The own script has a field of its own.")
    return _text_fault(name)


def _text_fault(text: str) -> str:
    strange = any(unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn") for char in text)
    return _("Remove the signs that are no letters.") if strange else ""


def _mail_fault(email: str) -> str:
    try:
        if email:
            validate_email(email)
    except ValidationError:
        return _("Write the whole mail address: name, @, and the rest.")
    return ""


def _language_fault(code: str) -> str:
    return "" if code in dict(settings.LANGUAGES) else _("Choose one of the list.")


def _languages_fault(codes: Iterable[str]) -> str:
    return "" if set(codes) <= dict(settings.LANGUAGES).keys() else _("Choose one of the list.")


def _one_of(choices: Iterable[str]) -> Callable[[str], str]:
    return lambda value: "" if not value or value in set(choices) else _("Choose one of the list.")


def _year_fault(year: int | None, today: date) -> str:
    last = today.year - YOUNGEST
    if year is None or (isinstance(year, int) and FIRST_YEAR <= year <= last):
        return ""
    return _("Write a number from {low} to {high}.").format(low=FIRST_YEAR, high=last)
