"""Template library of the look: `{% load look %}`. Shapes, statuses, frame, and dates and numbers by language."""

from functools import cache

from babel.dates import get_day_names
from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext

from lms.look.domain import dates, nav, numbers, strands
from lms.look.domain.icons import icon_svg
from lms.look.domain.statuses import find_status

register = template.Library()

HTMX = "look/vendor/htmx-2.0.11.min.js"
TONES = {"success": "river", "info": "river", "debug": "river", "warning": "gilt", "error": "lacquer"}


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


# --- shapes -------------------------------------------------------------------------------------------------

@register.simple_tag
def icon(name, number=None):
    """`{% icon "clock" %}`: inline SVG, hidden from screen readers. Names: domain/icons.py."""
    return icon_svg(name, number=number)


@register.simple_tag
def status(key, text=None, days=None, number=None):
    """`{% status "due" "optional text" %}`: a tag with shape, tone and word.

    days: how long a decision waits; said after the word, and lacquer after 180. number: place in the reserve.
    """
    found = find_status(key, days=days)
    shape = icon_svg(found.shape, number=number)
    if days is not None and not text:
        count = ngettext("%(days)s day", "%(days)s days", days)
        count %= {"days": numbers.write_number(days, language=_language())}
        text = f"{found.word} {count.replace(' ', numbers.NBSP)}"
    return format_html('<span class="tag {}">{}<span>{}</span></span>', found.tone, shape, text or found.word)


@register.simple_tag
def status_icon(key, number=None):
    """The shape of a status alone, in its tone; the word must stand beside it."""
    found = find_status(key)
    return format_html('<span class="shape {}">{}</span>', found.tone, icon_svg(found.shape, number=number))


@register.simple_tag(name="strands")
def strands_tag(variant="foot"):
    """The six strands, decoration only: "foot", "empty", "certificate" or "hero" (with the six names)."""
    if variant == "hero":
        context = {"paths": strands.hero_paths(), "band": strands.band_paths(),
                   "names": [(lang, name, 24 + 68 * at) for at, (lang, name) in enumerate(strands.COUNTRIES)]}
        return render_to_string("look/strands_hero.html", context)
    return _band(variant)


@cache
def _band(variant):
    # the same on every page: drawn once
    return render_to_string("look/strands.html", {"variant": variant, "paths": strands.band_paths()})


@register.simple_tag
def seal():
    """The seal: six strands in a lacquer disc; decoration, the name stands beside it."""
    return _seal()


@cache
def _seal():
    return render_to_string("look/seal.html")


@register.simple_tag
def meter(value, total, need=None):
    """A bar of `value` in `total` (0 or more), decoration beside figures in words; hatched lacquer below `need`."""
    total = max(float(total or 0), 1.0)
    context = {"width": f"{min(max(float(value or 0) / total, 0), 1) * 100:.1f}",
               "tick": None if need is None else f"{min(float(need) / total, 1) * 100:.1f}",
               "unmet": need is not None and float(value or 0) < float(need)}
    return render_to_string("look/meter.html", context)


# --- the frame ----------------------------------------------------------------------------------------------

def _request(context):
    # a page of last resort (500) is rendered without one
    return context.get("request")


@register.simple_tag
def html_lang(code=None):
    """BCP 47 tag of a language code, or of the active language."""
    return nav.html_language(code or _language())


@register.simple_tag
def demo():
    """True on the demonstration site, where every person and figure is invented."""
    return bool(getattr(settings, "DEMO", False))


@register.simple_tag
def htmx_file():
    """Static path of the vendored htmx."""
    return HTMX


@register.simple_tag(takes_context=True)
def languages(context):
    """The seven languages: code, tag, own name, url of this page in it, and which is current."""
    request = _request(context)
    path, query = (request.path, request.META.get("QUERY_STRING", "")) if request else ("/", "")
    codes = [code for code, _name in settings.LANGUAGES]
    return [{"code": code, "tag": nav.html_language(code), "name": name, "current": code == _language(),
             "url": nav.in_language(path, query=query, language=code, languages=codes)}
            for code, name in settings.LANGUAGES]


