"""Pilots that wait: findings to decide on, pilots to assess (plan activity 1.4)."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from curricula.models import PilotFinding, PilotRecord
from lms.home.domain.waiting.task import MOST, Desk, Task, say
from lms.look.domain.numbers import write_number


def to_assess(desk: Desk) -> Iterator[Task]:
    """Pilots with findings to decide on, and those that are not assessed though all is decided. One query."""
    if not desk.may("decide findings"):
        return
    waits = Count("findings", filter=Q(findings__state=PilotFinding.State.OPEN))
    pilots = PilotRecord.objects.annotate(waits=waits).filter(
        desk.own("decide findings", "version__curriculum__country")).filter(Q(waits__gt=0) | Q(assessed_on=None))
    for pilot in pilots.select_related("version__curriculum").order_by("held_until")[:MOST]:
        title, why, verb = words(pilot.waits)
        yield Task(title=say(title, pilot=pilot.title), why=why, verb=verb,
                   url=reverse("curricula:pilot", args=[pilot.version.curriculum.slug, pilot.uuid]),
                   trail=(_("Plan %(activity)s") % {"activity": "1.4"}, _("Pilots")))


def words(waits: int) -> tuple[str, str, str]:
    """Title, reason and verb of what a pilot waits for."""
    if not waits:
        return (_("Assess the pilot: %(pilot)s"), _("An assessed pilot counts for the adoption of its version."),
                _("Assess the pilot"))
    why = ngettext("%(count)s finding waits for a decision.", "%(count)s findings wait for a decision.", waits)
    return (_("Decide on what a pilot showed: %(pilot)s"),
            why % {"count": write_number(waits, language=get_language() or "en")}, _("Decide"))
