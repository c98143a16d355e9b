"""What the matrix asks for: the starter content and, for two countries, one of each record that it has none of."""

from datetime import date, timedelta
from uuid import uuid4

from django.utils import timezone

from curricula.domain import consensus, feedback, findings, pilots
from curricula.models import CurriculumPage, ModulePage, Resource
from lms.courses.models import Edition, Evaluation, Nomination, Observation
from lms.files.domain.guard import check_scan
from lms.files.domain.keep import keep
from lms.jobs.domain import progress
from lms.monitoring.models import Indicator, Reading, Report
from lms.notices.domain.codes import new_code
from lms.notices.models import Notice
from lms.people.domain.grants import grant
from lms.people.domain.numbers import next_number
from lms.people.models import Body, Country, ErasureRequest, Import, Merge, Person
from lms.surveys.domain import uploads
from lms.surveys.domain.answers import receive
from lms.surveys.domain.drafts import keep_draft
from lms.surveys.domain.exports import asking
from lms.surveys.domain.exports.tables import Manner
from lms.surveys.domain.publish import publish
from lms.surveys.models import FormVersion
from tests import factories
from tests.surveys import workbooks
from tna.domain.findings import agree_action, record_finding
from tna.models import Action

TWO = ("VN", "KH")
LONG_AGO = date(2020, 1, 1)


def account(name: str) -> Person:
    return Person.objects.get(username=name)


def complete_roles() -> None:
    """The accounts that one of the two countries lacks, so that every role is there twice."""
    now = timezone.now()
    for name, role, body in (("member.kh", "working-group", "wg-kh"), ("translator.kh", "translator", "")):
        model = account("trainee.kh")
        made = Person.objects.create(name=f"Kumru {role}", own_name=f"សុភ័ក្ត្រ គំរូ {role}", username=name, country=model.country,
                                     number=next_number(model.country), language="km", sample=True)
        grant(person=made, role=role, since=LONG_AGO, by=None, now=now,
              **({"body": Body.objects.get(key=body)} if body else {"country": model.country}))


def of_country(code: str) -> None:
    now, today, version = timezone.now(), timezone.localdate(), FormVersion.objects.get(form__key="course-evaluation")
    place = Country.objects.get(code=code)
    trainee, coordinator, chair, trainer = (account(f"{role}.{code.lower()}")
                                            for role in ("trainee", "coordinator", "group", "trainer"))
    finding = record_finding(country=place, kind="gap", title=f"Unpublished {code}", figure=10, unit="people", source="s",
                             language="en", by=coordinator, now=now)
    action = agree_action(finding=finding, title=f"Agreed {code}", due=date(2027, 5, 1), language="en", by=coordinator,
                          now=now)
    held = factories.edition(code=code, public=code == "KH", start=today - timedelta(days=45), end=today - timedelta(days=42),
                             slug=f"matrix-{code.lower()}")
    Action.objects.filter(pk=action.pk).update(edition=held)
    row = Nomination.objects.create(edition=held, person=trainee, country=place, nominated_at=now, changed_at=now,
                                    nominated_by=coordinator.uuid, changed_by=coordinator.uuid)
    factories.enrol(held, trainee, nomination=row)
    Evaluation.objects.create(edition=held, phase="end", version=version, opened_at=now)
    teaching = factories.teach(held, chair)
    scan = keep(checked=check_scan(content=b"%PDF-1.4", name="rubric.pdf"), owner=trainer.uuid, country=code, now=now)
    Observation.objects.create(facilitation=teaching, observer=trainer, country=place, scan=scan.uuid, score=15, most=20,
                               observed_on=held.start, passed=True, notes="Seen", entered_at=now)
    reading = Reading.objects.create(indicator=Indicator.objects.first(), country=place, on=date(2026, 11, 1), value=1,
                                     computed_at=now)
    report = Report.objects.get_or_create(slug="first", defaults={
        "title": "First", "language": "en", "since": date(2026, 1, 1), "until": date(2026, 12, 31), "published_at": now})[0]
    report.readings.add(reading)
    progress.ask(kind="test", owner=coordinator.uuid, total=4, now=now)
    for kind, subject in (("people", ""), ("register", held.slug)):
        Import.objects.create(kind=kind, subject=subject, country=place, owner=coordinator.uuid, state="checked", made_at=now)
    Notice.objects.create(key=f"matrix-{code}", person=trainee.uuid, country=code, language="en", subject="A letter",
                          body="For you", path="my/", written_at=now, code=new_code())
    ErasureRequest.objects.create(person=trainee, country=place, asked_at=now, asked_by=trainee.uuid)
    gone = factories.person(f"Twice {code}", code, username=None, merged_into=trainer, is_active=False)
    Merge.objects.create(kept=trainer, gone=gone, country=place, by=coordinator.uuid, at=now,
                         moved={"rows": [], "before": {}, "after": {}, "gone": {}, "account": False})


