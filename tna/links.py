"""The first two links of the chain, and the way from them to the rest."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from lms.courses.models import Edition
from lms.people.domain.links import Link, Step, related
from lms.people.models.person import access_of
from tna.models import Action, Finding
from tna.permissions import finding_condition


def need_and_action(action: Action) -> Iterator[Link]:
    yield Link(action.finding.title, action.finding.get_absolute_url(), "", Step.NEED)
    yield Link(_("Action %(number)s") % {"number": action.number}, action.get_absolute_url(), action.title, Step.ACTION)


def of_edition(edition: Edition, viewer) -> Iterator[Link]:
    seen = finding_condition(access_of(viewer), prefix="finding__")
    for action in edition.actions.filter(seen).select_related("finding"):
        yield from need_and_action(action)


def of_action(action: Action, viewer) -> Iterator[Link]:
    yield from need_and_action(action)
    if action.edition:
        yield from (link for link in related(action.edition, viewer) if link.step not in {Step.NEED, Step.ACTION})


def of_finding(finding: Finding, viewer) -> Iterator[Link]:
    action = finding.actions.select_related("finding", "edition").first()
    if action:
        yield from of_action(action, viewer)
    else:
        yield Link(finding.title, finding.get_absolute_url(), "", Step.NEED)
