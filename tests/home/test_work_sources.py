"""My work, source by source, and its queries: as many for twenty rows as for one."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from certification.models import Certificate, Event, Evidence
from lms.courses.models import Enrolment, Evaluation, Facilitation, Nomination, Observation
from lms.home.domain.work import tasks_for
from lms.learning.models import LessonPage, Registration
from lms.notices.models import Notice
from lms.people.models.person import access_of
from lms.surveys.models import FormVersion, Invitation
from tests import factories
from tests.factories import NOW, TODAY, country, edition, person, scheme
from tna.domain import findings

pytestmark = pytest.mark.django_db


def words(of) -> list[str]:
    with override("en"):
        return [f"{task.title} {task.why}" for task in tasks_for(person=of, now=NOW)]


def has(of, text: str) -> bool:
    return any(text in found for found in words(of))


def enrol(of, held, **fields) -> Enrolment:
    return factories.enrol(held, of, **fields)


def teach(of, held, role="lead") -> Facilitation:
    return factories.teach(held, of, role)


def certificate(of, *, completed: date, level="trainer") -> Certificate:
    made = Certificate.objects.create(
        number=f"VN-X-{Certificate.objects.count():04d}", person=of, country=of.country, level=level,
        version=scheme(level=level), numbers={}, modules=["A"], languages=["vi"], holder=of.name, holder_language="vi",
        completed_on=completed)
    Event.objects.create(certificate=made, country=of.country, kind="issued", decided_on=completed,
                         effective_on=completed, end=completed.replace(year=completed.year + 3))
    return made


def test_trainers_enter_attendance_and_results_of_their_own_editions():
    trainer, other = person("Trainer", "VN", "trainer"), person("Other", "VN", "trainer")
    held = edition(state="confirmed")
    teach(trainer, held)
    assert not has(trainer, "Enter attendance"), "nobody is enrolled"
    enrol(person("Participant"), held)
    assert has(trainer, "2 sessions have no attendance yet") and has(trainer, "The result of 1 participant is missing")
    assert not has(other, "Enter")


def test_only_an_observer_who_is_appointed_is_asked_to_observe():
    observer, stranger = person("Observer", "VN", "trainer"), person("Stranger", "KH", "trainer")
    for one in (observer, stranger):
        certificate(one, completed=date(2025, 5, 5), level="observer")
    pilot = edition("pilot", state="confirmed")
    teaching = teach(person("New trainer"), pilot)
    assert not has(observer, "Enter an observation"), "not appointed yet"
    teach(observer, pilot, "observer")
    assert has(observer, "Enter an observation") and has(observer, "New trainer")
    assert not has(stranger, "Enter an observation") and not has(teaching.person, "Enter an observation")
    Observation.objects.create(facilitation=teaching, observer=observer, country=country(), observed_on=pilot.start,
                               score=18, passed=True, entered_at=NOW)
    assert not has(observer, "Enter an observation")


def test_who_is_invited_is_asked_until_the_invitation_is_used(starter):
    one, held, version = person("Invited"), edition(), FormVersion.objects.first()
    asked = Evaluation.objects.create(edition=held, phase="end", version=version, opened_at=NOW)
    invitation = Invitation.objects.create(occasion=asked.uuid, version=version, person=one, created_at=NOW)
    with override("en"):
        task = next(t for t in tasks_for(person=one, now=NOW) if "Answer the evaluation of" in t.title)
    assert task.url == f"/en/forms/{version.form.key}/?for={asked.uuid}"
    invitation.used_on = TODAY
    invitation.save()
    assert not has(one, "Answer")


def test_from_the_training_of_trainers_to_the_certificate():
    one, chair = person("Candidate"), person("Chair", "VN", "chair")
    version, tot = scheme(), edition("tot", state="completed", start=date(2026, 9, 1), end=date(2026, 9, 3))
    taken = enrol(one, tot, post_score=40)
    for slot in tot.slots.all():
        taken.attendances.create(slot=slot, present=True, entered_at=NOW, entered_by=chair.uuid)
    assert not has(one, "Accept the code of conduct"), "the post-test is not passed"
    Enrolment.objects.filter(pk=taken.pk).update(post_score=80)
    assert has(one, "Accept the code of conduct")
    Evidence.objects.create(person=one, country=one.country, kind="conduct", on=TODAY, key=f"conduct:{one.uuid}:1",
                            entered_at=NOW, entered_by=one.uuid)
    assert not has(one, "Accept the code of conduct") and not has(chair, "Issue the certificate")
    pilot = edition("pilot", state="completed")
    Observation.objects.create(facilitation=teach(one, pilot), observer=chair, country=one.country,
                               observed_on=pilot.start, score=18, passed=True, entered_at=NOW)
    assert has(chair, "Issue the certificate of Candidate")
    assert not has(person("Chair of Cambodia", "KH", "chair"), "Issue the certificate")
    certificate(one, completed=TODAY)
    assert version and not has(chair, "Issue the certificate")


@pytest.mark.parametrize(("completed", "said"), [
    (date(2024, 3, 1), "May train until 1 March 2027."), (date(2023, 9, 1), "May not train; renew by 1 March 2027."),
    (date(2026, 3, 1), "")])
def test_a_certificate_asks_for_its_renewal_in_time(completed, said):
    holder = person("Holder")
    certificate(holder, completed=completed)
    assert has(holder, "Renew your certificate") == bool(said) and (not said or has(holder, said))


def test_a_lesson_that_was_begun_goes_on_and_a_completed_one_rests(starter):
    learner = person("Learner", "VN", "trainee")
    key = LessonPage.objects.first().key
    taken = Registration.objects.create(person=learner, lesson=key, language="vi", started_at=NOW)
    assert has(learner, "Go on with the lesson") and not has(learner, "Begin the lesson")
    taken.completed_at = NOW
    taken.save()
    assert not has(learner, "lesson")


def test_an_action_waits_for_its_edition_on_the_agreed_day():
    coordinator = person("Coordinator", "VN", "coordinator")
    found = findings.record_finding(country=country(), kind="white-spot", title="Gap <b>", figure=40, unit="percent",
                                    source="A study", language="en", by=coordinator, now=NOW)
    assert has(coordinator, "Agree an action: <span lang=\"en\">Gap &lt;b&gt;</span>")
    findings.agree_action(finding=found, title="A course", due=date(2027, 2, 1), language="en", by=coordinator, now=NOW)
    with override("en"):
        task = next(t for t in tasks_for(person=coordinator, now=NOW) if "Plan the edition" in t.title)
    assert task.due == date(2027, 2, 1) and not has(coordinator, "Agree an action: <span lang=\"en\">Gap")


def rows(of, count: int) -> None:
    """Of every kind that waits, `count` rows."""
    for number in range(count):
        found = findings.record_finding(country=country(), kind="white-spot", title="Gap", figure=40, unit="percent",
                                        source="A study", language="en", by=of, now=NOW)
        findings.record_finding(country=country(), kind="white-spot", title="Other", figure=40, unit="percent",
                                source="A study", language="en", by=of, now=NOW)
        findings.agree_action(finding=found, title="A course", due=TODAY, language="en", by=of, now=NOW)
        for state in ("planned", "closed"):
            edition(state=state)
        call, mine = edition(nominations_until=TODAY), edition()
        for state, one in (("nominated", person(f"N{number}")), ("endorsed", person(f"E{number}")), ("selected", of)):
            Nomination.objects.create(edition=mine, person=one, country=one.country, state=state, nominated_at=NOW,
                                      nominated_by=of.uuid, changed_at=NOW, changed_by=of.uuid)
        taught, pilot = edition(state="confirmed"), edition("pilot", state="confirmed")
        teach(of, taught)
        enrol(person(f"P{number}"), taught)
        teach(person(f"T{number}"), pilot)
        version = FormVersion.objects.first()
        asked = Evaluation.objects.create(edition=taught, phase="end", version=version, opened_at=NOW)
        Invitation.objects.create(occasion=asked.uuid, version=version, person=of, created_at=NOW)
        ready = person(f"R{number}")
        for kind, on in (("tot", TODAY - timedelta(30)), ("conduct", TODAY), ("observation", TODAY)):
            Evidence.objects.create(person=ready, country=ready.country, kind=kind, on=on, key=str(uuid4()),
                                    detail={"role": "lead"}, entered_at=NOW, entered_by=of.uuid)
        enrol(ready, edition(state="completed"), post_score=80)
        Notice.objects.create(key=str(uuid4()), person=of.uuid, language="en", subject="A letter", body="Text",
                              path="my/", written_at=NOW)
        assert call


def test_the_number_of_queries_is_that_of_the_roles_not_of_the_rows(starter, client_as):
    busy = person("Busy", "VN", "coordinator", "chair", "focal-point", "trainer")
    certificate(busy, completed=date(2025, 5, 5), level="observer")
    client, counts, found = client_as(busy), [], []
    for more in (2, 10):
        rows(busy, more)
        access_of(busy)
        client.get("/en/my/")
        with CaptureQueriesContext(connection) as asked:
            found.append(len(client.get("/en/my/").context["tasks"]))
        counts.append(len(asked))
    assert counts[0] == counts[1], counts
    assert found[1] > found[0] + 50
