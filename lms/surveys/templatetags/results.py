"""`{% load results %}`: how figures are written."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.look.domain.dates import write_month
from lms.look.domain.nav import html_language
from lms.look.domain.numbers import write_number
from lms.surveys.domain.results.figures import Line
from lms.surveys.domain.results.numbers import Bin

register = template.Library()


@register.simple_tag
def line_label(line: Line) -> SafeString | str:
    """What a line stands for: a choice in its language, a month, or a span of numbers."""
    language = get_language() or "en"
    if line.month:
        return write_month(line.month, language=language)
    if line.bin:
        return span(line.bin, language)
    return format_html('<span lang="{}">{}</span>', html_language(line.language), line.label) if line.language else line.label


def span(one: Bin, language: str) -> str:
    """"10 to 19", "fewer than 10", "20 and more"."""
    def said(number: float) -> str:
        return write_number(int(number) if number == int(number) else number, language=language)

    if one.start is None:
        return _("all") if one.end is None else _("less than %(number)s") % {"number": said(one.end)}
    if one.end is None or one.last is None:
        return _("%(number)s and more") % {"number": said(one.start)}
    if one.last == one.start:
        return said(one.start)
    words = {"first": said(one.start), "last": said(one.last)}
    return (_("%(first)s to %(last)s") if one.whole else _("%(first)s to less than %(last)s")) % words


@register.filter
def rounded(value: float) -> str:
    """A mean or median: whole numbers as they are, others to two places."""
    return write_number(int(value) if value == int(value) else value, language=get_language() or "en",
                        places=None if value == int(value) else 2)
