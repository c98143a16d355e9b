"""Instruments in the hands of coordinators: the list, one instrument, uploads with all their problems, publishing, withdrawing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from lms.audit.models import Entry
from lms.files.models import StoredFile
from lms.people.domain.refusal import Refused
from lms.surveys.domain import shelf, uploads, withdrawing
from lms.surveys.domain.answers import receive
from lms.surveys.domain.uploads import Sent, Wish
from lms.surveys.models import Form, FormVersion, Upload
from tests.surveys.workbooks import CHOICES, SURVEY, asking, changed, hostile, workbook

pytestmark = pytest.mark.django_db
LIST, NEW = "/en/instruments/", "/en/instruments/new/"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
TWICE = [*CHOICES, ["yesno", "yes", "Yes again", "បាទ"]]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def said(page):
    return page.content.decode()


@pytest.fixture
def persons(persons):
    """Sample persons: spared the second factor."""
    for person in persons:
        person.sample = True
        person.save()
    return persons


@pytest.fixture
def lan(persons, countries, give):
    """Viet Nam's coordinator."""
    give(persons[0], "coordinator", countries[0])
    return persons[0]


@pytest.fixture
def sokha(persons, countries, give):
    """Cambodia's coordinator."""
    give(persons[1], "coordinator", countries[1])
    return persons[1]


@pytest.fixture
def keep(lan, countries, now):
    def send(content=None, files=(), form=None, **wish):
        wished = Wish(**{"key": "pulse", "kind": "pulse", "anonymous": False, "invited": False, "country": countries[0]} | wish)
        return uploads.keep_upload(workbook=Sent("pulse.xlsx", content or workbook()), files=files, form=form, wish=wished,
                                   by=lan, now=now)
    return send


def typed(content=None, files=(), **changes):
    return {"key": "pulse", "kind": "pulse", "country": "VN", "files": list(files),
            "workbook": SimpleUploadedFile("pulse.xlsx", content or workbook(), XLSX)} | changes


def picture(name="map.png", content=PNG):
    return SimpleUploadedFile(name, content, "image/png")


def with_picture(name="map.png"):
    return asking({"type": "text", "name": "where", "label": "Where?", "image": name})


# --- the list ------------------------------------------------------------------------------------------------------

def test_the_list_holds_ones_country_and_the_region(client, make_form, countries, lan):
    make_form(key="regional")
    make_form(key="national", country=countries[0])
    make_form(key="elsewhere", country=countries[1])
    client.force_login(lan)
    page = said(client.get(LIST))
    assert "/en/instruments/regional/" in page and "/en/instruments/national/" in page and "elsewhere" not in page


def test_who_reads_no_results_has_no_list(client, make_form, persons, countries, give):
    make_form()
    assert client.get(LIST).status_code == 302
    give(persons[0], "trainee", countries[0])
    client.force_login(persons[0])
    assert client.get(LIST).status_code == 403 and client.get("/en/instruments/evaluation/").status_code == 403


def test_a_reader_of_results_sees_and_does_not_edit(client, make_form, persons, countries, give):
    make_form(country=countries[0])
    give(persons[0], "focal-point", countries[0])
    client.force_login(persons[0])
    page = said(client.get("/en/instruments/evaluation/"))
    assert "Versions" in page and "new-version" not in page and "withdraw" not in page
    assert client.get(NEW).status_code == 403
    assert client.get("/en/instruments/evaluation/withdraw/").status_code == 403
    assert client.post("/en/instruments/evaluation/", {}).status_code == 403


def test_answers_to_an_anonymous_form_are_hidden_below_five(make_form, countries, lan, now):
    version = make_form(anonymous=True)

    def shown():
        form = shelf.shelf(by=lan).get()
        return shelf.shown(form=form, count=form.answers).count

    for count in range(1, 7):
        receive(version=version, data={"clear": "no"}, language="en", channel="web", occasion=None, person=None,
                country=countries[0], instance_id=uuid4(), now=now)
        assert shown() == (None if count < 5 else count)
    receive(version=version, data={"clear": "no"}, language="en", channel="web", occasion=None, person=None,
            country=countries[1], instance_id=uuid4(), now=now)
    assert shown() == 6, "another country's answers are not Lan's to count"


def test_as_many_queries_for_30_instruments_as_for_one(client, make_form, lan, django_assert_num_queries):
    make_form(key="first")
    client.force_login(lan)
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    newest = FormVersion.objects.get()
    for number in range(29):
        form = Form.objects.create(key=f"f{number}", titles={"en": f"F {number}"}, kind="pulse")
        for version in (1, 2):
            FormVersion.objects.create(form=form, number=version, xlsx=b"", xform="", items=[], languages=["en"], sha256="",
                                       published_at=newest.published_at)
    with django_assert_num_queries(len(one)):
        assert "30 instruments" in said(client.get(LIST))


