"""The pilot gate (activities 1.2 and 1.4): a text is adopted after pilots of its major version, or by leave of the task force."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from curricula.domain.consensus import rule_of
from curricula.models import CurriculumPage, PilotOverride, PilotRecord
from lms.audit.domain.log import record
from lms.people.domain.refusal import Refused
from lms.people.models import Body, Membership, Person
from lms.people.models.place import code_of, day_in


@dataclass(frozen=True)
class Gate:
    """How a major version stands before the gate: what the rule needs, the assessed pilots, the leave if there is one."""

    major: int
    needed: int
    pilots: tuple[PilotRecord, ...]
    override: PilotOverride | None

    @property
    def missing(self) -> int:
        return max(0, self.needed - len(self.pilots))

    @property
    def passed(self) -> bool:
        return not self.missing or self.override is not None


def gate(curriculum: CurriculumPage, major: int) -> Gate:
    """The gate of one major version. Three queries."""
    counted = PilotRecord.objects.filter(
        version__curriculum=curriculum, version__major=major, assessed_on__isnull=False).select_related("version")
    override = PilotOverride.objects.filter(curriculum=curriculum, major=major).first()
    return Gate(major, rule_of(curriculum).pilots, tuple(counted), override)


def may_override(curriculum: CurriculumPage, *, by, now: datetime) -> bool:
    """True for who holds a seat in the task force of the curriculum's country today."""
    if not getattr(by, "pk", None):
        return False
    return Membership.objects.on(day_in(curriculum.country, now)).filter(
        person=by, body__kind=Body.Kind.TASK_FORCE, body__country_id=curriculum.country_id).exists()


@transaction.atomic
def override(*, curriculum: CurriculumPage, major: int, reason: str, by: Person, now: datetime) -> PilotOverride:
    """Let a major version be adopted with fewer pilots than the rule asks for. The reason stands in the record of adoption.

    Raises PermissionDenied for who is not of the task force, Refused without a reason or when it is allowed already.
    """
    if not may_override(curriculum, by=by, now=now):
        raise PermissionDenied(_("Only members of the country’s task force allow an adoption with fewer pilots."))
    CurriculumPage.objects.select_for_update(of=("self",)).get(pk=curriculum.pk)
    if not reason.strip():
        raise Refused(_("Say why: the reason is kept with the decision."), field="reason")
    if gate(curriculum, major).passed:
        raise Refused(_("Nothing is missing: it can be adopted."))
    made = PilotOverride.objects.create(curriculum=curriculum, major=major, reason=reason.strip(), at=now, by=by.uuid)
    record(verb="gate.allowed", thing=made, by=by.uuid, now=now, country=code_of(curriculum.country),
           after={"curriculum": curriculum.slug, "version": f"{major}.x"})
    return made
