"""The pages: every language, errors at the top and at the field, once per click, by invitation."""

import re
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.surveys.domain.invitations import invite
from lms.surveys.models import Draft, Form, Submission
from tests.surveys.workbooks import changed, workbook

pytestmark = pytest.mark.django_db
PAGE = "/en/forms/evaluation/"


def hidden(page, name):
    return re.findall(rf'name="{name}" value="([^"]*)"', page.content.decode())


def filled(page, **answers):
    return {name: hidden(page, name)[0] for name in ("instance", "version", "shown")} | {
        f"a:{path}": answer for path, answer in answers.items()}


def said(page):
    return page.content.decode()


def test_a_form_is_filled_in_and_stored_once(client, make_form):
    make_form()
    page = client.get(PAGE)
    assert page.status_code == 200 and hidden(page, "shown") == ["clear first"]
    sending = filled(page, clear="no", first="Start")
    for _click in range(2):
        answer = client.post(PAGE, sending)
        assert (answer.status_code, answer.url) == (302, "/en/forms/evaluation/sent/")
    assert "Sent. The server has your answers." in said(client.get(answer.url))
    row = Submission.objects.get()
    assert row.answers == {"clear": "no", "first": "Start"} and row.instance_id == UUID(sending["instance"])


def test_other_answers_under_the_same_id_are_not_stored_and_not_lost(client, make_form):
    make_form()
    sending = filled(client.get(PAGE), clear="no", first="Start")
    client.post(PAGE, sending)
    page = client.post(PAGE, sending | {"a:first": "Other"})
    assert page.status_code == 409 and "Your first answers are kept." in said(page)
    assert "\nOther</textarea>" in said(page) and hidden(page, "instance") != [sending["instance"]]
    assert client.post(PAGE, filled(page, clear="no", first="Other")).status_code == 302
    assert [row.answers["first"] for row in Submission.objects.order_by("pk")] == ["Start", "Other"]


def test_questions_that_an_answer_opens_are_asked(client, make_form):
    make_form()
    first = client.get(PAGE)
    assert re.search(r'data-at="years" data-path="years" hidden', said(first))
    page = client.post(PAGE, filled(first, clear="yes", first="Start"))
    assert page.status_code == 200 and not Submission.objects.exists()
    assert "Your answers open more questions." in said(page)
    assert hidden(page, "shown") == ["clear years first"] and "Start</textarea>" in said(page)
    assert re.search(r'data-at="years" data-path="years">', said(page))
    assert client.post(PAGE, filled(page, clear="yes", years="4", first="Start")).status_code == 302
    assert Submission.objects.get().answers["years"] == 4


def test_a_script_shows_them_itself(client, make_form):
    make_form()
    sending = filled(client.get(PAGE), clear="yes", first="Start")
    del sending["shown"]
    assert client.post(PAGE, sending).status_code == 302


def test_errors_stand_at_the_top_and_at_the_field(client, make_form):
    make_form()
    page = client.post(PAGE, filled(client.get(PAGE), first="<b>kept</b>"))
    assert page.status_code == 422 and 'href="#q-clear:1"' in said(page) and 'id="q-clear:1"' in said(page)
    assert said(page).count('<span>Answer this question.</span>') == 1 and 'id="q-clear-error"' in said(page)
    assert "&lt;b&gt;kept&lt;/b&gt;" in said(page) and 'aria-describedby="q-clear-error"' in said(page)


def test_the_form_s_language_carries_its_lang(client, make_form):
    make_form()
    khmer = said(client.get("/km/forms/evaluation/"))
    assert "តើច្បាស់ទេ?" in khmer and '<span lang="en">Was it' not in khmer
    vietnamese = said(client.get("/vi/forms/evaluation/"))
    assert '<h1 lang="en">Course evaluation</h1>' in vietnamese
    assert '<span lang="en">Was it clear?</span>' in vietnamese and "ខ្មែរ" in vietnamese


def test_the_language_changes_in_mid_form_and_nothing_is_lost(client, make_form):
    make_form()
    page = client.get(f"{PAGE}?for={uuid4()}")
    address = re.search(r'formaction="(/km/forms/evaluation/\?for=[^"]+)" lang="km"', said(page)).group(1)
    khmer = client.post(address, filled(page, clear="yes", first="Begun", years="wrong") | {"do": "show"})
    assert khmer.status_code == 200 and "តើច្បាស់ទេ?" in said(khmer) and "\nBegun</textarea>" in said(khmer)
    assert 'value="yes" checked' in said(khmer) and 'value="wrong"' in said(khmer) and "summary" not in said(khmer)
    assert hidden(khmer, "instance") == hidden(page, "instance")


