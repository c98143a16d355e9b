"""Instruments in the hands of coordinators: the list, one instrument, withdrawing."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.audit.models import Entry
from lms.surveys.domain import shelf, uploads, withdrawing
from lms.surveys.domain.answers import receive
from lms.surveys.models import Form, FormVersion
from tests.surveys.desk import LIST, NEW, said
from tests.surveys.workbooks import SURVEY, asking, changed, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spared")]


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
