"""Words of readings: `{% load readings %}`."""

from django import template
from django.utils.translation import gettext as _

from lms.monitoring.domain import readings
from lms.monitoring.models import Reading
from lms.people.models import Country

register = template.Library()


@register.filter
def headline(reading: Reading) -> str:
    """46 certified trainers, Viet Nam; in the language of the frame."""
    return readings.headline(reading)


@register.filter
def place_name(country: Country | None) -> str:
    """The country's name, or the region's as a label."""
    return country.label if country else _("The whole region")