def test_a_page_of_an_older_version_is_still_taken(client, make_form):
    make_form()
    page = client.get(PAGE)
    make_form(workbook=workbook(changed(3, 2, "plain")[:3] + changed(3, 2, "plain")[4:]))
    assert client.post(PAGE, filled(page, clear="no")).status_code == 302
    assert Submission.objects.get().version.number == 1
    assert hidden(client.get(PAGE), "shown") == ["plain first"]


@pytest.mark.parametrize("number", ["7", "x"])
def test_a_page_of_an_unknown_version_is_shown_again_with_its_answers(client, make_form, number):
    make_form()
    page = client.post(PAGE, filled(client.get(PAGE), clear="no", first="Kept") | {"version": number})
    assert page.status_code == 409 and "The form has changed" in said(page) and "\nKept</textarea>" in said(page)
    assert not Submission.objects.exists() and hidden(page, "version") == ["1"]


def test_a_withdrawn_form_says_so_and_gives_back_what_was_typed(client, make_form, now):
    form = make_form().form
    page = client.get(PAGE)
    Form.objects.filter(pk=form.pk).update(withdrawn_at=now.replace(year=2020))
    assert client.get(PAGE).status_code == 410 and "This form is closed." in said(client.get(PAGE))
    for do in ("send", "save", "show"):
        late = client.post(PAGE, filled(page, clear="no", first="Typed") | {"do": do})
        assert late.status_code == 410 and "\nTyped</textarea>" in said(late) and 'value="send"' not in said(late)
    assert not Submission.objects.exists() and not Draft.objects.exists()


def test_only_invited_persons_and_each_once(client, make_form, persons):
    occasion, version = uuid4(), make_form(invited=True, anonymous=True)
    address = f"{PAGE}?for={occasion}"
    assert "Sign in to answer" in said(client.get(address))
    client.force_login(persons[0])
    refused = client.get(address)
    assert refused.status_code == 403 and "for invited persons" in said(refused)
    assert client.post(address, {"a:clear": "no"}).status_code == 403
    invite(occasion=occasion, version=version, person=persons[0], country=persons[0].country, language="en",
           now=version.published_at)
    page = client.get(address)
    assert "Nobody learns who answered" in said(page)
    sending = filled(page, clear="no")
    assert [client.post(address, sending).status_code for _click in range(2)] == [302, 302]
    assert client.post(address, sending | {"instance": str(uuid4())}).status_code == 403
    assert "You have answered this form." in said(client.get(address))
    row = Submission.objects.get()
    assert row.person is None and row.country == persons[0].country and row.occasion == occasion


def test_who_was_signed_out_in_mid_form_signs_in_and_goes_on(client, make_form, persons):
    occasion, version = uuid4(), make_form(invited=True)
    invite(occasion=occasion, version=version, person=persons[0], country=persons[0].country, language="en",
           now=version.published_at)
    client.force_login(persons[0])
    page = client.get(f"{PAGE}?for={occasion}")
    client.logout()
    refused = client.post(f"{PAGE}?for={occasion}", filled(page, clear="no", first="Long work"))
    assert refused.status_code == 403 and "What you have written is saved." in said(refused)
    onward = f"/en/forms/evaluation/drafts/{Draft.objects.get().uuid}/"
    assert f"?next={onward.replace('/', '%2F')}" in said(refused)
    client.force_login(persons[0])
    assert "\nLong work</textarea>" in said(client.get(onward))


@pytest.mark.parametrize("data", [
    {}, {"instance": "x", "version": "99999999999999999999"}, {"a:clear": "\0"}, {"a:clear": ["yes", "no"], "a:years": "1e9"},
    {"version": "¹", "a:first": "x" * 10_001, "a:clear": "no"}, {"shown": ["nobody"], "a:clear": "yes"},
    {"do": "add:nobody[9]/x"}, {"do": "remove:clear[1]"}, {"do": "drop:\0"}, {"do": "drop:a[99999999999]/b"},
    {"do": "add:clear"}, {"do": "x" * 5000}, {"r:clear": "99999", "a:clear": "yes"}, {"do": "save", "a:first": "\0\x01"}])
def test_odd_posts_are_pages(client, make_form, data):
    make_form()
    assert client.post(PAGE, data).status_code in {200, 302, 409, 422}


def test_unknown_form_and_broken_link(client, make_form):
    make_form()
    assert client.get("/en/forms/nobody/").status_code == 404
    assert client.get(f"{PAGE}?for=12").status_code == 404


def test_few_queries_store_an_answer(client, make_form, persons):
    make_form()
    client.force_login(persons[0])
    sending = filled(client.get(PAGE), clear="no")
    with CaptureQueriesContext(connection, ) as asked:
        assert client.post(PAGE, sending).status_code == 302
    assert len([one for one in asked if "SAVEPOINT" not in one["sql"]]) <= 8, [one["sql"][:90] for one in asked]
