"""A person who has left a trace in every table: what erasure has to find."""

import json
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.test import Client
from wagtail.models import Page

from certification.models import Certificate, Event, Evidence
from lms.audit.domain.log import record
from lms.courses.models import Attendance, Nomination, Observation
from lms.files.domain.guard import check_scan
from lms.files.domain.keep import keep
from lms.jobs.models import Job
from lms.learning.models import Registration, Statement
from lms.notices.domain import outbox
from lms.people.domain.consent import agree
from lms.people.domain.naming import index
from lms.people.models import (
    Affiliation,
    Import,
    ImportRow,
    Invitation,
    Membership,
    Merge,
    Organisation,
    Person,
)
from lms.surveys.domain.answers import receive
from lms.surveys.domain.publish import publish
from lms.surveys.models import Form
from tests import factories
from tests.factories import NOW, TODAY
from tests.surveys.workbooks import workbook

NAME, OWN, MAIL, USER = "Zyxwila Quorbanto", "ស៊ីហ្សវីឡា", "zyxwila@quorbanto.example", "zyxwila.q"
TRACES = ["zyxwila", "quorbanto", OWN]
"""Parts of names that stand nowhere else, in small letters."""


@transaction.atomic
def live(*, by: Person) -> SimpleNamespace:
    """The person, and what belongs to it: nomination, place, certificate, scan, answers, letters, sheet, log."""
    place = factories.country()
    person = factories.person(NAME, "VN", "trainer", own_name=OWN, email=MAIL, birth_year=1980, sex="woman")
    Person.objects.filter(pk=person.pk).update(username=USER)
    person.refresh_from_db()
    index(person)
    other = factories.person("Lan Another", "VN")
    kept = SimpleNamespace(person=person, other=other, **courses(person, other, by))
    ties(person, place, by)
    kept.certificate = certificate(person)
    kept.submission = answers(person)
    kept.sheet, kept.rows = sheet(person, by)
    letters(person, other)
    record(verb="person.changed", thing=person, by=by.uuid, now=NOW, country="VN", about=person.uuid,
           why=f"{NAME} asked for it", personal_before={"name": "Zyxwila"}, personal_after={"name": NAME})
    Job.objects.create(kind="people.check", owner=person.uuid, asked_at=NOW, touched_at=NOW, arguments={"of": USER})
    browser = Client()
    browser.force_login(person)
    kept.browser = browser
    UserSession.objects.create(user=person, session_key=browser.session.session_key or "none", ip="192.0.2.0",
                               user_agent="Firefox")
    Authenticator.objects.create(user=person, type="totp", data={"secret": USER})
    Page.objects.filter(depth=2).update(owner=person)
    return kept


def courses(person: Person, other: Person, by: Person) -> dict:
    edition = factories.edition(state="confirmed")
    place = person.country
    nomination = Nomination.objects.create(edition=edition, person=person, country=place, reason=f"{NAME} is able",
                                           nominated_at=NOW, nominated_by=by.uuid, changed_at=NOW, changed_by=by.uuid)
    Nomination.objects.create(edition=edition, person=other, country=place, reason=f"Works with {NAME}", nominated_at=NOW,
                              nominated_by=person.uuid, changed_at=NOW, changed_by=person.uuid)
    enrolled = factories.enrol(edition, person, nomination=nomination, badge_name=NAME, badge_own_name=OWN,
                               post_score=80, post_passed=True)
    Attendance.objects.create(enrolment=enrolled, slot=edition.slots.first(), country=place, present=True,
                              entered_at=NOW, entered_by=by.uuid)
    pilot = factories.edition(kind="pilot")
    teaching = factories.teach(pilot, person)
    scan = keep(checked=check_scan(content=f"%PDF-1.4 {NAME} {OWN}".encode(), name=f"{NAME}.pdf"), owner=by.uuid,
                country="VN", now=NOW)
    Observation.objects.create(facilitation=teaching, observer=by, country=place, observed_on=TODAY, score=15, passed=True,
                               notes=f"{NAME} speaks well", scan=scan.uuid, entered_at=NOW)
    return {"edition": edition, "scan": scan}


def ties(person: Person, place, by: Person) -> None:
    office = Organisation.objects.get_or_create(key="office", defaults={"name": "Office", "kind": "government"})[0]
    Affiliation.objects.create(person=person, country=place, organisation=office, position=f"Head, {NAME}", since=TODAY)
    Membership.objects.create(person=person, country=place, body=factories.body(), listed_name=NAME, since=TODAY)
    Invitation.objects.create(person=person, country=place, channel="paper", code_hash="0" * 64, made_at=NOW,
                              made_by=by.uuid, expires_at=NOW)
    gone = Person.objects.create(number="VN-9990", name="Zyxwila Kuorbanto", country=place, merged_into=person)
    Merge.objects.create(kept=person, gone=gone, country=place, by=by.uuid, at=NOW, moved=[{"before": {"name": NAME}}])
    for purpose in ("data-use", "name-on-certificate"):
        agree(person=person, purpose=purpose, language="km", by=person, now=NOW)
    Registration.objects.create(person=person, country=place, lesson="lesson-a", language="vi", started_at=NOW)
    Statement.objects.create(uuid=uuid4(), actor=person.uuid, country=place, verb="completed", activity="a", timestamp=NOW,
                             stored=NOW)


def certificate(person: Person) -> Certificate:
    made = Certificate.objects.create(
        number="VN-2026-9001", person=person, country=person.country, version=factories.scheme(), level="trainer",
        numbers=factories.scheme().numbers, modules=["A"], languages=["vi"], holder=NAME, holder_own=OWN,
        holder_language="km", completed_on=TODAY)
    Event.objects.create(certificate=made, country=person.country, kind="issued", decided_on=TODAY, effective_on=TODAY,
                         end=TODAY + timedelta(days=700), why=f"{NAME} met it all")
    Evidence.objects.create(person=person, country=person.country, kind="tot", on=TODAY, key=f"tot:{person.uuid}",
                            entered_at=NOW, entered_by=person.uuid)
    return made


def answers(person: Person):
    version = publish(key="named", workbook=workbook(), kind=Form.Kind.FOLLOW_UP, titles={"en": "Named"}, anonymous=False,
                      country=None, by=None, now=NOW)
    return receive(version=version, data={"clear": "yes", "years": "7", "first": f"{NAME} wrote this"}, language="en",
                   channel="web", occasion=None, person=person,
                   country=person.country, instance_id=uuid4(), now=NOW)


def sheet(person: Person, by: Person):
    checked = check_scan(content=b"%PDF-1.4 " + json.dumps([NAME, OWN]).encode(), name="sheet.pdf")
    stored = keep(checked=checked, owner=by.uuid, country="VN", now=NOW)
    batch = Import.objects.create(country=person.country, owner=by.uuid, file=stored.uuid, made_at=NOW, done_at=NOW)
    values = {"name": NAME, "own_name": OWN, "email": MAIL}
    rows = [ImportRow.objects.create(batch=batch, country=person.country, number=number, state="new", person=who,
                                     values=values, before={"name": "Zyxwila"}) for number, who in ((2, person), (3, None))]
    return stored, rows


def letters(person: Person, other: Person) -> None:
    for who, key in ((person, "one"), (other, "two")):
        outbox.write(key=f"life:{key}", person=who.uuid, address=who.email, language="vi", subject=f"For {NAME}",
                     body=f"Dear {OWN}, {NAME} ({MAIL}) has a seat.", now=NOW)

