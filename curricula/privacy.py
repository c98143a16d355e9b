"""What curricula hold about a person: who released, decided, translated, took a position, recorded, said and answered."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from curricula.models import (
    Adoption,
    CaseClearance,
    ConsensusRound,
    CurriculumVersion,
    Decision,
    Elector,
    Feedback,
    PilotFinding,
    PilotOverride,
    Position,
    Translation,
)
from lms.people.domain.privacy import PersonalData, Wall
from lms.people.domain.wall_sql import keys_in

PROVABLE = _("Who decided on a curriculum stays provable, by number.")

MEMBERS = f"round_id IN (SELECT id FROM curricula_consensusround WHERE body_id = ANY ({keys_in('bodies')}))"
"""Who holds a seat in a body reads its rounds, once `domain.rounds` has revealed that body."""

DATA = [
    PersonalData(
        "curricula.curriculumversion", lambda p: CurriculumVersion.objects.filter(released_by=p.uuid),
        title=_("Versions of curricula released"), export=("curriculum__title", "major", "minor", "released_at"),
        keep=_("Who released a version stays provable, by number."), pointers=("released_by",),
        free=("id", "curriculum", "in_force", "notes")),
    PersonalData(
        "curricula.decision", lambda p: Decision.objects.filter(by=p.uuid), title=_("Decisions on regional changes"),
        brief=True, export=("adaptation__curriculum__title", "choice", "reason", "at"), keep=PROVABLE, pointers=("by",),
        free=("id", "adaptation", "unit", "version", "seen")),
    PersonalData(
        "curricula.translation", lambda p: Translation.objects.filter(by=p.uuid), title=_("Parts of texts translated"),
        brief=True, export=("adaptation__curriculum__title", "at"), keep=PROVABLE, pointers=("by",),
        free=("id", "adaptation", "unit", "source", "done")),
    PersonalData(
        "curricula.consensusround", lambda p: ConsensusRound.objects.filter(Q(opened_by=p.uuid) | Q(ended_by=p.uuid)),
        title=_("Rounds of consensus opened or ended"), export=("curriculum__title", "number", "opened_at", "ended_at"),
        keep=PROVABLE, pointers=("opened_by", "ended_by"),
        free=("id", "uuid", "curriculum", "body", "subject", "closes_on", "outcome", "reason", "reminded_on", "kind",
              "quorum_percent", "days")),
    PersonalData(
        "curricula.elector", lambda p: Elector.objects.filter(person=p), title=_("Seats in rounds of consensus"),
        export=("round__curriculum__title", "round__number", "seat", "listed_name"), erase=("listed_name",), keep=PROVABLE,
        pointers=("person",), free=("id", "round", "country"), wall=Wall(also=MEMBERS)),
    PersonalData(
        "curricula.position", lambda p: Position.objects.filter(elector__person=p), title=_("Positions taken"),
        export=("elector__round__curriculum__title", "choice", "comment", "at"), keep=PROVABLE, pointers=(),
        free=("id", "elector", "country"), wall=Wall(person="", whole=("elector_id", "curricula.elector"))),
    PersonalData(
        "curricula.adoption", lambda p: Adoption.objects.filter(by=p.uuid), title=_("Curricula adopted"),
        export=("version__curriculum__title", "adopted_on"), keep=PROVABLE, pointers=("by",),
        free=("id", "version", "round", "pilots", "override_reason")),
    PersonalData(
        "curricula.pilotoverride", lambda p: PilotOverride.objects.filter(by=p.uuid),
        title=_("Adoptions allowed with fewer pilots"), export=("curriculum__title", "major", "reason", "at"),
        keep=PROVABLE, pointers=("by",), free=("id", "curriculum")),
    PersonalData(
        "curricula.pilotfinding", lambda p: PilotFinding.objects.filter(Q(recorded_by=p.uuid) | Q(decided_by=p.uuid)),
        title=_("Findings of pilots"), brief=True, export=("pilot__title", "kind", "text", "recorded_at", "decided_at"),
        keep=PROVABLE, pointers=("recorded_by", "decided_by"),
        free=("id", "uuid", "pilot", "origin_id", "language", "state", "reason", "answered_by")),
    PersonalData(
        "curricula.feedback", lambda p: Feedback.objects.filter(Q(sent_by=p.uuid) | Q(answered_by=p.uuid)),
        title=_("Feedback on the regional curriculum"), export=("text", "sent_at", "answer", "answered_at"), keep=PROVABLE,
        pointers=("sent_by", "answered_by"),
        free=("id", "uuid", "country", "kind", "module", "language", "answer_language", "version", "sample")),
    PersonalData(
        "curricula.caseclearance", lambda p: CaseClearance.objects.filter(by=p.uuid), title=_("Case studies let through"),
        export=("module__title", "reason", "at"), keep=PROVABLE, pointers=("by",), free=("id", "module", "block", "digest")),
]

IMPERSONAL = ("curricula.countryfolder", "curricula.curriculumpage", "curricula.modulepage", "curricula.session",
              "curricula.adaptation", "curricula.term", "curricula.versionmodule", "curricula.versionsession",
              "curricula.adoptionrule", "curricula.roundmodule", "curricula.pilotrecord", "curricula.topic",
              "curricula.resource", "curricula.resourcemodule")

CURRICULUM = _("Curriculum")
WORDS = {
    "curriculum__title": CURRICULUM, "adaptation__curriculum__title": CURRICULUM, "round__curriculum__title": CURRICULUM,
    "elector__round__curriculum__title": CURRICULUM, "version__curriculum__title": CURRICULUM, "major": _("Version"),
    "minor": _("Minor version"), "released_at": _("Published"), "choice": _("Decision"),
    "opened_at": _("Opened"), "round__number": _("Round"),
    "adopted_on": _("Adopted on"), "pilot__title": _("Pilot"), 
    "answer": _("Answer"), "answered_at": _("Answered"), "module__title": _("Module"),
}
