"""What pilots showed (activity 1.4): found at a module, decided on with a reason, answered by a released text."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Q, QuerySet, When
from django.utils.translation import gettext as _

from curricula.models import CurriculumPage, ModulePage, PilotFinding, PilotRecord, VersionModule
from lms.audit.domain.log import record
from lms.people.domain.refusal import Refused, require
from lms.people.models import Country, Person

OPEN, ACCEPTED, DEFERRED, REJECTED = PilotFinding.State


@transaction.atomic
def add(*, pilot: PilotRecord, origin_id: UUID | None, kind: str, text: str, language: str, by: Person,
        now: datetime) -> PilotFinding:
    """Write down what a pilot showed about a module of its version, or (None) about the whole.

    Raises Refused for an empty text or a module that the version does not have.
    """
    country = country_of(pilot)
    require("record pilots", by=by, country=country)
    if not text.strip():
        raise Refused(_("Say what the pilot showed."), field="text")
    if origin_id and not pilot.version.modules.filter(origin_id=origin_id).exists():
        raise Refused(_("Choose one of the list."), field="module")
    made = PilotFinding.objects.create(pilot=pilot, origin_id=origin_id, kind=PilotFinding.Kind(kind), text=text.strip(),
                                       language=language, recorded_at=now, recorded_by=by.uuid)
    record(verb="pilot_finding.recorded", thing=made, by=by.uuid, now=now, country=country.code if country else "",
           after={"curriculum": pilot.version.curriculum.slug, "kind": kind})
    return made


@transaction.atomic
def decide(*, finding: PilotFinding, state: str, reason: str, by: Person, now: datetime) -> PilotFinding:
    """Accept, defer or reject a finding; to defer or reject asks for a reason.

    It may be decided again until a released text answers it. Raises Refused otherwise.
    """
    row = locked(finding)
    country = country_of(row.pilot)
    require("decide findings", by=by, country=country)
    if row.answered_by_id:
        raise Refused(_("A released text answers this finding: its decision stays."))
    if state not in (ACCEPTED, DEFERRED, REJECTED):
        raise Refused(_("Choose one."), field="state")
    if state != ACCEPTED and not reason.strip():
        raise Refused(_("Say why: the reason is kept with the decision."), field="reason")
    before, row.state, row.reason = row.state, state, reason.strip()
    row.decided_at, row.decided_by = now, by.uuid
    row.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    record(verb="pilot_finding.decided", thing=row, by=by.uuid, now=now, country=country.code if country else "",
           before={"decision": before}, after={"curriculum": row.pilot.version.curriculum.slug, "decision": state})
    return row


@transaction.atomic
def answer(*, finding: PilotFinding, frozen: VersionModule, by: Person, now: datetime) -> PilotFinding:
    """Point an accepted finding to the released text that answers it. Raises Refused for another text (see `answers_for`)."""
    row = locked(finding)
    country = country_of(row.pilot)
    require("decide findings", by=by, country=country)
    if row.state != ACCEPTED:
        raise Refused(_("Only an accepted finding is answered by a text."))
    if not answers_for(row).filter(pk=frozen.pk).exists():
        raise Refused(_("Choose one of the list."), field="answer")
    row.answered_by = frozen
    row.save(update_fields=["answered_by"])
    record(verb="pilot_finding.answered", thing=row, by=by.uuid, now=now, country=country.code if country else "",
           after={"curriculum": row.pilot.version.curriculum.slug, "version": frozen.version.number})
    return row


def answers_for(finding: PilotFinding) -> QuerySet[VersionModule]:
    """The released texts that may answer a finding: of its module, in versions after the one that was piloted."""
    version = finding.pilot.version
    later = Q(version__major__gt=version.major) | Q(version__major=version.major, version__minor__gt=version.minor)
    found = VersionModule.objects.filter(later, version__curriculum=version.curriculum_id)
    if finding.origin_id:
        found = found.filter(Q(origin_id=finding.origin_id) | Q(split_from=finding.origin_id))
    return found.select_related("version").order_by("-version__major", "-version__minor", "sort_order")


def locked(finding: PilotFinding) -> PilotFinding:
    """The finding, locked until the caller's transaction ends."""
    return PilotFinding.objects.select_for_update(of=("self",)).select_related(
        "pilot__version__curriculum__country").get(pk=finding.pk)


def country_of(pilot: PilotRecord) -> Country | None:
    return pilot.version.curriculum.country


def listed(curriculum: CurriculumPage, *, module: ModulePage | None = None, state: str = "") -> QuerySet[PilotFinding]:
    """The findings about a curriculum, or about one of its modules, those to decide first, then the newest."""
    found = PilotFinding.objects.filter(pilot__version__curriculum=curriculum)
    if module:
        found = found.filter(origin_id=module.origin_id)
    if state:
        found = found.filter(state=state)
    first = Case(When(state=OPEN, then=0), default=1)
    return found.select_related("pilot__version", "answered_by__version").order_by(first, "-pk")


def modules_of(curriculum: CurriculumPage) -> list[ModulePage]:
    """All modules of a curriculum that a finding may be about, given up ones too. One query."""
    return list(ModulePage.objects.child_of(curriculum).defer_streamfields().order_by("path"))


def letters_of(modules: list[ModulePage]) -> dict[UUID, str]:
    """{the origin that a finding names: the letter of its module}."""
    return {one.origin_id: one.letter for one in modules}
