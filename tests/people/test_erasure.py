"""After an erasure nothing names the person, in the database or on the disk, and every count is what it was."""

import json
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import FileSystemStorage
from django.db import connection
from django.urls import reverse

from certification.models import Certificate
from lms.audit.domain import keys
from lms.audit.domain.log import personal
from lms.audit.models import Entry
from lms.courses.models import Attendance, Enrolment, Facilitation, Nomination, Observation
from lms.files.domain import drop
from lms.files.models import StoredFile
from lms.learning.models import Statement
from lms.monitoring.models import Reading
from lms.notices.models import Notice
from lms.people.domain import erasure
from lms.people.domain.consent import put_text
from lms.people.domain.privacy import ERASED
from lms.people.domain.refusal import Refused
from lms.people.models import ErasureRequest, Person
from lms.people.models.person import access_of
from lms.surveys.models import Submission
from tests import factories
from tests.factories import LONG_AGO, NOW
from tests.people import whole_life

COUNTED = [Nomination, Enrolment, Attendance, Facilitation, Observation, Certificate, Submission, Statement, Reading, Person]


@pytest.fixture
def officer(db):
    return factories.person("Officer", None, "secretariat")


@pytest.fixture
def life(officer, monkeypatch, tmp_path):
    monkeypatch.setattr(StoredFile._meta.get_field("content"), "storage", FileSystemStorage(tmp_path))
    for purpose in ("data-use", "name-on-certificate"):
        put_text(purpose=purpose, version="1", titles={"en": purpose}, texts={"en": purpose}, in_force=LONG_AGO)
    found = whole_life.live(by=officer)
    found.folder = tmp_path
    return found


