"""Evidence: what courses know of a person, and what the person has accepted on screen."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from certification.domain.numbers import Numbers
from certification.domain.requirements import Readiness, readiness
from certification.models import Evidence
from lms.audit.domain.log import record
from lms.courses.domain.delivery import attendance_percent
from lms.courses.models import Course, Edition, Enrolment, Observation
from lms.people.domain.refusal import Refused
from lms.people.models import Consent, Person

CONDUCT_VERSION = "1"


@dataclass(frozen=True)
class Fact:
    """A piece of evidence that courses' records show, before it is kept."""

    kind: str
    on: date
    key: str
    edition: Edition
    detail: dict = field(default_factory=dict)


def facts_about(person: Person, numbers: Numbers) -> list[Fact]:
    """Completed trainings of trainers and passed observations. A TOT counts from its last day."""
    found = []
    taken = Enrolment.objects.filter(person=person, edition__course__kind=Course.Kind.TOT, post_score__isnull=False)
    for enrolment in taken.select_related("edition"):
        percent = attendance_percent(present=enrolment.attendances.filter(present=True).count(),
                                     slots=enrolment.edition.slots.count())
        if percent >= numbers.attendance_percent and enrolment.post_score >= numbers.pass_percent:
            found.append(Fact("tot", enrolment.edition.end, f"enrolment:{enrolment.uuid}", enrolment.edition,
                              {"attendance": percent, "post_test": float(enrolment.post_score)}))
    seen = Observation.objects.filter(facilitation__person=person, passed=True)
    for observation in seen.select_related("facilitation__edition"):
        found.append(Fact("observation", observation.observed_on, f"observation:{observation.uuid}",
                          observation.facilitation.edition,
                          {"role": observation.facilitation.role, "score": observation.score,
                           "most": observation.most}))
    return found


def readiness_of(person: Person, *, numbers: Numbers, on: date) -> Readiness:
    """How far a person is towards the first certificate: kept evidence and what courses show, counted once."""
    kept = list(Evidence.objects.filter(person=person))
    keys = {piece.key for piece in kept}
    fresh = [fact for fact in facts_about(person, numbers) if fact.key not in keys]
    return readiness(evidence=[*kept, *fresh], numbers=numbers, on=on)


def keep_facts(*, person: Person, numbers: Numbers, by: Person, now: datetime) -> list[Evidence]:
    """Keep what courses show as evidence, each once, in the caller's transaction."""
    kept = []
    for fact in facts_about(person, numbers):
        piece, created = Evidence.objects.get_or_create(key=fact.key, defaults={
            "person": person, "country": person.country, "kind": fact.kind, "on": fact.on, "edition": fact.edition,
            "detail": fact.detail, "entered_at": now, "entered_by": by.uuid})
        if created:
            record(verb="evidence.kept", thing=piece, by=by.uuid, now=now, after={"kind": fact.kind, "on": str(fact.on)},
                   country=person.country.code if person.country else "")
            kept.append(piece)
    return kept


@transaction.atomic
def accept_conduct(*, by: Person, agreed: bool, language: str, now: datetime, today: date) -> Evidence:
    """The person accepts the code of conduct for trainers on screen: consent and evidence in one step, once."""
    if not agreed:
        raise Refused(_("Tick the box if you accept the code of conduct."), field="agreed")
    piece, created = Evidence.objects.get_or_create(key=f"conduct:{by.uuid}:{CONDUCT_VERSION}", defaults={
        "person": by, "country": by.country, "kind": "conduct", "on": today, "entered_at": now, "entered_by": by.uuid,
        "detail": {"version": CONDUCT_VERSION, "language": language}})
    if created:
        Consent.objects.create(person=by, country=by.country, purpose="code-of-conduct", version=CONDUCT_VERSION,
                               language=language, since=today)
        record(verb="conduct.accepted", thing=piece, by=by.uuid, now=now, after={"version": CONDUCT_VERSION},
               country=by.country.code if by.country else "")
    return piece
