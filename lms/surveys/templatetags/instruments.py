"""Titles of instruments, whose languages a workbook names as it likes."""

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language

from lms.surveys.domain.outline import spoken

register = template.Library()


@register.simple_tag
def title_of(titles: dict[str, str], plain: bool = False) -> str:
    """`{% title_of form.titles %}`: in the frame's language, else English, else any, marked with its language; `plain` without
    the mark, for the title of a page."""
    said = spoken(titles or {}, get_language() or "en")
    return said.text if plain or not said.lang else format_html('<span lang="{}">{}</span>', said.lang, said.text)
