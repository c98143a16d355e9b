"""Figures as people type and read them: 1 240, 1.240 in Vietnamese, 1,240 in English, ၁,၂၄၀ in Burmese."""

import re
import unicodedata
from decimal import Decimal

from babel.numbers import get_group_symbol
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.look.domain.numbers import locale_of, write_number, write_percent
from tna.models import Finding

LONGEST = 20
"""Characters; no figure of this room is longer."""

_SAME = str.maketrans({"，": ",", "．": ".", "−": "-", "–": "-", "％": "%", "\u00a0": " ", "\u202f": " ", "\u2009": " "})
_BURMESE_DIGIT = re.compile("[\u1040-\u1049]")
_BURMESE_WA = "\u101d"
_GROUPED = re.compile(r"[1-9]\d{0,2}(?P<mark>[ .,])\d{3}(?:(?P=mark)\d{3})*(?P<rest>[.,]\d{1,2})?")


class Unreadable(ValueError):
    """`doubtful` is true when the text may mean two figures, or has more than two digits after the decimal mark."""

    def __init__(self, *, doubtful: bool):
        super().__init__("doubtful" if doubtful else "no figure")
        self.doubtful = doubtful


def read_figure(text: str, *, language: str) -> Decimal:
    """The figure that a person typed, with two decimal places at most; digits of any script, with or without a %.

    `language` (a code of settings.LANGUAGES) decides only what one mark before three digits means: 1.240 is 1240 in
    Vietnamese and Lao. In the others it is in doubt, and Unreadable is raised rather than a figure a thousand times
    too small. Raises Unreadable for all that is no figure.
    """
    plain = _latin(text)
    sign = -1 if plain.startswith("-") else 1
    plain = plain.removeprefix("-").strip()
    if len(plain) > LONGEST:
        raise Unreadable(doubtful=False)
    if re.fullmatch(r"[0-9]+(?:[.,][0-9]{1,2})?", plain):
        return sign * Decimal(plain.replace(",", "."))
    grouped = _GROUPED.fullmatch(plain)
    if grouped and _is_sure(grouped, language):
        whole = plain.removesuffix(grouped["rest"] or "").replace(grouped["mark"], "")
        return sign * Decimal(whole + (grouped["rest"] or "").replace(",", "."))
    raise Unreadable(doubtful=bool(grouped or re.fullmatch(r"[0-9]+[.,][0-9]+", plain)))


def _latin(text: str) -> str:
    """The text with digits 0 to 9 and one kind of space, minus and mark; without a per cent sign."""
    text = text.translate(_SAME).strip().removesuffix("%").strip()
    if _BURMESE_DIGIT.search(text):
        # the letter wa looks like the digit zero and is often typed for it
        text = text.replace(_BURMESE_WA, "0")
    return "".join(str(unicodedata.decimal(letter, letter)) for letter in text)


def _is_sure(grouped: re.Match, language: str) -> bool:
    """Whether the mark can only divide thousands: by its kind, by standing twice, or by the habit of the language."""
    mark, rest = grouped["mark"], grouped["rest"]
    if rest:
        return rest[0] != mark
    return mark == " " or grouped[0].count(mark) > 1 or mark == get_group_symbol(locale_of(language))


def in_words(figure: Decimal, unit: str, *, language: str) -> str:
    """The figure with its unit: "1,240 people in need", "64 % of the audience", "a gap of 2.83 points".

    The words come from the active translation, which must be that of `language`.
    """
    if unit == Finding.Unit.PERCENT:
        places = 0 if figure == figure.to_integral_value() else 1
        return _("%(figure)s of the audience") % {"figure": write_percent(figure, language=language, places=places)}
    written = write_number(figure, language=language)
    if unit == Finding.Unit.GAP:
        return _("a gap of %(figure)s points") % {"figure": written}
    return ngettext("%(figure)s person in need", "%(figure)s people in need", int(figure)) % {"figure": written}
