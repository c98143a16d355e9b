"""Answers as files: what stands in them, who takes them, how long they are kept."""

import csv
import io
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from lms.audit.models import Entry
from lms.files.models import StoredFile
from lms.jobs.models import Job
from lms.people.domain.refusal import Refused
from lms.surveys.domain.exports import asking
from lms.surveys.domain.exports.tables import Manner, safe, sheets
from lms.surveys.models.definition import Definition
from tests.factories import NOW, country, person
from tests.surveys.answered import ITEMS, LISTS, instrument, item, submit, version

pytestmark = pytest.mark.django_db
EXPORT = "/en/instruments/pulse/export/"
FLAT = [one for one in ITEMS if not one["path"].startswith("members")]


@pytest.fixture
def boss():
    return person("Boss", "VN", "coordinator", language="en")


@pytest.fixture(autouse=True)
def _private_files(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {"private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path, "base_url": None}}}


def made(of, by, number: int | None = None, **manner) -> StoredFile:
    """The file that a worker writes."""
    job = asking.ask(form=of.form, by=by, manner=Manner(**manner), version=number, now=timezone.now())
    asking.run(job.uuid)
    job.refresh_from_db()
    assert job.state == Job.State.DONE and job.done == job.total
    return StoredFile.objects.get(uuid=job.arguments["file"])


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_names_and_labels_split_and_together(boss):
    of = instrument(items=FLAT)
    submit(of, [{"clear": "yes", "topics": ["yes", "maybe"], "years": 7, "first": "=1+1"}, {"years": 3}],
           country=country("VN"), person=boss)
    names = rows(made(of, boss).content.read())
    assert [row["years"] for row in names] == ["7", "3"]
    assert (names[0]["clear"], names[0]["topics"], names[0]["first"]) == ("yes", "yes maybe", "'=1+1")
    assert (names[0]["_person"], names[0]["_country"], names[0]["_index"]) == (boss.number, "VN", "1")
    labels = rows(made(of, boss, labels=True, split=True).content.read())
    assert labels[0]["About clear"] == "Yes" and labels[0]["About topics"] == "Yes, Perhaps"
    assert [labels[0][f"About topics/{one}"] for one in ("Yes", "No", "Perhaps")] == ["1", "0", "1"]
    assert labels[1]["About topics/Yes"] == ""  # not answered is not "no"


def test_repeats_are_tables_of_their_own(boss):
    of = instrument()
    entries = [{"members/name": "A", "members/role": "yes"}, {"members/name": "B"}]
    submit(of, [{"clear": "no"}, {"members": entries}, {"members": entries[:1]}], country=country("VN"))
    stored = made(of, boss)
    pack = zipfile.ZipFile(io.BytesIO(stored.content.read()))
    assert stored.name.endswith(".zip") and pack.namelist() == ["pulse.csv", "members.csv"]
    inner = rows(pack.read("members.csv"))
    assert [(row["_index"], row["_parent_index"], row["members/name"]) for row in inner] == [
        ("1", "2", "A"), ("2", "2", "B"), ("3", "3", "A")]
    book = load_workbook(io.BytesIO(made(of, boss, form="xlsx").content.read()))
    assert book.sheetnames == ["pulse", "members"]
    assert [cell.value for cell in book["members"][2]] == [1, 2, "A", "yes"]


def test_no_cell_of_a_workbook_is_a_formula(boss):
    of = instrument(items=FLAT)
    submit(of, [{"first": text} for text in ("=1+1", "+1", "-1", "@x", "\t=1", "http://x.org", "12")], country=country("VN"))
    page = load_workbook(io.BytesIO(made(of, boss, form="xlsx").content.read())).active
    place = [cell.value for cell in page[1]].index("first")
    cells = [row[place] for row in page.iter_rows(min_row=2)]
    assert all(cell.data_type == "s" and not cell.hyperlink for cell in cells)
    assert [cell.value for cell in cells] == ["'=1+1", "'+1", "'-1", "'@x", "'=1", "http://x.org", "12"]


@pytest.mark.parametrize(("text", "becomes"), [("plain", "plain"), ("a;=1", "a;'=1"), ("=1", "'=1"), ("a ", "a"), ("", ""),
                                               ("a\nb", "a\nb"), ("\u202e=1", "'=1"), ("＝1", "'＝1")])
def test_texts_are_made_harmless(text, becomes):
    assert safe(text) == becomes


def test_an_anonymous_form_gives_shuffled_rows_without_times_and_five_at_least(boss):
    of = instrument(anonymous=True, items=FLAT)
    submit(of, [{"years": number} for number in range(4)], country=country("VN"))
    with pytest.raises(Refused):
        made(of, boss)
    submit(of, [{"years": number} for number in range(4, 30)], country=country("VN"))
    found = rows(made(of, boss).content.read())
    assert [name for name in found[0] if name.startswith("_")] == ["_index"]
    years = [int(row["years"]) for row in found]
    assert sorted(years) == list(range(30)) and years != list(range(30))


def test_a_small_version_of_an_anonymous_form_is_not_given_alone_nor_left_out(boss):
    of = instrument(anonymous=True, items=FLAT)
    submit(of, [{"years": 1}] * 9, country=country("VN"))
    submit(version(of.form, 2, FLAT), [{"years": 2}] * 3, country=country("VN"))
    for number in (1, 2):
        with pytest.raises(Refused):
            made(of, boss, number)
    assert len(rows(made(of, boss).content.read())) == 12


def test_only_answers_in_scope_are_taken(boss):
    of = instrument(items=FLAT)
    submit(of, [{"years": 1}] * 3, country=country("VN"))
    submit(of, [{"years": 2}] * 3, country=country("KH"))
    assert {row["years"] for row in rows(made(of, boss).content.read())} == {"1"}


def test_questions_that_only_older_versions_asked_keep_their_column(boss):
    of = instrument(items=[*FLAT, item("old", "text")])
    submit(of, [{"old": "kept"}], country=country("VN"))
    version(of.form, 2, FLAT)
    assert rows(made(of, boss).content.read())[0]["old"] == "kept"


def test_columns_stand_in_the_forms_order_whatever_is_answered():
    sheet = sheets(Definition(ITEMS, LISTS, ["en"]), manner=Manner(), given=["_index"], name="x")
    assert sheet.header == ["_index", "clear", "topics", "years", "held", "first"]
    assert sheet.row({"first": "a"}) == ["", "", "", "", "a"]
    assert [one.repeat for one in sheet.every()] == ["", "members"]


# --- asking and fetching ----------------------------------------------------------------------------------------------

GOOD = {"form": "csv", "words": "names", "language": "en", "version": ""}


def test_a_file_is_asked_for_fetched_and_logged(boss, client_as, django_capture_on_commit_callbacks):
    of, client = instrument(items=FLAT), client_as(boss)
    submit(of, [{"years": 1}] * 3, country=country("VN"))
    with django_capture_on_commit_callbacks():
        answer = client.post(EXPORT, GOOD)
    job = Job.objects.get(kind=asking.KIND)
    assert answer.url.endswith(f"/{job.uuid}/")
    asking.run(job.uuid)
    page = client.get(EXPORT)
    assert page.context["files"][0][0] == job and "3 answers" in page.content.decode()
    file = client.get(f"{EXPORT}{job.uuid}/")
    assert len(rows(b"".join(file.streaming_content))) == 3
    assert file["Cache-Control"] == "private, no-store" and "attachment" in file["Content-Disposition"]
    entry = Entry.objects.get(verb="answers.exported")
    assert entry.after == {"rows": 3, "kind": "csv"} and entry.actor == boss.uuid


def test_a_second_click_gives_the_same_job(boss):
    of = instrument()
    submit(of, [{"years": 1}], country=country("VN"))
    first, second = (asking.ask(form=of.form, by=boss, manner=Manner(), version=None, now=NOW) for _time in range(2))
    assert first == second


@pytest.mark.parametrize(("role", "code", "status"), [
    ("coordinator", "VN", 200), ("coordinator", "KH", 404), ("focal-point", "VN", 403), ("chair", "VN", 403),
    ("secretariat", None, 200)])
def test_who_takes_answers_away(role, code, status, client_as):
    instrument(country=country("VN"))
    client = client_as(person("Taker", code, role))
    assert client.get(EXPORT).status_code == status
    if status != 200:
        assert client.post(EXPORT, GOOD).status_code == status and not Job.objects.exists()


def test_a_file_is_its_owners_for_a_week(boss, client_as, django_capture_on_commit_callbacks):
    of = instrument()
    submit(of, [{"years": 1}], country=country("VN"))
    stored = made(of, boss)
    job = Job.objects.get()
    other = client_as(person("Other", "VN", "coordinator"))
    assert other.get(f"{EXPORT}{job.uuid}/").status_code == 404
    assert client_as(boss).get(f"{EXPORT}{job.uuid}/").status_code == 200
    assert asking.forget(now=timezone.now() + timedelta(days=6)) == 0
    late = timezone.now() + timedelta(days=7, minutes=1)
    assert asking.ready(form=of.form, by=boss, now=late) == []
    with django_capture_on_commit_callbacks(execute=True):
        assert asking.forget(now=late) == 1
    stored.refresh_from_db()
    assert not stored.content and asking.forget(now=late) == 0


def test_who_lost_the_right_meanwhile_gets_no_file(boss):
    of = instrument()
    submit(of, [{"years": 1}], country=country("VN"))
    job = asking.ask(form=of.form, by=boss, manner=Manner(), version=None, now=timezone.now())
    boss.grants.all().delete()
    with pytest.raises(Exception, match="role does not cover"):
        asking.run(job.uuid)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED and not StoredFile.objects.exists()


@pytest.mark.parametrize("wrong", [{"form": "pdf"}, {"words": ""}, {"language": "xx"}, {"version": "99"}, {"version": "\0"}])
def test_a_wrong_wish_is_told_and_starts_nothing(wrong, boss, client_as):
    submit(instrument(), [{"years": 1}], country=country("VN"))
    page = client_as(boss).post(EXPORT, GOOD | wrong)
    assert page.status_code in (200, 400) and not Job.objects.exists()


def test_without_answers_the_form_says_so(boss, client_as):
    instrument()
    assert "There are no answers to take away yet." in client_as(boss).post(EXPORT, GOOD).content.decode()
