"""What a cell means: years, days, words for sex and level, languages. Pure; what is not clear is said in plain words."""

import re
import unicodedata
from datetime import date
from functools import lru_cache

from babel import Locale
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from lms.people.domain.imports.columns import folded, in_all_languages
from lms.people.models import Organisation, Person

BUDDHIST = 543
"""Years between the Buddhist era, as Thailand counts it, and the common era."""
ERA = re.compile(r"^(พ\.?\s?ศ\.?|ພ\.?\s?ສ\.?|ព\.?\s?ស\.?|b\.?e\.?|c\.?e\.?|a\.?d\.?|ค\.?\s?ศ\.?|ຄ\.?\s?ສ\.?|គ\.?\s?ស\.?)\s*", re.IGNORECASE)
LOCALES = {"en": "en", "km": "km", "zh-hans": "zh_Hans", "lo": "lo", "my": "my", "th": "th", "vi": "vi"}

SEX_WORDS = {
    "woman": ("f", "w", "female", "women", "mrs", "ms", "miss", "nữ", "nu", "หญิง", "ญ", "ຍິງ", "ຍ", "ស្រី", "ស", "နှာ", "မ",
              "အမျိုးသမီး", "女", "女性"),
    "man": ("m", "male", "men", "mr", "nam", "ชาย", "ช", "ຊາຍ", "ຊ", "ប្រុស", "ប", "ကျား", "အမျိုးသား", "男", "男性")}
LEVEL_WORDS = {"junior": ("entry", "entry level"), "mid": ("middle", "mid level", "intermediate", "mid career"),
               "senior": ("high", "senior level")}
KIND_WORDS = {"government": ("govt", "gov", "state"), "ngo": ("ngos", "non government", "civil society", "cso"),
              "un": ("un", "un agency", "international"), "academic": ("university", "academia"),
              "private": ("company", "private", "business")}


class Unclear(ValueError):
    """What a cell says is not understood. The message says what to write."""


def digits(text: str) -> str:
    """The text with the digits of all scripts as 0 to 9."""
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def common_year(year: int) -> tuple[int, str]:
    """The year of the common era, and a note when it was written in the Buddhist one (2400 to 2600)."""
    if 2400 <= year <= 2600:
        read = year - BUDDHIST
        return read, _("The Buddhist year %(written)s was read as %(read)s.") % {"written": year, "read": read}
    return year, ""


def year_of(text: str) -> tuple[int, str]:
    """A birth year, alone or as part of a date. Raises Unclear."""
    plain = ERA.sub("", digits(text).strip()).removesuffix("年").removesuffix(".0").strip()
    if plain.isascii() and plain.isdigit() and len(plain) == 4:
        return common_year(int(plain))
    try:
        day, note = day_of(text)
    except Unclear:
        raise Unclear(_("“%(text)s” is no year. Write four digits, such as 1984.") % {"text": text[:40]}) from None
    return day.year, note


def day_of(text: str) -> tuple[date, str]:
    """A day: 2027-03-14, 14/3/2027, 14 March 2027 in seven languages, 3/2027 or 2027 (their first day). Raises Unclear.

    The day stands before the month, as the six countries write it, unless only the other order makes a date.
    """
    plain = ERA.sub("", digits(text).strip().casefold())
    plain = re.split(r"[t ]\d{1,2}:\d\d", plain)[0]
    for name, number in months():
        if name in plain and not plain.replace(" ", "").isdigit():
            plain = plain.replace(name, f" {number} ", 1)
            break
    parts = re.findall(r"\d+", plain)
    try:
        numbers = [int(part) for part in parts]
        if len(parts) == 1 and len(parts[0]) == 4:
            year, month, day = numbers[0], 1, 1
        elif len(parts) == 1 and len(parts[0]) == 8:
            year, month, day = int(parts[0][:4]), int(parts[0][4:6]), int(parts[0][6:])
        elif len(parts) == 2:
            month, year = numbers if len(parts[1]) == 4 else reversed(numbers)
            day = 1
        elif len(parts) == 3:
            year, month, day = numbers if len(parts[0]) == 4 else (numbers[2], numbers[1], numbers[0])
            if month > 12 >= day:
                month, day = day, month
        else:
            raise ValueError
        year, note = common_year(year)
        if not 1900 <= year <= 2100:
            raise ValueError
        return date(year, month, day), note
    except ValueError:
        raise Unclear(_("“%(text)s” is no day. Write it as year, month and day: 2027-03-14.") % {"text": text[:40]}) from None


@lru_cache(maxsize=1)
def months() -> tuple[tuple[str, int], ...]:
    """The names of months in seven languages, small letters, the longest first."""
    found: dict[str, int] = {}
    for code in LOCALES.values():
        for width in ("wide", "abbreviated"):
            names = Locale.parse(code).months["format"][width]
            found |= {name.casefold(): number for number, name in names.items() if not digits(name)[:1].isdigit()}
    found |= {f"tháng {number}": number for number in range(1, 13)}
    return tuple(sorted(found.items(), key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=8)
def vocabulary(kind: str) -> dict[str, str]:
    """{folded word: value} for sex, level, kind of organisation and language, in seven languages."""
    if kind == "language":
        found: dict[str, str] = {}
        for code, own in settings.LANGUAGES:
            found |= {folded(code): code, folded(own): code, folded(own).removeprefix("tiếng "): code}
            for locale in LOCALES.values():
                for key in (LOCALES[code], LOCALES[code].split("_")[0]):
                    if name := Locale.parse(locale).languages.get(key):
                        found[folded(name)] = code
        found |= {before + name: code for before in ("ภาษา", "ភាសា", "ພາສາ", "tiếng ") for name, code in list(found.items())}
        return found | {"mandarin": "zh-hans", "myanmar": "my", "cambodian": "km", "laotian": "lo", "zh": "zh-hans"}
    aliases = {"sex": SEX_WORDS, "level": LEVEL_WORDS, "kind": KIND_WORDS}[kind]
    known = {folded(alias): value for value, those in aliases.items() for alias in those}
    for value, label in options(kind):
        known |= {folded(value): value} | dict.fromkeys(in_all_languages(label), value)
    return known


def word_of(kind: str, text: str) -> str:
    """The value that a word stands for. Raises Unclear with the words that are understood."""
    value = vocabulary(kind).get(folded(text))
    if value is None:
        raise Unclear(_("“%(text)s” is not known here. Write one of these: %(words)s.")
                      % {"text": text[:40], "words": ", ".join(str(word) for _value, word in options(kind))})
    return value


def words_of(kind: str, text: str) -> list[str]:
    """Several values with commas, semicolons, slashes or "and" between. Raises Unclear."""
    parts = [part for part in re.split(r"[,;/、，；|]|\band\b|\bvà\b", text) if part.strip()]
    return list(dict.fromkeys(word_of(kind, part) for part in parts))


def label_of(kind: str, value: str) -> str:
    """The word for a value in the reader's language."""
    return str(dict(options(kind)).get(value, value))


def options(kind: str) -> list[tuple[str, str | Promise]]:
    """(value, word) of a closed list."""
    if kind == "language":
        return list(settings.LANGUAGES)
    closed: dict[str, list[tuple[str, str | Promise]]] = {
        "sex": list(Person.Sex.choices), "level": list(Person.Level.choices), "kind": list(Organisation.Kind.choices)}
    return closed[kind]
