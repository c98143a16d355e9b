"""Template library of curricula: `{% load curricula %}`."""

from django import template

from curricula.domain import languages

register = template.Library()


@register.filter
def own_name(code):
    """The name of a language in itself: `vi` gives Tiếng Việt. Set `lang` on the element that shows it."""
    return languages.own_name(code)