def of_curricula(code: str) -> None:
    """A round with a position of a member who may not say a word to others, a pilot with a finding, feedback, an entry of
    the library that is put away."""
    now, today = timezone.now(), timezone.localdate()
    chair, coordinator = account(f"group.{code.lower()}"), account(f"coordinator.{code.lower()}")
    curriculum = CurriculumPage.objects.get(country__code=code)
    version = curriculum.versions.first()
    pilot = pilots.key_in(version=version, title=f"Pilot {code}", held_until=today - timedelta(days=9), modules=["B"],
                          participants=20, by=coordinator, now=now)
    findings.add(pilot=pilot, origin_id=ModulePage.objects.get(letter="B", language="en").origin_id, kind="time",
                 text=f"Too short in {code}", language="en", by=coordinator, now=now)
    feedback.send(kind="need", module=None, text=f"Needed in {code}", language="en", country=curriculum.country,
                  by=coordinator, now=now)
    scan = keep(checked=check_scan(content=b"%PDF-1.4", name="entry.pdf"), owner=coordinator.uuid, country=code, now=now)
    Resource.objects.create(key=f"matrix-{code.lower()}", kind="guideline", titles={"en": f"Entry of {code}"},
                            country=curriculum.country, public=False, file=scan.uuid)
    held = consensus.open_round(curriculum=curriculum, subject=f"The draft of {code}", by=chair, now=now)
    elector = held.electors.exclude(person=chair).first()
    consensus.take_position(round=held, choice="object", comment=f"Objection of {code}", by=elector.person, now=now)


def of_forms(code: str) -> None:
    """A named form of the country's own with an answer of its trainee and a picture, a draft, a workbook on its way, an export."""
    now, place = timezone.now(), Country.objects.get(code=code)
    trainee, coordinator = account(f"trainee.{code.lower()}"), account(f"coordinator.{code.lower()}")
    key, content = f"{code.lower()}-form", workbooks.workbook()
    version = publish(key=key, workbook=content, kind="evaluation", titles=None, anonymous=False, country=place, by=coordinator,
                      now=now)
    receive(version=version, data={"clear": "yes", "years": 4, "first": f"Said in {code}"}, language="en", channel="web",
            occasion=None, person=trainee, country=place, instance_id=uuid4(), now=now)
    keep_draft(version=version, instance_id=uuid4(), data={"clear": "no"}, occasion=None, by=trainee, now=now)
    sent = uploads.Sent("form.xlsx", content)
    uploads.keep_upload(wish=uploads.Wish.of(version.form), workbook=sent, files=[], form=version.form, by=coordinator, now=now)
    asking.ask(form=version.form, by=coordinator, manner=Manner(), version=None, now=now)


def in_its_days(held: Edition, *, since_end: int) -> None:
    """Move an edition so that it ended so many days ago; of a negative number, that it begins in so many."""
    today = timezone.localdate()
    start, end = ((today - timedelta(days=since_end + 2), today - timedelta(days=since_end)) if since_end >= 0
                  else (today - timedelta(days=since_end), today - timedelta(days=since_end - 2)))
    held.slots.all().delete()
    Edition.objects.filter(pk=held.pk).update(start=start, end=end)

