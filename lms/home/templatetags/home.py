"""Template library of the home page: `{% load home %}`."""

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.home.domain import front as content

register = template.Library()


@register.simple_tag
def front():
    """`{% front as data %}`: editions to come (.editions), the regional curriculum (.version, .letters)."""
    return content.front(today=timezone.localdate())


@register.simple_tag
def seven_steps():
    """The chain explained, as the points of look/chain.html with numbered=True."""
    steps = [
        (_("Need found"), _("by a needs assessment")), (_("Action agreed"), _("by the task force")),
        (_("Course planned"), _("edition and dates")), (_("People selected"), _("nominated and endorsed")),
        (_("Course held"), _("and evaluated")), (_("Trainer certified"), _("on evidence")),
        (_("Target read"), _("and reported"))]
    return [{"number": number, "title": title, "detail": detail, "state": "to-come"}
            for number, (title, detail) in enumerate(steps, start=1)]
