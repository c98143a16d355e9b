"""Save and go on later: by whom, until when, and never lost; files that answer a question."""

import re
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from lms.files.domain.guard import UploadRefused
from lms.files.domain.keep import keep
from lms.files.models import StoredFile
from lms.home.domain.work import tasks_for
from lms.people.domain import retention
from lms.surveys.domain import answer_files, drafts
from lms.surveys.domain.refusals import InstanceTaken
from lms.surveys.models import AnswerFile, Draft, Form, FormFile, FormVersion, Submission
from tests.surveys.made import NOW, definition

pytestmark = pytest.mark.django_db
PAGE = "/en/forms/visit/"
QUERIES = 6
"""Session, person, grants, version, country, drafts."""
PNG, PDF, MP3 = b"\x89PNG\r\n\x1a\n1", b"%PDF-1.4 x", b"ID3\x03x"
VISIT = definition(("text", "who", {"required": "true()"}), ("image", "photo"), ("repeat", "rooms"), ("file", "rooms/plan"))


@pytest.fixture(autouse=True)
def place(monkeypatch, tmp_path):
    monkeypatch.setattr(StoredFile._meta.get_field("content"), "storage", FileSystemStorage(tmp_path))
    return tmp_path


@pytest.fixture
def visit(db):
    """A form with files and a repeat, made without a workbook."""
    def make(**changes):
        form = Form.objects.create(key="visit", titles={"en": "Visit"}, kind=Form.Kind.RUBRIC, **changes)
        return FormVersion.objects.create(form=form, number=1, xlsx=b"", xform="", items=VISIT.items, languages=["en"],
                                          sha256="", published_at=NOW)
    return make


def fields(page):
    found = dict(re.findall(r'name="(instance|version|shown|[ar]:[^"]+)" value="([^"]*)"',
                            re.sub(r"<template.*?</template>", "", page.content.decode(), flags=re.S)))
    return found


def save(client, **answers):
    return client.post(PAGE, fields(client.get(PAGE)) | answers | {"do": "save"})


# --- drafts -----------------------------------------------------------------------------------------------------------
def test_a_named_draft_is_its_person_s_alone_and_ends_when_it_is_sent(client, visit, persons):
    visit()
    client.force_login(persons[0])
    saved = save(client, **{"a:who": "Lan", "r:rooms": "2"})
    draft = Draft.objects.get()
    assert saved.status_code == 302 and saved.url == f"/en/forms/visit/drafts/{draft.uuid}/" and draft.person == persons[0]
    page = client.get(saved.url)
    assert "\nLan</textarea>" in page.content.decode() and fields(page)["r:rooms"] == "2"
    assert "You find it on the page" in page.content.decode() and str(draft.uuid) not in page.content.decode().split("formaction")[0]
    assert f"drafts/{draft.uuid}/" in client.get(PAGE).content.decode()
    for other in (None, persons[1]):
        client.logout()
        if other:
            client.force_login(other)
        assert client.get(saved.url).status_code == client.post(saved.url).status_code == 404
    client.force_login(persons[0])
    for _click in range(2):
        assert client.post(PAGE, fields(page) | {"a:who": "Lan", "do": "send"}).status_code == 302
    assert Submission.objects.count() == 1 and not Draft.objects.exists()
    assert client.get(saved.url).status_code == 404


def test_an_anonymous_draft_names_nobody_and_lives_at_its_address(client, visit, persons):
    visit(anonymous=True)
    client.force_login(persons[0])
    saved = save(client, **{"a:who": "Lan"})
    draft = Draft.objects.get()
    assert draft.person is None and timezone.localtime(draft.saved_at).hour == 0 and timezone.localtime(draft.saved_at).minute == 0
    client.logout()
    page = client.get(saved.url)
    assert page.status_code == 200 and f"http://testserver{saved.url}" in page.content.decode()
    assert "You have begun this form." not in client.get(PAGE).content.decode()


def test_a_draft_goes_on_in_its_version_and_says_when_the_form_is_closed(client, visit):
    version = visit()
    saved = save(client, **{"a:who": "Lan"})
    FormVersion.objects.create(form=version.form, number=2, xlsx=b"", xform="", items=definition(("text", "new")).items,
                               languages=["en"], sha256="", published_at=NOW)
    page = client.get(saved.url)
    assert fields(page)["version"] == "1" and "\nLan</textarea>" in page.content.decode()
    assert 'name="a:new"' in client.get(PAGE).content.decode()
    Form.objects.update(withdrawn_at=NOW - timedelta(days=900))
    assert client.get(saved.url).status_code == 410


