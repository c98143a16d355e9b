"""In the room: who taught, who came, the post-test, the evaluation, the observed pilot."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from curricula.domain import pilots
from lms.audit.domain.log import record
from lms.courses.domain import authority
from lms.courses.domain.badges import badge
from lms.courses.domain.roster import heads, readable, roster, teaches
from lms.courses.domain.whom import uuids_of
from lms.courses.models import (
    Attendance,
    Course,
    Edition,
    Enrolment,
    Evaluation,
    Facilitation,
    Observation,
    Slot,
)
from lms.courses.permissions import may_run
from lms.look.domain.dates import write_day
from lms.people.domain import wall
from lms.people.domain.refusal import Refused, require
from lms.people.models import Person
from lms.people.models.person import access_of
from lms.people.models.place import code_of
from lms.surveys.domain.invitations import invite
from lms.surveys.models import FormVersion

PASS_PERCENT = 60


def require_running(edition: Edition, by: Person, on: date) -> None:
    """Raise PermissionDenied unless `by` teaches in the edition, in the days of its roster, or runs its editions.

    `on` is the date at the venue.
    """
    if edition.state == Edition.State.CANCELLED:
        raise PermissionDenied(_("This edition is cancelled: nothing more can be entered."))
    if not may_run(access=access_of(by), country_id=edition.country_id, teaches=teaches(by, edition, on)):
        raise PermissionDenied(_("Attendance and results are entered by those who teach or organise this edition, until "
                                 "30 days after its end."))


@transaction.atomic
def appoint(*, edition: Edition, person: Person, role: str, by: Person, now: datetime) -> Facilitation:
    """Put a trainer into the edition. Once a person; a second call changes the role."""
    require("run editions", by=by, country=edition.country)
    before = edition.facilitations.filter(person=person).values_list("role", flat=True).first()
    teaching, _created = Facilitation.objects.update_or_create(
        edition=edition, person=person, defaults={
            "role": role, "country": person.country, **badge(person, on=timezone.localdate(now))})
    record(verb="facilitation.appointed", thing=teaching, by=by.uuid, now=now, country=code_of(edition.country),
           about=person.uuid, before={"role": before} if before else {}, after={"role": str(role), "edition": edition.slug})
    return teaching


@transaction.atomic
def mark(*, slot: Slot, present: set[UUID], by: Person, now: datetime, today: date) -> int:
    """Enter who was present in a slot: `present` holds uuids of enrolments; all others that `by` reads were absent.

    `today` is the date at the venue: a slot of a later day is refused. A second entry corrects the first. Returns
    how many were present.
    """
    edition = slot.edition
    require_running(edition, by, today)
    if slot.day > today:
        raise Refused(_("This session is held on %(day)s. Attendance can be entered from that day.")
                      % {"day": write_day(slot.day, language=get_language() or "en")})
    known = {row.enrolment_id: row for row in slot.attendances.all()}
    enrolments = list(readable(edition, by=by, on=today))
    count, persons = 0, uuids_of(enrolments)
    for enrolment in enrolments:
        here = enrolment.uuid in present
        count += here
        row = known.get(enrolment.pk)
        if row is None or row.present != here:
            before = row.present if row else None
            row, _created = Attendance.objects.update_or_create(
                enrolment=enrolment, slot=slot, defaults={
                    "country": enrolment.country, "present": here, "entered_at": now, "entered_by": by.uuid})
            record(verb="attendance.entered", thing=row, by=by.uuid, now=now, country=code_of(edition.country),
                   about=persons[enrolment.person_id], after={"edition": edition.slug, "day": str(slot.day)},
                   personal_before={"present": before}, personal_after={"present": here})
    return count


def attendance_percent(*, present: int, slots: int) -> int:
    """Whole percent, rounded down: 80 means at least four fifths of all slots of the timetable."""
    return 100 * present // slots if slots else 0


@transaction.atomic
def enter_result(*, enrolment: Enrolment, score: Decimal | None, by: Person, now: datetime,
                 pass_percent: int = PASS_PERCENT) -> Enrolment:
    """The post-test as the trainer marked it, in percent (0 to 100); None takes a result back.

    A correction is audited with both values.
    """
    today = enrolment.edition.day_there(now)
    require_running(enrolment.edition, by, today)
    if not readable(enrolment.edition, by=by, on=today).filter(pk=enrolment.pk).exists():
        raise PermissionDenied(_("This person is not on the part of the roster that you read."))
    if score is not None and not 0 <= score <= 100:
        raise Refused(_("Give a percentage from 0 to 100."), field="score")
    before = enrolment.post_score
    passed = None if score is None else score >= pass_percent
    enrolment.post_score, enrolment.post_passed, enrolment.post_entered_by = score, passed, by.uuid
    enrolment.save(update_fields=["post_score", "post_passed", "post_entered_by"])
    record(verb="result.entered", thing=enrolment, by=by.uuid, now=now, country=code_of(enrolment.edition.country),
           about=uuids_of([enrolment])[enrolment.person_id], after={"edition": enrolment.edition.slug},
           personal_before={"post_score": before}, personal_after={"post_score": score})
    return enrolment


@transaction.atomic
def ask_evaluation(*, edition: Edition, phase: str, version: FormVersion, by: Person, now: datetime) -> Evaluation:
    """Open an evaluation and invite the roster (activity 1.4: evaluation after every training).

    Once for a phase and a form: asked again, those who came later are invited to the version that was opened, also
    when the form has a newer one, so that nobody is asked twice.
    """
    require_running(edition, by, edition.day_there(now))
    Edition.objects.select_for_update().get(pk=edition.pk)
    evaluation = edition.evaluations.filter(phase=phase, version__form=version.form_id).order_by("pk").first()
    created = evaluation is None
    if evaluation is None:
        evaluation = Evaluation.objects.create(edition=edition, phase=phase, version=version, opened_at=now)
    with wall.lifted("letters"):
        for enrolment in roster(edition).select_related("person"):
            invite(occasion=evaluation.uuid, version=evaluation.version, person=enrolment.person,
                   country=enrolment.country, language=enrolment.person.language, now=now)
    if created:
        record(verb="evaluation.opened", thing=evaluation, by=by.uuid, now=now, country=code_of(edition.country),
               after={"phase": phase})
    return evaluation


def observes(person: Person, edition: Edition, on: date) -> bool:
    """Whether a person may observe in an edition: a certified observer whom its organiser appointed to it."""
    appointed = edition.facilitations.filter(person=person, role=Facilitation.Role.OBSERVER).exists()
    may = appointed and bool(authority.may_observe(person, on))
    if may:
        wall.reveal(editions=[edition.pk])
    return may


@transaction.atomic
def observe(*, facilitation: Facilitation, observed_on: date, score: int, notes: str, by: Person, now: datetime,
            today: date, most: int = 20, scan: UUID | None = None, pass_percent: int = PASS_PERCENT) -> Observation:
    """An observer has seen a delivery and totals the rubric (certificates, rule 2; activity 1.4).

    The observer holds the observer level on that day and does not observe oneself; the day lies in the edition and
    not ahead of `today`. An observed pilot is pushed down to the curriculum, which counts its pilots.
    """
    edition = facilitation.edition
    if by.pk == facilitation.person_id or not observes(by, edition, observed_on):
        raise PermissionDenied(_("Only a certified observer who was appointed to this edition enters an observation."))
    if not edition.start <= observed_on <= edition.end or observed_on > today:
        raise Refused(_("Give a day of this edition that is not ahead of today."), field="observed_on")
    if not 0 <= score <= most:
        raise Refused(_("Give the points of the rubric, from 0 to %(most)s.") % {"most": most}, field="score")
    Facilitation.objects.select_for_update().get(pk=facilitation.pk)  # of two at once, the second is refused
    if Observation.objects.filter(facilitation=facilitation).exists():
        raise Refused(_("This delivery has been observed already."))
    seen = Observation.objects.create(
        facilitation=facilitation, observer=by, country=facilitation.country, observed_on=observed_on, score=score,
        most=most, passed=100 * score >= pass_percent * most, notes=notes, scan=scan, entered_at=now)
    record(verb="observation.entered", thing=seen, by=by.uuid, now=now, country=code_of(edition.country),
           about=uuids_of([facilitation])[facilitation.person_id], after={"edition": edition.slug},
           personal_after={"score": score, "most": most, "passed": seen.passed})
    if edition.course.kind == Course.Kind.PILOT and edition.version:
        pilots.record(version=edition.version, country=edition.country, key=f"edition:{edition.uuid}",
                      title=edition.label, held_until=edition.end, participants=heads(edition),
                      modules=sorted(edition.version.modules.values_list("letter", flat=True)),
                      assessed_on=observed_on, by=by.uuid, now=now)
    return seen
