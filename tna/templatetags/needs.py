"""Words of needs: `{% load needs %}`."""

from django import template
from django.utils.translation import get_language

from tna.domain.figures import in_words
from tna.models import Finding

register = template.Library()


@register.filter
def figure_words(finding: Finding) -> str:
    """1,240 people in need; in the language of the frame."""
    return in_words(finding.figure, finding.unit, language=get_language() or "en")