def test_saving_again_replaces_and_nobody_saves_over_somebody_else_s(visit, persons):
    version, instance = visit(), uuid4()
    said = {"version": version, "instance_id": instance, "occasion": None, "now": NOW}
    first = drafts.keep_draft(data={"who": "1"}, by=persons[0], **said)
    assert drafts.keep_draft(data={"who": "2"}, by=persons[0], **said) == first
    assert Draft.objects.get().data == {"who": "2"}
    for other in (None, persons[1]):
        with pytest.raises(InstanceTaken):
            drafts.keep_draft(data={}, by=other, **said)
    assert Draft.objects.get().data == {"who": "2"}


def test_it_is_kept_for_three_months_and_then_goes(visit):
    draft = drafts.keep_draft(version=visit(), instance_id=uuid4(), data={}, occasion=None, by=None, now=NOW)
    until = drafts.kept_until(draft)
    assert timedelta(days=88) <= until - NOW <= timedelta(days=93)
    retention.apply(by=None, now=until)
    assert Draft.objects.exists()
    retention.apply(by=None, now=until + timedelta(days=2))
    assert not Draft.objects.exists()


def test_my_work_leads_back_to_it(visit, persons):
    version = visit()
    drafts.keep_draft(version=version, instance_id=uuid4(), data={}, occasion=None, by=persons[0], now=NOW)

    def tasks(of):
        with override("en"):
            return [task for task in tasks_for(person=of, now=NOW) if "Go on with the form" in task.title]

    assert tasks(persons[0])[0].url == f"/en/forms/visit/drafts/{Draft.objects.get().uuid}/" and tasks(persons[1]) == []


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_asks_as_often_for_thirty_drafts_as_for_one(client, visit, persons, count):
    version = visit()
    for _number in range(count):
        drafts.keep_draft(version=version, instance_id=uuid4(), data={}, occasion=None, by=persons[0], now=NOW)
    client.force_login(persons[0])
    with CaptureQueriesContext(connection) as asked:
        page = client.get(PAGE)
    assert len(asked) == QUERIES
    assert page.content.decode().count("/drafts/") == min(count, drafts.MOST_SHOWN)


# --- files ------------------------------------------------------------------------------------------------------------
def test_a_file_is_kept_at_once_and_belongs_to_the_answer(client, visit, place, django_capture_on_commit_callbacks):
    visit()
    upload = SimpleUploadedFile("../../Hôtel <b>.PHP", PNG)
    page = client.post(PAGE, fields(client.get(PAGE)) | {"a:who": "", "f:photo": upload, "do": "send"})
    name = fields(page)["a:photo"]
    assert page.status_code == 422 and name == "Hôtel b.png" and "Hôtel b.png" in page.content.decode()
    again = client.post(PAGE, fields(page) | {"f:photo": SimpleUploadedFile("other.png", PNG), "do": "show"})
    assert fields(again)["a:photo"] == "other.png" and AnswerFile.objects.get().name == "other.png"
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(PAGE, fields(again) | {"a:who": "Lan", "do": "send"}).status_code == 302
    assert Submission.objects.get().answers == {"who": "Lan", "photo": "other.png", "rooms": [{}]}


def test_a_file_is_removed_and_a_stranger_s_name_is_not_believed(client, visit):
    visit()
    page = client.post(PAGE, fields(client.get(PAGE)) | {"f:rooms[1]/plan": SimpleUploadedFile("a.pdf", PDF), "do": "show"})
    assert fields(page)["a:rooms[1]/plan"] == "a.pdf"
    gone = client.post(PAGE, fields(page) | {"do": "drop:rooms[1]/plan", "a:photo": "of-somebody-else.png"})
    assert fields(gone)["a:rooms[1]/plan"] == "" == fields(gone)["a:photo"] and not AnswerFile.objects.exists()


@pytest.mark.parametrize("upload", [b"", b"MZ\x90", b"<html>", b"RIFF1234AVI ", b"GIF89a"])
def test_what_is_no_picture_is_refused_at_its_question(client, visit, upload):
    visit()
    page = client.post(PAGE, fields(client.get(PAGE)) | {"f:photo": SimpleUploadedFile("x.png", upload), "a:who": "Kept", "do": "send"})
    assert page.status_code in {200, 422} and "\nKept</textarea>" in page.content.decode()
    assert not AnswerFile.objects.exists() and not (upload and Submission.objects.exists())


@pytest.mark.parametrize(("kind", "content", "suffix"), [
    ("audio", MP3, ".mp3"), ("audio", b"\0\0\0\x18ftypM4A ", ".m4a"), ("audio", b"RIFF1234WAVEfmt", ".wav"),
    ("video", b"\0\0\0\x18ftypmp42", ".mp4"), ("video", b"\x1aE\xdf\xa3x", ".webm"), ("file", PDF, ".pdf"), ("image", PNG, ".png")])