# --- one instrument ------------------------------------------------------------------------------------------------

def test_another_countrys_instrument_is_not_there(client, make_form, countries, lan, sokha):
    make_form(country=countries[0], workbook=asking({"type": "select_one yesno", "name": "q", "answer": "yes"}))
    client.force_login(sokha)
    one = "/en/instruments/evaluation/"
    for address in (one, f"{one}withdraw/", f"{one}compare/1/1/", f"{one}1/form.xlsx", f"{one}1/form.xml",
                    f"{one}1/paper/default.pdf", f"{one}1/preview/default/"):
        assert client.get(address).status_code == 404, address
    client.force_login(lan)
    for address in (one, f"{one}withdraw/", f"{one}compare/1/1/", f"{one}1/form.xlsx", f"{one}1/form.xml",
                    f"{one}1/paper/default.pdf", f"{one}1/preview/default/"):
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("address", ["nothing/", "evaluation/9/form.xml", "evaluation/compare/1/9/", "evaluation/1/paper/xx.pdf",
                                     "evaluation/1/preview/xx/", "evaluation/99999999999999999999/form.xlsx",
                                     f"uploads/{uuid4()}/", f"uploads/{uuid4()}/preview/en/"])
def test_odd_addresses_are_not_found(client, make_form, lan, address):
    make_form()
    client.force_login(lan)
    assert client.get(LIST + address).status_code == 404


def test_what_changed_between_two_versions_is_said(client, make_form, countries, lan):
    make_form(country=countries[0])
    make_form(country=countries[0], workbook=workbook(survey=changed(3, 3, "Was it quite clear?")))
    client.force_login(lan)
    page = said(client.get("/en/instruments/evaluation/compare/1/2/"))
    assert "1 part changed from 1 to 2" in page and "<del>Was it clear?</del>" in page and "<ins>Was it quite clear?</ins>" in page


def test_the_workbook_keeps_its_right_answers_for_editors_alone(client, make_form, persons, countries, give, lan):
    content = asking({"type": "select_one yesno", "name": "q", "answer": "yes", "points": "2"})
    make_form(country=countries[0], workbook=content, kind="test")
    address = "/en/instruments/evaluation/1/form.xlsx"
    client.force_login(lan)
    assert client.get(address).content == content
    give(persons[1], "focal-point", countries[0])
    client.force_login(persons[1])
    taken = client.get(address)
    assert taken.status_code == 200 and taken["Content-Disposition"] == 'attachment; filename="evaluation-1.xlsx"'
    sheets = uploads.read(workbook=taken.content)
    assert sheets["survey"].heads and not {"answer", "points"} & set(sheets["survey"].heads)
    assert "answer" not in said(client.get("/en/instruments/evaluation/1/form.xml"))


# --- uploads -------------------------------------------------------------------------------------------------------

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


# --- withdrawing ---------------------------------------------------------------------------------------------------

def test_a_form_is_withdrawn_with_a_reason_and_opened_again(client, make_form, countries, lan):
    make_form(country=countries[0])
    client.force_login(lan)
    address = "/en/instruments/evaluation/withdraw/"
    assert client.post(address, {"away": "1", "reason": " "}).status_code == 422
    client.post(address, {"away": "1", "reason": "Two questions were wrong"})
    assert Form.objects.get().withdrawn_at and "Withdrawn" in said(client.get("/en/instruments/evaluation/"))
    assert "already" in said(client.post(address, {"away": "1", "reason": "Again"}))
    client.post(address, {"away": "0", "reason": "Mended"})
    assert Form.objects.get().withdrawn_at is None
    rows = Entry.objects.filter(verb__in=("form.withdrawn", "form.reopened")).order_by("pk").values_list("verb", "why", "country")
    assert [*rows] == [("form.withdrawn", "Two questions were wrong", "VN"), ("form.reopened", "Mended", "VN")]


def test_only_editors_withdraw(make_form, countries, sokha, now):
    form = make_form(country=countries[0]).form
    for act in (withdrawing.withdraw, withdrawing.reopen):
        with pytest.raises(PermissionDenied):
            act(form=form, reason="Why", by=sokha, now=now)


def test_every_page_says_something_in_every_language(client, make_form, countries, lan):
    make_form(country=countries[0])
    make_form(country=countries[0], workbook=workbook(survey=SURVEY[:3]))
    client.force_login(lan)
    for language in ("km", "zh-hans", "lo", "my", "th", "vi"):
        for page in ("", "new/", "evaluation/", "evaluation/withdraw/", "evaluation/compare/1/2/", "evaluation/1/preview/km/"):
            assert client.get(f"/{language}/instruments/{page}").status_code == 200
