"""Workbooks on their way to an instrument: all their problems, pictures, publishing, discarding, the preview."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import override

from lms.audit.models import Entry
from lms.files.models import StoredFile
from lms.people.domain.refusal import Refused
from lms.surveys.domain import uploads
from lms.surveys.domain.uploads import Sent
from lms.surveys.models import Form, FormVersion, Upload
from tests.surveys.desk import NEW, PNG, picture, said, typed, with_picture
from tests.surveys.workbooks import CHOICES, asking, changed, hostile, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spared")]
TWICE = [*CHOICES, ["yesno", "yes", "Yes again", "បាទ"]]


def test_a_workbook_becomes_an_instrument(client, lan):
    client.force_login(lan)
    sent = client.post(NEW, typed())
    upload = Upload.objects.get()
    assert (sent.status_code, sent.url) == (302, f"/en/instruments/uploads/{upload.uuid}/")
    page = said(client.get(sent.url))
    assert "Ready to be published" in page and "Was it clear?" in page and "Only if the answer to question 1 is: Yes" in page
    assert not Form.objects.exists()
    done = client.post(f"{sent.url}publish/")
    assert done.url == "/en/instruments/pulse/" and not Upload.objects.exists()
    version = FormVersion.objects.get()
    assert (version.form.country.code, version.form.titles, version.number) == ("VN", {"en": "Course evaluation"}, 1)
    assert [*Entry.objects.order_by("pk").values_list("verb", flat=True)] == ["form.uploaded", "form.published"]


def test_every_problem_is_shown_with_its_cell(client, lan):
    rows = changed(4, 8, ". >>= 0")
    rows[4][1] = "clear"
    client.force_login(lan)
    page = said(client.get(client.post(NEW, typed(workbook(survey=rows))).url))
    assert "survey, row 4" in page and "constraint" in page and ". &gt;&gt;= 0" in page and "row 5" in page
    assert "Publish for good" not in page


def test_problems_are_said_in_the_readers_language(client, keep, lan):
    with override("en"):
        upload = keep(workbook(survey=[["type", "name", "label"], ["text", "", "A"]]))
    english = upload.problems[0]["message"]
    client.force_login(lan)
    client.get(f"/km/instruments/uploads/{upload.uuid}/")
    upload.refresh_from_db()
    assert upload.told_in == "km" and len(upload.problems) == 1 and english


def test_what_is_refused_is_never_published(client, keep, lan, now):
    upload = keep(workbook(survey=changed(4, 8, ". >>= 0")))
    client.force_login(lan)
    client.post(f"/en/instruments/uploads/{upload.uuid}/publish/")
    assert not Form.objects.exists() and Upload.objects.exists()


@pytest.mark.parametrize("name", sorted(hostile()))
def test_hostile_workbooks_are_looked_at_and_refused(client, lan, name):
    client.force_login(lan)
    sent = client.post(NEW, typed(hostile()[name] or b" "))
    assert sent.status_code == 302 and client.get(sent.url).status_code == 200
    assert Upload.objects.get().problems and not Form.objects.exists()


@pytest.mark.parametrize("changes", [
    {"key": "Not A Key"}, {"key": "new"}, {"key": "uploads"}, {"key": ""}, {"kind": "odd"}, {"country": "KH"}, {"country": ""},
    {"country": "\x00"}, {"workbook": ""}, {"files": [picture(content=b"<svg onload=x>")]}, {"files": [picture(), picture()]},
    {"files": [SimpleUploadedFile("v.png", b"")]}])
def test_what_does_not_fit_is_said_and_nothing_is_kept(client, lan, countries, changes):
    client.force_login(lan)
    assert client.post(NEW, typed(**changes)).status_code == 422
    assert not Upload.objects.exists() and not StoredFile.objects.exists()


@pytest.mark.parametrize(("name", "kept"), [("map.png", "map.png"), ("..\\..\\map.png", "map.png"), ("/etc/map.png", "map.png"),
                                            ("a\u202eb.png", None), ("", None), (f"{'m' * 120}.png", None)])
def test_names_of_pictures_are_names_alone(name, kept):
    if kept:
        assert uploads.check_medium(Sent(name, PNG))[0] == kept
    else:
        with pytest.raises(Refused):
            uploads.check_medium(Sent(name, PNG))


def test_a_key_that_is_taken_is_refused(client, make_form, lan, countries, keep, now):
    make_form(key="pulse", country=countries[1])
    client.force_login(lan)
    assert "Another form has this key" in said(client.post(NEW, typed()))
    Form.objects.update(key="moved")
    upload = keep()
    Form.objects.update(key="pulse")
    with pytest.raises(Refused):
        uploads.publish_upload(upload=upload, by=lan, now=now)


def test_pictures_come_along_stay_and_go(client, lan, now):
    client.force_login(lan)
    missing = client.post(NEW, typed(with_picture()))
    assert "map.png" in said(client.get(missing.url)) and Upload.objects.get().problems
    client.post(f"{missing.url}discard/")
    sent = client.post(NEW, typed(with_picture(), [picture(), picture("spare.png")]))
    assert client.get(f"{sent.url}media/map.png")["Content-Type"] == "image/png"
    assert client.get(f"{sent.url}media/none.png").status_code == 404
    client.post(f"{sent.url}publish/")
    first = FormVersion.objects.get()
    assert {one.name for one in first.files.all()} == {"map.png", "spare.png"}
    again = client.post("/en/instruments/pulse/", {"workbook": typed(asking(
        {"type": "text", "name": "there", "label": "There?", "image": "map.png"}))["workbook"]})
    client.post(f"{again.url}publish/")
    second = FormVersion.objects.get(number=2)
    assert {one.file for one in second.files.all()} == {one.file for one in first.files.all()}


def test_discarding_lets_the_files_go(keep, lan, now, django_capture_on_commit_callbacks):
    upload = keep(with_picture(), files=[Sent("map.png", PNG)])
    with django_capture_on_commit_callbacks(execute=True):
        uploads.discard(upload=upload, by=lan, now=now)
    assert not Upload.objects.exists() and StoredFile.objects.get().content == ""


def test_choices_that_share_a_name_are_let_through_with_one_click(client, keep, lan):
    upload = keep(workbook(choices=TWICE))
    client.force_login(lan)
    assert "Let them share a name" in said(client.get(f"/en/instruments/uploads/{upload.uuid}/"))
    client.post(f"/en/instruments/uploads/{upload.uuid}/duplicates/")
    upload.refresh_from_db()
    assert upload.problems == [] and upload.items


@pytest.mark.parametrize("settings", [None, [["form_id"], ["f"]], [["allow_choice_duplicates"], ["no"]], [[None], [None]]])
def test_the_setting_is_written_whatever_the_settings_hold(settings):
    made = uploads.with_duplicates(workbook(choices=TWICE, settings=settings))
    sheet = uploads.read(workbook=made)["settings"]
    assert sheet.rows[0].cells["allow_choice_duplicates"] == "yes"
    assert all(sheet.rows[0].cells.get(head) for head in (settings or [["form_id"]])[0] if head)


def test_an_upload_is_its_senders_alone(client, keep, lan, persons, countries, give, now):
    upload = keep()
    give(persons[1], "coordinator", countries[0])
    client.force_login(persons[1])
    address = f"/en/instruments/uploads/{upload.uuid}/"
    assert client.get(address).status_code == client.get(f"{address}preview/en/").status_code == 404
    assert client.post(f"{address}publish/").status_code == client.post(f"{address}discard/").status_code == 404
    for act in (uploads.publish_upload, uploads.discard, uploads.allow_duplicates):
        with pytest.raises(Refused):
            act(upload=upload, by=persons[1], now=now)


def test_who_lost_the_right_publishes_no_more(keep, lan, now):
    upload = keep()
    lan.grants.update(until=timezone.localdate() - timedelta(days=2))
    lan.__dict__.pop("_access", None)
    with pytest.raises(PermissionDenied):
        uploads.publish_upload(upload=upload, by=lan, now=now)


def test_nobody_sends_for_another_country(keep, countries):
    for place in (countries[1], None):
        with pytest.raises(PermissionDenied):
            keep(country=place)


def test_a_desk_holds_twenty_workbooks(keep, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_WAITING", 2)
    for number in range(2):
        keep(key=f"k{number}")
    with pytest.raises(Refused):
        keep(key="k3")


def test_titles_of_other_languages_come_from_the_settings(keep, lan, now):
    upload = keep(workbook(settings=[["form_title", "form_title (km)"], ["Pulse", "ជីពចរ"]]))
    assert uploads.publish_upload(upload=upload, by=lan, now=now).form.titles == {"en": "Pulse", "km": "ជីពចរ"}


def test_a_promise_of_anonymity_is_checked_on_upload(keep):
    upload = keep(asking({"type": "start", "name": "start"}, {"type": "text", "name": "q"}), anonymous=True)
    assert [problem["row"] for problem in upload.problems] == [2]


# --- preview -------------------------------------------------------------------------------------------------------

def test_the_preview_shows_the_real_form_in_each_language_and_sends_nothing(client, keep, lan):
    upload = keep()
    client.force_login(lan)
    address = f"/en/instruments/uploads/{upload.uuid}/preview/km/"
    frame = client.get(address)
    inside = f"/km/instruments/uploads/{upload.uuid}/preview/km/?inside=1"
    assert f'src="{inside}"' in said(frame) and 'class="phone"' in said(frame)
    assert 'class="desk"' in said(client.get(f"{address}?width=desk"))
    form = client.get(inside)
    assert "តើច្បាស់ទេ?" in said(form) and 'value="send"' not in said(form)
    assert form["X-Frame-Options"] == "SAMEORIGIN" and "frame-ancestors 'self'" in form["Content-Security-Policy"]
    tried = client.post(inside, {"do": "show", "a:clear": "yes"})
    assert tried.status_code == 200 and "checked" in said(tried)


def test_the_preview_adds_and_removes_instances(client, keep, lan):
    upload = keep(asking({"type": "begin repeat", "name": "r"}, {"type": "text", "name": "q"}, {"type": "end repeat"}))
    client.force_login(lan)
    inside = f"/en/instruments/uploads/{upload.uuid}/preview/default/?inside=1"
    more = said(client.post(inside, {"do": "add:r", "r:r": "1", "a:r[1]/q": "one"}))
    assert 'data-at="r[2]/q"' in more and "one" in more
    assert 'data-at="r[2]/q"' not in said(client.post(inside, {"do": "remove:r[2]", "r:r": "2", "a:r[1]/q": "one"}))