def test_the_ending_follows_the_content(kind, content, suffix):
    assert answer_files.check_answer(content=content, name="a.exe", kind=kind).name == f"a{suffix}"


def test_files_of_an_anonymous_form_name_nobody_and_no_hour(visit, persons):
    visit(anonymous=True)
    checked = answer_files.check_answer(content=PNG, name="a.png", kind="image")
    instance = uuid4()
    answer_files.keep_answer(instance_id=instance, checked=checked, anonymous=True, by=persons[0], now=NOW)
    kept = AnswerFile.objects.select_related("file").get()
    assert kept.file.owner == instance and kept.at == kept.file.stored_at and timezone.localtime(kept.at).hour == 0


def test_there_is_an_end_to_files_and_none_comes_after_sending(visit, monkeypatch):
    version, instance = visit(), uuid4()
    checked = answer_files.check_answer(content=PNG, name="a.png", kind="image")
    said = {"instance_id": instance, "checked": checked, "anonymous": False, "by": None, "now": NOW}
    monkeypatch.setattr(answer_files, "MOST_FILES", 2)
    assert [answer_files.keep_answer(**said) for _number in range(2)] == ["a.png", "a-2.png"]
    with pytest.raises(UploadRefused):
        answer_files.keep_answer(**said)
    Submission.objects.create(instance_id=instance, version=version, language="en", channel="web", xml="", received_on=NOW.date(),
                              answers={"photo": "a.png"})
    with pytest.raises(InstanceTaken):
        answer_files.keep_answer(**said)
    answer_files.drop_answers(instance_id=instance)
    assert AnswerFile.objects.count() == 2
    answer_files.tidy(Submission.objects.get())
    assert AnswerFile.objects.get().name == "a.png"


def test_files_go_with_their_draft_or_after_a_month_and_stay_with_an_answer(visit):
    version, said = visit(), {"checked": answer_files.check_answer(content=PNG, name="a.png", kind="image"),
                              "anonymous": False, "by": None, "now": NOW}
    alone, drafted, answered, deleted = (uuid4() for _number in range(4))
    for instance in (alone, drafted, answered, deleted):
        answer_files.keep_answer(instance_id=instance, **said)
    for instance in (drafted, deleted):
        drafts.keep_draft(version=version, instance_id=instance, data={}, occasion=None, by=None, now=NOW + timedelta(days=30))
    Submission.objects.create(instance_id=answered, version=version, language="en", channel="web", xml="", answers={"photo": "a.png"},
                              received_on=NOW.date())
    drafts.discard(Draft.objects.get(instance_id=deleted))
    retention.apply(by=None, now=NOW + timedelta(days=32))
    assert set(AnswerFile.objects.values_list("instance_id", flat=True)) == {drafted, answered}
    for _day in range(2):  # first the draft, then what was attached to it
        retention.apply(by=None, now=NOW + timedelta(days=500))
    assert AnswerFile.objects.get().file.name == "a.png"


# --- media of the form ------------------------------------------------------------------------------------------------
@pytest.fixture
def picture(visit):
    def make(content_type="image/png", **changes):
        version = visit(**changes)
        checked = SimpleNamespace(content=PNG, content_type=content_type, name="map.png")
        stored = keep(checked=checked, owner=uuid4(), country="", now=NOW)
        return FormFile.objects.create(version=version, name="map 1.png", file=stored)
    return make


def test_a_picture_of_a_form_is_shown_and_runs_nothing(client, picture):
    picture()
    page = client.get("/en/forms/visit/media/1/map%201.png")
    assert page.status_code == 200 and b"".join(page.streaming_content) == PNG and page["Content-Type"] == "image/png"
    assert page["X-Content-Type-Options"] == "nosniff" and "private" in page["Cache-Control"]
    for name in ("1/other.png", "2/map%201.png", "99999999999999999999/map%201.png", "1/..%2Fmap%201.png"):
        assert client.get(f"/en/forms/visit/media/{name}").status_code == 404


def test_other_types_and_forms_for_invited_persons_are_not_shown_to_everyone(client, picture, persons):
    found = picture(invited=True)
    address = "/en/forms/visit/media/1/map%201.png"
    assert client.get(address).status_code == 404
    client.force_login(persons[0])
    assert client.get(address).status_code == 200
    StoredFile.objects.filter(pk=found.file_id).update(content_type="text/html")
    assert client.get(address).status_code == 404
