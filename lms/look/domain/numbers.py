"""Numbers as the reader's language writes them. A language is a code of settings.LANGUAGES ("zh-hans")."""

from datetime import timedelta
from decimal import Decimal
from functools import cache

from babel import Locale
from babel.core import UnknownLocaleError
from babel.numbers import format_decimal
from django.utils.translation import gettext

NBSP = "\u00a0"
_TO_BURMESE = str.maketrans("0123456789", "၀၁၂၃၄၅၆၇၈၉")
_LOCALES = {"zh-hans": "zh_Hans"}


@cache
def locale_of(language: str) -> Locale:
    """Babel's locale of a language code; English where Babel has none."""
    try:
        return Locale.parse(_LOCALES.get(language.lower(), language.replace("-", "_")))
    except (ValueError, UnknownLocaleError):
        return Locale.parse("en")


def digits(text: int | str, *, language: str) -> str:
    """The same text with Burmese digits in Burmese; every other language keeps 0 to 9."""
    return str(text).translate(_TO_BURMESE) if language == "my" else str(text)


def write_number(value: int | float | Decimal, *, language: str, places: int | None = None) -> str:
    """A number with the language's separators and digits (CLDR): 5,210 in en, 5.210 in vi, ၅,၂၁၀ in my.

    `places` fixes the digits after the point (0 to 9); without it whole numbers show none, others up to three.
    """
    pattern = None if places is None else "#,##0" + ("." + "0" * places if places else "")
    # Burmese digits are set by hand, because "default" would also change scripts the look leaves Latin
    text = format_decimal(value, format=pattern, locale=locale_of(language), numbering_system="latn")
    return digits(text, language=language)


def write_percent(value: int | float | Decimal, *, language: str, places: int = 0) -> str:
    """`value` is already in per cent: 64 gives "64 %", with a non-breaking space."""
    return f"{write_number(value, language=language, places=places)}{NBSP}%"


def write_minutes(minutes: int | timedelta, *, language: str) -> str:
    """A duration in minutes, zero or more: "7 h 30", "6 h", "45 min", with non-breaking spaces.

    The words come from the active translation, which must be that of `language`.
    """
    if isinstance(minutes, timedelta):
        minutes = round(minutes.total_seconds() / 60)
    hours, rest = divmod(int(minutes), 60)
    of_day = {"hours": write_number(hours, language=language),
              "minutes": digits(f"{rest:02d}" if hours else rest, language=language)}
    if not hours:
        text = gettext("%(minutes)s min")
    elif rest:
        text = gettext("%(hours)s h %(minutes)s")
    else:
        text = gettext("%(hours)s h")
    return (text % of_day).replace(" ", NBSP)