def everything_in_tables() -> str:
    """Every value of every table as text, in small letters."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                found += [bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)
                          for value in row]
    return "\n".join(found).lower()


def the_file() -> str:
    """The bytes of the SQLite file, in small letters, without what deleted rows leave behind; elsewhere the tables."""
    if connection.vendor != "sqlite":
        return everything_in_tables()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(connection.settings_dict["NAME"]).read_bytes().decode("utf-8", "replace").lower()


def shapes(trace: str) -> list[str]:
    """A trace as text and as JSON may hold it."""
    return [trace, json.dumps(trace)[1:-1]]


def left_in(text: str) -> list[str]:
    return [trace for trace in whole_life.TRACES if any(shape in text for shape in shapes(trace))]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_nothing_names_an_erased_person(life, officer):
    assert left_in(everything_in_tables()) == left_in(the_file()) == whole_life.TRACES
    counts = {model: model.objects.count() for model in COUNTED}
    erasure.erase_person(person=life.person, by=officer, now=NOW)
    assert left_in(everything_in_tables()) == []
    assert {model: model.objects.count() for model in COUNTED} == counts
    for file in life.folder.rglob("*"):
        assert file.is_dir() or left_in(file.read_bytes().decode("utf-8", "replace").lower()) == []
    assert left_in(the_file()) == []


@pytest.mark.postgres
def test_what_stays_of_an_erased_person(life, officer, client_as, django_capture_on_commit_callbacks):
    before = Submission.objects.get(pk=life.submission.pk)
    with django_capture_on_commit_callbacks(execute=True):
        erasure.erase_person(person=life.person, by=officer, now=NOW)
    person = Person.objects.get(pk=life.person.pk)
    assert (person.name, person.own_name, person.username, person.email, person.birth_year) == (ERASED, "", None, "", None)
    assert person.number == life.person.number and person.sex == "woman" and person.erased_at == NOW
    assert not person.is_active and not person.has_usable_password() and not person.words.exists()
    assert not access_of(person, on=NOW.date().replace(year=2027)).held
    assert life.browser.get(reverse("people:my_data")).status_code == 302
    after = Submission.objects.get(pk=life.submission.pk)
    assert after.answers == {"clear": "yes", "years": 7} and "<clear>yes</clear>" in after.xml
    assert after.instance_id == before.instance_id and str(after.instance_id) in after.xml
    assert Statement.objects.filter(actor=person.uuid).count() == 1
    assert StoredFile.objects.filter(uuid__in=[life.scan.uuid, life.sheet.uuid], content="").count() == 2
    letter = Notice.objects.get(person=life.other.uuid)
    assert ERASED in letter.subject and letter.body.startswith("Dear ")
    entry = Entry.objects.get(verb="person.erased")
    assert entry.after["rows"]["people.person"] == 2 and entry.about == person.uuid
    assert personal(Entry.objects.filter(verb="person.changed").latest("id")) is None
    assert {"sha256"} == set(Entry.objects.get(verb="submission.emptied").after)
    with pytest.raises(Refused):
        erasure.erase_person(person=person, by=officer, now=NOW)


def test_a_certificate_of_an_erased_person_is_checked_as_withdrawn(life, officer, client, client_as):
    address = reverse("certification:verify", args=[life.certificate.code])
    assert whole_life.NAME in client.get(address).content.decode()
    erasure.erase_person(person=life.person, by=officer, now=NOW)
    page = client.get(address).content.decode()
    assert "Withdrawn at the holder’s request" in page and life.certificate.number in page
    assert whole_life.NAME not in page and ERASED not in page
    pdf = client_as(officer).get(reverse("certification:pdf", args=[life.certificate.uuid]))
    assert pdf.status_code == 302 or pdf["Content-Type"] != "application/pdf"


def test_a_crash_between_commit_and_disk_is_finished_later(life, officer, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=False):
        erasure.erase_person(person=life.person, by=officer, now=NOW)
    assert any(file.is_file() for file in life.folder.rglob("*"))
    assert drop.finish() == 2
    assert not any(file.is_file() for file in life.folder.rglob("*")) and drop.finish() == 0


@pytest.mark.postgres
def test_a_request_is_decided_by_somebody_else(db, officer):
    lan, coordinator = factories.person("Lan"), factories.person("Coordinator", "VN", "coordinator")
    elsewhere = factories.person("Elsewhere", "KH", "coordinator")
    with pytest.raises(PermissionDenied):
        erasure.ask(person=lan, by=elsewhere, now=NOW)
    request = erasure.ask(person=lan, by=lan, now=NOW)
    with pytest.raises(Refused):
        erasure.ask(person=lan, by=coordinator, now=NOW)
    told = Notice.objects.get(key__startswith=f"erasure-asked:{request.uuid}")
    assert told.person == officer.uuid and "Lan" not in told.subject + told.body
    with pytest.raises(PermissionDenied):
        erasure.decide(request=request, erase=True, why="", by=coordinator, now=NOW)
    with pytest.raises(Refused) as missing:
        erasure.decide(request=request, erase=False, why=" ", by=officer, now=NOW)
    assert missing.value.field == "why"
    erasure.decide(request=request, erase=False, why="The certificate is appealed.", by=officer, now=NOW)
    assert "appealed" in Notice.objects.get(person=lan.uuid).body
    with pytest.raises(Refused):
        erasure.decide(request=request, erase=True, why="", by=officer, now=NOW)
    again = erasure.ask(person=lan, by=coordinator, now=NOW)
    erasure.withdraw(request=again, by=lan, now=NOW)
    erasure.decide(request=erasure.ask(person=lan, by=lan, now=NOW), erase=True, why="As asked", by=officer, now=NOW)
    assert Person.objects.get(pk=lan.pk).erased_at
    assert list(ErasureRequest.objects.order_by("pk").values_list("decision", "why")) == [
        ("refused", ""), ("withdrawn", ""), ("erased", "")]
    mine = erasure.ask(person=officer, by=officer, now=NOW)
    with pytest.raises(Refused):
        erasure.decide(request=mine, erase=True, why="", by=officer, now=NOW)


def test_a_destroyed_key_stays_destroyed(db, officer):
    lan = factories.person("Lan")
    erasure.erase_person(person=lan, by=officer, now=NOW)
    assert keys.key_for(person=lan.uuid, now=NOW) == b""
