"""From a finding to an action, from an action to an edition (plan activity 1.5)."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.home.domain.waiting.task import MOST, Desk, Task, marked, say
from tna.domain.figures import in_words
from tna.models import Action, Finding


def findings(desk: Desk) -> Iterator[Task]:
    """Findings from which no action follows yet. One query."""
    if not desk.may("agree actions"):
        return
    waiting = Finding.objects.filter(desk.own("agree actions"), actions=None).order_by("recorded_at")
    for finding in waiting[:MOST]:
        figure = in_words(finding.figure, finding.unit, language=get_language() or "en")
        yield Task(
            title=say(_("Agree an action: %(finding)s"), finding=marked(finding.title, finding.language)),
            why=_("%(figure)s. No action follows from it yet.") % {"figure": figure},
            url=reverse("tna:action_new", args=[finding.uuid]), verb=_("Agree an action"), sample=finding.sample,
            trail=(_("Plan %(activity)s") % {"activity": "1.5"}, _("Need")))


def actions(desk: Desk) -> Iterator[Task]:
    """Actions without an edition, due on the day that was agreed. One query."""
    if not desk.may("plan editions"):
        return
    waiting = Action.objects.filter(desk.own("plan editions", "finding__country"), edition=None).order_by("due")
    for action in waiting.select_related("finding")[:MOST]:
        yield Task(
            title=say(_("Plan the edition: %(action)s"), action=marked(action.title, action.language)),
            why=_("The action is agreed; the course that it asks for has no dates yet."), due=action.due,
            url=reverse("tna:edition_new", args=[action.uuid]), verb=_("Plan the edition"), sample=action.sample,
            trail=(_("Plan %(activity)s") % {"activity": "1.5"}, _("Need"),
                   _("Action %(number)s") % {"number": action.number}))
