"""Evidence: what courses know of a person, and what the person has accepted on screen."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from certification.domain.numbers import Numbers
from certification.domain.requirements import Piece, Readiness, readiness
from certification.models import Certificate, Evidence
from certification.models.scheme import Level
from lms.audit.domain.log import record
from lms.courses.domain.delivery import attendance_percent
from lms.courses.models import Course, Edition, Enrolment, Nomination, Observation
from lms.people.domain import consent
from lms.people.domain.refusal import Refused
from lms.people.models import Country, Person

CONDUCT = "code-of-conduct"
NAME_CONSENT = "name-on-certificate"


@dataclass(frozen=True)
class Fact:
    """A piece of evidence that courses' records show, before it is kept."""

    kind: str
    on: date
    key: str
    edition: Edition
    detail: dict = field(default_factory=dict)


def seats_in_a_tot() -> QuerySet[Enrolment]:
    """Enrolments in trainings of trainers that were not given back and not cancelled."""
    return (Enrolment.objects.filter(edition__course__kind=Course.Kind.TOT)
            .exclude(nomination__state=Nomination.State.WITHDRAWN).exclude(edition__state=Edition.State.CANCELLED))


def facts_for(persons: Iterable[Person], numbers: Numbers) -> dict[int, list[Fact]]:
    """{person's pk: facts}: completed trainings of trainers and passed observations of pilots, in two queries.

    A TOT is completed with the scheme's attendance and post-test, and counts from its last day; a seat that was given
    back and an edition that was cancelled count for nothing.
    """
    found: dict[int, list[Fact]] = {person.pk: [] for person in persons}
    taken = seats_in_a_tot().filter(person__in=found, post_score__isnull=False)
    present, slots = Q(attendances__present=True), Count("edition__slots", distinct=True)
    for enrolment in taken.select_related("edition").annotate(here=Count("attendances", present, distinct=True), all=slots):
        percent = attendance_percent(present=enrolment.here, slots=enrolment.all)
        score = enrolment.post_score or 0
        if percent >= numbers.attendance_percent and score >= numbers.pass_percent:
            found[enrolment.person_id].append(Fact(
                "tot", enrolment.edition.end, f"enrolment:{enrolment.uuid}", enrolment.edition,
                {"attendance": percent, "post_test": float(score)}))
    seen = Observation.objects.filter(facilitation__person__in=found, passed=True,
                                      facilitation__edition__course__kind=Course.Kind.PILOT)
    for observation in seen.select_related("facilitation__edition"):
        teaching = observation.facilitation
        found[teaching.person_id].append(Fact(
            "observation", observation.observed_on, f"observation:{observation.uuid}", teaching.edition,
            {"role": teaching.role, "score": observation.score, "most": observation.most}))
    return found


def readiness_for(persons: Iterable[Person], *, numbers: Numbers, on: date) -> dict[int, Readiness]:
    """How far persons are towards the first certificate: kept evidence and what courses show, each counted once.

    Three queries, however many persons.
    """
    persons = list(persons)
    facts = facts_for(persons, numbers)
    kept: dict[int, list[Evidence]] = {person.pk: [] for person in persons}
    for piece in Evidence.objects.filter(person__in=persons):
        kept[piece.person_id].append(piece)
    ready = {}
    for pk, pieces in kept.items():
        keys = {piece.key for piece in pieces}
        found: list[Piece] = [*pieces, *(fact for fact in facts[pk] if fact.key not in keys)]
        ready[pk] = readiness(evidence=found, numbers=numbers, on=on)
    return ready


def readiness_of(person: Person, *, numbers: Numbers, on: date) -> Readiness:
    return readiness_for([person], numbers=numbers, on=on)[person.pk]


def candidates(*, country: Country | None) -> QuerySet[Person]:
    """Persons on the way to a first certificate: in a TOT or observed, without a trainer's certificate so far."""
    on_the_way = Q(pk__in=seats_in_a_tot().values("person")) | Q(facilitations__observation__isnull=False)
    holds = Certificate.objects.exclude(level=Level.OBSERVER).values("person")
    return (Person.objects.current().filter(on_the_way, country=country).exclude(pk__in=holds).distinct()
            .order_by("name", "pk"))


def keep_facts(*, person: Person, numbers: Numbers, by: Person, now: datetime) -> list[Evidence]:
    """Keep what courses show as evidence, each once, in the caller's transaction."""
    kept = []
    for fact in facts_for([person], numbers)[person.pk]:
        piece, created = Evidence.objects.get_or_create(key=fact.key, defaults={
            "person": person, "country": person.country, "kind": fact.kind, "on": fact.on, "edition": fact.edition,
            "detail": fact.detail, "entered_at": now, "entered_by": by.uuid})
        if created:
            record(verb="evidence.kept", thing=piece, by=by.uuid, now=now, about=person.uuid,
                   country=person.country.code if person.country else "", after={"kind": fact.kind},
                   personal_after={"on": fact.on, **fact.detail})
            kept.append(piece)
    return kept


@transaction.atomic
def accept_conduct(*, by: Person, agreed: bool, language: str, now: datetime, today: date,
                   show_name: bool = False) -> Evidence:
    """The person accepts the current code of conduct for trainers on screen: consent and evidence in one step, once for
    each version of the text.

    `show_name` is the person's consent, of its own, that the public check of a certificate shows the name. Raises
    Refused without a tick, and when there is no text to accept.
    """
    if not agreed:
        raise Refused(_("Tick the box if you accept the code of conduct."), field="agreed")
    given = consent.agree(person=by, purpose=CONDUCT, language=language, by=by, now=now)
    piece, created = Evidence.objects.get_or_create(key=f"conduct:{by.uuid}:{given.version}", defaults={
        "person": by, "country": by.country, "kind": "conduct", "on": today, "entered_at": now, "entered_by": by.uuid,
        "detail": {"version": given.version, "language": given.language}})
    if created:
        if show_name:
            consent.agree(person=by, purpose=NAME_CONSENT, language=language, by=by, now=now)
        record(verb="conduct.accepted", thing=piece, by=by.uuid, now=now, about=by.uuid, after={"version": given.version},
               country=by.country.code if by.country else "")
    return piece
