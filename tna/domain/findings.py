"""From a need to an edition: a finding is recorded, an action agreed, an edition made from it (activity 1.5)."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.audit.domain.log import record
from lms.courses.domain import editions
from lms.courses.models import Edition
from lms.look.domain.numbers import write_number
from lms.people.domain.refusal import Refused, require
from lms.people.models import Country, Person, Profession
from tna.models import Action, ActionPlan, Finding

LIMITS = {Finding.Unit.PERCENT: (0, 100), Finding.Unit.GAP: (-6, 6), Finding.Unit.PEOPLE: (0, 9_999_999)}
"""From and to, of each unit; a gap is the difference of two ratings from 1 to 7."""


@transaction.atomic
def record_finding(*, country: Country | None, kind: str, title: str, figure: Decimal, unit: str, source: str,
                   language: str, by: Person, now: datetime, audience: Profession | None = None,
                   published: bool = False) -> Finding:
    """Record a need with its figure and source. Raises Refused for a figure that its unit cannot have."""
    require("record findings", by=by, country=country)
    low, high = LIMITS[Finding.Unit(unit)]
    if not low <= figure <= high:
        ends = [write_number(end, language=get_language() or "en") for end in (low, high)]
        raise Refused(_("For this unit, give a figure from %(low)s to %(high)s.") % {"low": ends[0], "high": ends[1]},
                      field="figure")
    if unit == Finding.Unit.PEOPLE and figure % 1:
        raise Refused(_("Give people as a whole number."), field="figure")
    finding = Finding.objects.create(
        country=country, kind=kind, title=title, figure=figure, unit=unit, source=source, language=language,
        audience=audience, published=published, recorded_at=now, recorded_by=by.uuid)
    record(verb="finding.recorded", thing=finding, by=by.uuid, now=now, country=country.code if country else "",
           after={"figure": str(figure), "unit": unit, "kind": kind})
    return finding


@transaction.atomic
def agree_action(*, finding: Finding, title: str, due: date, language: str, by: Person, now: datetime) -> Action:
    """Agree what is done about a finding, in the action plan of the year it is due (activity 1.5)."""
    require("agree actions", by=by, country=finding.country)
    plan, _created = ActionPlan.objects.get_or_create(
        country=finding.country, year=due.year,
        defaults={"key": f"{finding.country.code.lower() if finding.country else 'region'}-{due.year}", "names": {}})
    plan = ActionPlan.objects.select_for_update().get(pk=plan.pk)
    action = Action.objects.create(plan=plan, finding=finding, number=plan.actions.count() + 1, title=title, due=due,
                                   language=language, agreed_at=now, agreed_by=by.uuid)
    record(verb="action.agreed", thing=action, by=by.uuid, now=now, after={"due": str(due)},
           country=finding.country.code if finding.country else "")
    return action


@transaction.atomic
def make_edition(*, action: Action, by: Person, now: datetime, **edition_fields) -> Edition:
    """Plan the edition that an action asks for and hang it on the action. Once an action.

    `edition_fields` are those of `lms.courses.domain.editions.plan`.
    """
    action = Action.objects.select_for_update(of=("self",)).select_related("finding__country").get(pk=action.pk)
    if action.edition_id:
        raise Refused(_("An edition has been made from this action already."))
    edition = editions.plan(country=action.finding.country, by=by, now=now, **edition_fields)
    action.edition = edition
    action.save(update_fields=["edition"])
    record(verb="action.edition_made", thing=action, by=by.uuid, now=now, after={"edition": edition.slug},
           country=action.finding.country.code if action.finding.country else "")
    return edition
