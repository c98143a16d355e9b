"""What is past its time goes, what is not stays, and the preview says beforehand what the rules would do."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from lms.audit.models import Entry
from lms.courses.models import Nomination, Observation
from lms.files.domain.guard import check_scan
from lms.files.domain.keep import keep
from lms.files.models import StoredFile
from lms.jobs.models import Job
from lms.notices.domain import outbox
from lms.notices.models import Notice
from lms.people.domain import retention
from lms.people.models import ErasureRequest, Import, ImportRow
from tests import factories
from tests.factories import NOW, TODAY

OLD = NOW - timedelta(days=3 * 366)
EDGE = datetime(2024, 11, 21, 9, tzinfo=UTC)
"""24 months before NOW, to the second."""


@pytest.fixture
def officer(db):
    return factories.person("Officer", None, "secretariat")


@pytest.fixture
def past(officer, monkeypatch, tmp_path):
    """One of each that is past its time, and a letter that is not."""
    monkeypatch.setattr(StoredFile._meta.get_field("content"), "storage", FileSystemStorage(tmp_path))
    lan, place = factories.person("Lan"), factories.country()
    for key, day in (("old", OLD), ("edge", EDGE - timedelta(seconds=1)), ("young", EDGE)):
        outbox.write(key=key, person=lan.uuid, address="l@a.example", language="vi", subject="S", body="B", now=day)
    Job.objects.create(kind="k", owner=lan.uuid, asked_at=OLD, touched_at=OLD, ended_at=OLD, state="done")
    Job.objects.create(kind="still at work", owner=lan.uuid, asked_at=OLD, touched_at=OLD)
    files = [keep(checked=check_scan(content=b"%PDF-1.4", name=name), owner=officer.uuid, country="VN", now=OLD)
             for name in ("export.pdf", "sheet.pdf", "scan.pdf")]
    batch = Import.objects.create(country=place, owner=officer.uuid, file=files[1].uuid, made_at=OLD, done_at=OLD)
    ImportRow.objects.create(batch=batch, country=place, number=2, state="new", person=lan, values={"name": "Lan"})
    teaching = factories.teach(factories.edition(), lan)
    Observation.objects.create(facilitation=teaching, observer=officer, observed_on=TODAY, score=12, passed=True,
                               scan=files[2].uuid, entered_at=OLD)
    Nomination.objects.create(edition=factories.edition(), person=lan, country=place, reason="Able", nominated_at=OLD,
                              nominated_by=officer.uuid, changed_at=OLD, changed_by=officer.uuid)
    ErasureRequest.objects.create(person=lan, asked_at=OLD, asked_by=lan.uuid, decision="refused", decided_at=OLD,
                                  decided_by=officer.uuid, why="Appeal")
    Session.objects.create(session_key="x" * 32, session_data="", expire_date=NOW - timedelta(hours=1))
    return files


EXPECTED = {"notices.notice": 2, "jobs.job": 1, "files.storedfile": 1, "people.import": 1, "people.importrow": 1,
            "people.invitation": 0, "people.erasurerequest": 1, "courses.nomination": 1, "sessions.session": 1,
            "surveys.answerfile": 0, "surveys.draft": 0, "surveys.upload": 0}


@pytest.mark.postgres
def test_the_preview_says_what_the_rules_then_do(past, officer, tmp_path, django_capture_on_commit_callbacks):
    rules = {rule.data.label: rule for rule in retention.preview(now=NOW)}
    assert {label: rule.rows for label, rule in rules.items()} == EXPECTED
    assert rules["notices.notice"].oldest == OLD and rules["people.invitation"].oldest is None
    with django_capture_on_commit_callbacks(execute=True):
        assert retention.apply(by=officer, now=NOW) == EXPECTED
    assert all(rule.rows == 0 for rule in retention.preview(now=NOW))
    assert set(Notice.objects.values_list("key", "body")) >= {("old", ""), ("edge", ""), ("young", "B")}
    assert Job.objects.get().kind == "still at work"
    assert [bool(StoredFile.objects.get(pk=file.pk).content) for file in past] == [False, False, True]
    assert sum(file.is_file() for file in tmp_path.rglob("*")) == 1
    row = ImportRow.objects.get()
    assert row.values == {} and Nomination.objects.get().reason == "" and ErasureRequest.objects.get().why == ""
    assert Entry.objects.get(verb="retention.applied").after == {"rows": EXPECTED}


def test_months_are_those_of_the_settings(past, settings):
    settings.RETENTION_MONTHS = {"notices.notice": 480}
    assert [rule.rows for rule in retention.preview(now=NOW)] == [0]
    assert retention.months_before(datetime(2026, 3, 31, tzinfo=UTC), 1) == datetime(2026, 2, 28, tzinfo=UTC)


@pytest.mark.postgres
def test_only_those_who_erase_everywhere_apply_it(past, officer, client_as):
    coordinator = factories.person("Co", "VN", "coordinator")
    with pytest.raises(PermissionDenied):
        retention.apply(by=coordinator, now=NOW)
    assert client_as(coordinator).get(reverse("people:retention")).status_code == 403
    browser = client_as(officer)
    page = browser.get(reverse("people:retention")).content.decode()
    assert "24 months" in page and "Letters" in page and "past their time" in page
    assert "Remove it" in browser.get(reverse("people:retention_apply")).content.decode()
    assert Notice.objects.get(key="old").body == "B"
    browser.post(reverse("people:retention_apply"))
    assert Notice.objects.get(key="old").body == ""
    assert "Nothing is past its time" in browser.get(reverse("people:retention_apply")).content.decode()


def test_the_command_shows_and_applies(past):
    said = StringIO()
    call_command("retention", stdout=said)
    assert "Letters: " in said.getvalue() and "past 24 months" in said.getvalue()
    assert Notice.objects.get(key="old").body == "B"
    call_command("retention", "--apply", stdout=said)
    assert Notice.objects.get(key="old").body == "" and timezone.now() >= NOW
