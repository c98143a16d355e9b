"""Adopting what a group agreed on (activity 1.2): exactly the frozen texts of its round become public and a version."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction

from curricula.domain import round_letters
from curricula.domain.consensus import locked
from curricula.domain.gate import Gate, gate
from curricula.domain.versions import freeze_version, next_numbers, text_hash
from curricula.models import Adaptation, Adoption, ConsensusRound, CurriculumPage, ModulePage
from lms.audit.domain.log import record
from lms.look.domain.dates import write_day
from lms.people.domain.refusal import Refused, require
from lms.people.models import Person
from lms.people.models.place import code_of, day_in

PASSED = ConsensusRound.Outcome.PASSED


@dataclass(frozen=True)
class Offer:
    """A number that the adopted version may get, and how it stands before the pilot gate."""

    major: int
    minor: int
    gate: Gate

    @property
    def number(self) -> str:
        return f"{self.major}.{self.minor}"


def offers(curriculum: CurriculumPage) -> list[Offer]:
    """The next minor and the next major number (one where they are the same), each with its gate."""
    return [Offer(major, minor, gate(curriculum, major)) for major, minor in dict.fromkeys(next_numbers(curriculum))]


def may_be_adopted(round: ConsensusRound) -> bool:
    """True for the newest round of its curriculum while it is agreed and not adopted."""
    if round.outcome != PASSED or hasattr(round, "adoption"):
        return False
    return not ConsensusRound.objects.filter(curriculum=round.curriculum_id, pk__gt=round.pk).exists()


@transaction.atomic
def adopt(*, round: ConsensusRound, number: str, in_force: date, notes: str, by: Person, now: datetime) -> Adoption:
    """Publish the texts of an agreed round and freeze them as version `number` ("2.2"), in force from a day.

    What was edited since the round stays a draft; modules that the group gave up are taken from the public pages. Raises
    Refused for a round that is not the newest or not agreed, a number that is not the next, a day in the past, and
    while pilots are missing.
    """
    row = locked(round)
    curriculum = row.curriculum
    require("open rounds", by=by, country=curriculum.country)
    if not may_be_adopted(row):
        raise Refused(_("Only what the newest round agreed on can be adopted, once."))
    chosen = next((offer for offer in offers(curriculum) if offer.number == number), None)
    if chosen is None:
        raise Refused(_("Choose one of the next numbers."), field="number")
    if not chosen.gate.passed:
        raise Refused(_("Pilots are missing for this number: they are assessed first, or the task force allows it without."),
                      field="number")
    today = day_in(curriculum.country, now)
    if in_force < today:
        raise Refused(_("The first day lies in the past."), field="in_force")
    modules = list(row.modules.select_related("module", "revision"))
    if any(text_hash(ModulePage.from_serializable_data(one.revision.content, check_fks=False)) != one.sha256 for one in modules):
        raise Refused(_("The text is not the one that the group decided on. Open a new round."))
    version = freeze_version(curriculum=curriculum, major=chosen.major, minor=chosen.minor, in_force=in_force,
                             notes=notes.strip(), texts=[(one.module, one.revision) for one in modules], by=by, now=now)
    publish(curriculum, row, by)
    made = Adoption.objects.create(
        version=version, round=row, adopted_on=today, by=by.uuid, pilots=len(chosen.gate.pilots),
        override_reason=chosen.gate.override.reason if chosen.gate.missing and chosen.gate.override else "")
    record(verb="curriculum.adopted", thing=made, by=by.uuid, now=now, country=code_of(curriculum.country), after={
        "curriculum": curriculum.slug, "number": number, "round": row.number, "pilots": made.pilots,
        "override": bool(made.override_reason), "since": in_force.isoformat()})
    round_letters.write(row, "adopted", lambda one: adopted(one, number, in_force), now=now)
    return made


def publish(curriculum: CurriculumPage, row: ConsensusRound, by: Person) -> None:
    """Put the round's texts on the public pages, and take off what the group gave up."""
    for one in row.modules.select_related("revision"):
        one.revision.publish(user=by, skip_permission_checks=True)
    given_up = Adaptation.objects.filter(curriculum=curriculum, status=Adaptation.Status.DECLINED).exclude(module=None)
    for module in ModulePage.objects.filter(pk__in=given_up.values("module"), live=True).exclude(in_rounds__round=row):
        UnpublishPageAction(module, user=by).execute(skip_permission_checks=True)
    if not curriculum.live:
        (curriculum.latest_revision or curriculum.save_revision(user=by)).publish(user=by, skip_permission_checks=True)


def adopted(row: ConsensusRound, number: str, in_force: date) -> tuple[str, str]:
    facts = {"curriculum": row.curriculum.title, "number": number,
             "day": write_day(in_force, language=get_language() or "en")}
    return (_("Adopted: %(curriculum)s %(number)s") % facts,
            _("%(curriculum)s %(number)s is adopted and in force from %(day)s. The record of adoption can be printed.") % facts)