@register.simple_tag(takes_context=True)
def place_in_nav(context):
    """The links of every page: sections, pages, and the urls of home, account, search and calendar."""
    request = _request(context)
    language, path = _language(), request.path if request else ""
    person = getattr(request, "user", None) if request else None
    signed_in = bool(person and person.is_authenticated)
    top = f"/{language}/"
    return {"home": top, "sections": nav.links(nav.SECTIONS, language=language, path=path),
            "pages": nav.links(nav.PAGES, language=language, path=path), "my": f"{top}my/",
            "search": f"{top}search/", "sign_in": f"{top}account/login/", "sign_out": f"{top}account/logout/",
            "calendar": "/calendar.ics", "signed_in": signed_in,
            "person": (getattr(person, "name", "") or person.get_username()) if signed_in else ""}


@register.filter
def tone(message):
    """Tone of a note for a message of django.contrib.messages: river, gilt or lacquer."""
    return TONES.get(getattr(message, "level_tag", ""), "river")


# --- how each language writes dates and numbers -----------------------------------------------------------------

def _unless_empty(write, value, **options):
    return "" if value is None or value == "" else write(value, language=_language(), **options)


@register.filter
def day(value):
    """14 March 2027; 14/3/2027; 2570 in Thai; Burmese digits."""
    return _unless_empty(dates.write_day, value)


@register.filter
def day_short(value):
    """14 Mar 2027, for tables and cards."""
    return _unless_empty(dates.write_day, value, short=True)


@register.filter
def weekday_day(value):
    """Tuesday 24 November 2026."""
    return _unless_empty(dates.write_weekday_day, value)


@register.filter
def day_range(start, end):
    """`{{ start|day_range:end }}`: 18–26 January 2027; an empty end is one day."""
    return "" if not start else dates.write_range(start, end, language=_language())


@register.filter
def month_name(value):
    """March 2027."""
    return _unless_empty(dates.write_month, value)


@register.filter
def month_short(value):
    """Mar 2027: under the day of a calendar that crosses years."""
    return _unless_empty(dates.write_month, value, short=True)


@register.filter
def month_abbr(value):
    """Nov: the month alone, under the day of an agenda of the months around today."""
    return _unless_empty(dates.write_month_name, value)


@register.filter
def day_number(value):
    """The day of the month alone, for the large figure of an agenda."""
    return _unless_empty(lambda v, language: numbers.digits(dates.as_day(v).day, language=language), value)


@register.filter
def clock(value):
    """14:32, in the active time zone."""
    return _unless_empty(dates.write_clock, value)


@register.filter
def days_left(value, today=None):
    """in 3 days; 1 day late. Counted from today in the active time zone unless `today` is given."""
    return _unless_empty(dates.write_days_left, value, today=today or timezone.localdate())


@register.filter
def number(value, places=None):
    """5,210 with the language's separators and digits; `|number:2` for two places."""
    return _unless_empty(numbers.write_number, value, places=places)


@register.filter
def digits(value):
    """Digits of the language, nothing else: for codes of the reader, years, places in a list."""
    return _unless_empty(numbers.digits, value)


@register.filter
def percent(value, places=0):
    """64 % for 64 (not for 0.64)."""
    return _unless_empty(numbers.write_percent, value, places=places)


@register.filter
def minutes(value):
    """7 h 30 for 450 minutes (or for a timedelta)."""
    return _unless_empty(numbers.write_minutes, value)


@register.filter
def choice_kind(field):
    """How a bound field is drawn: "tick" (one checkbox), "choices" (rows to hit) or "" (label above)."""
    kind = getattr(field.field.widget, "input_type", "")
    if hasattr(field.field.widget, "choices") and kind in ("radio", "checkbox"):
        return "choices"
    return "tick" if kind == "checkbox" else ""


@register.filter
def weekday_name(value):
    """The name of the weekday, short, in the frame's language."""
    return get_day_names("abbreviated", locale=numbers.locale_of(_language()))[value.weekday()]


@register.filter
def language_name(code):
    """A language by its own name."""
    return dict(settings.LANGUAGES).get(code, code)


@register.simple_tag
def localised(texts):
    """A text that exists in several languages ({language: text}): the frame's, else English, marked with its language."""
    if not texts:
        return ""
    code = next((c for c in (_language(), "en") if texts.get(c)), next(iter(texts)))
    return format_html('<span lang="{}">{}</span>', html_lang(code), texts[code])
