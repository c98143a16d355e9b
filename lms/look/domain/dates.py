"""Days and times as each of the seven languages writes them.

Input is a date, or an aware datetime, which is read in the active time zone. Thai counts Buddhist years (+543),
Burmese has its own digits and order, Vietnamese writes 14/3/2027. Month and day names are CLDR's (Babel).
"""

from datetime import date, datetime, time
from typing import Literal

from babel.dates import get_day_names, get_month_names
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from lms.look.domain.numbers import NBSP, digits, locale_of, write_number

BUDDHIST_YEARS = 543
DASH = "–"
Width = Literal["wide", "abbreviated"]


def as_day(value: date | datetime) -> date:
    """The day of a value; an aware datetime in the active time zone."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def _year(day: date, language: str) -> str:
    return digits(day.year + (BUDDHIST_YEARS if language == "th" else 0), language=language)


def _month(day: date, language: str, width: Width = "wide") -> str:
    return get_month_names(width, context="format", locale=locale_of(language))[day.month]


def write_day(value: date | datetime, *, language: str, short: bool = False) -> str:
    """14 March 2027 in the language's form; `short` takes the abbreviated month where there is one."""
    day = as_day(value)
    if language == "vi":
        return f"{day.day}/{day.month}/{day.year}"
    if language == "zh-hans":
        return f"{day.year}年{day.month}月{day.day}日"
    month = _month(day, language, "abbreviated" if short else "wide")
    if language == "my":
        return f"{_year(day, language)} ခုနှစ် {month} {digits(day.day, language=language)} ရက်"
    return f"{day.day} {month} {_year(day, language)}"


def write_weekday_day(value: date | datetime, *, language: str) -> str:
    """The day with its weekday, weekday first; Chinese and only Chinese puts it last."""
    day = as_day(value)
    weekday = get_day_names("wide", context="format", locale=locale_of(language))[day.weekday()]
    written = write_day(day, language=language)
    forms = {"vi": "{weekday}, {day}", "zh-hans": "{day}{weekday}", "th": "{weekday}ที่ {day}",
             "lo": "{weekday} ທີ {day}", "km": "ថ្ងៃ{weekday} ទី {day}", "my": "{weekday}နေ့၊ {day}"}
    if language == "my" and weekday.endswith("နေ့"):
        weekday = weekday.removesuffix("နေ့")
    return forms.get(language, "{weekday} {day}").format(weekday=weekday, day=written)


def write_month(value: date | datetime, *, language: str, short: bool = False) -> str:
    """Month and year: March 2027; `short` takes the abbreviated month where there is one."""
    day = as_day(value)
    width: Width = "abbreviated" if short else "wide"
    if language == "vi":
        return f"tháng {day.month}/{day.year}"
    if language == "zh-hans":
        return f"{day.year}年{day.month}月"
    if language == "my":
        return f"{_year(day, language)} ခုနှစ် {_month(day, language, width)}"
    return f"{_month(day, language, width)} {_year(day, language)}"


def write_month_name(value: date | datetime, *, language: str) -> str:
    """The month alone, abbreviated where the language does so: Nov; in Chinese and Vietnamese a number and a word."""
    day = as_day(value)
    if language == "vi":
        return f"tháng {day.month}"
    return f"{day.month}月" if language == "zh-hans" else _month(day, language, "abbreviated")


def write_range(start: date | datetime, end: date | datetime | None, *, language: str) -> str:
    """From first to last day, both included, saying a shared month or year once: 18–26 January 2027."""
    first, last = as_day(start), as_day(end or start)
    if first == last:
        return write_day(first, language=language)
    if first.year != last.year:
        middle = "至" if language == "zh-hans" else f" {DASH} "
        return f"{write_day(first, language=language)}{middle}{write_day(last, language=language)}"
    one_month = first.month == last.month
    a, b = (digits(day.day, language=language) for day in (first, last))
    if language == "vi":
        return (f"{a}{DASH}{b}/{last.month}/{last.year}" if one_month
                else f"{a}/{first.month} {DASH} {b}/{last.month}/{last.year}")
    if language == "zh-hans":
        return f"{write_day(first, language=language)}至{'' if one_month else f'{last.month}月'}{b}日"
    months = [_month(day, language) for day in (first, last)]
    if language == "my":
        days = f"{months[0]} {a}{DASH}{b} ရက်" if one_month else f"{months[0]} {a} ရက် {DASH} {months[1]} {b} ရက်"
        return f"{_year(first, language)} ခုနှစ် {days}"
    if one_month:
        return f"{a}{DASH}{b} {months[0]} {_year(last, language)}"
    return f"{a} {months[0]} {DASH} {b} {months[1]} {_year(last, language)}"


def write_clock(value: time | datetime, *, language: str) -> str:
    """Time of day, 24 hours: 9:05, 14:32; Thai adds its unit. An aware datetime is read in the active zone."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    text = digits(f"{value.hour}:{value.minute:02d}", language=language)
    return f"{text}{NBSP}น." if language == "th" else text


def write_days_left(value: date | datetime, *, today: date, language: str) -> str:
    """"in 3 days", "today" or "1 day late", counted in calendar days from `today`.

    The words come from the active translation, which must be that of `language`.
    """
    days = (as_day(value) - today).days
    if days == 0:
        return gettext("today")
    if days > 0:
        text = ngettext("in %(days)s day", "in %(days)s days", days)
    else:
        text = ngettext("%(days)s day late", "%(days)s days late", -days)
    return text % {"days": write_number(abs(days), language=language)}
