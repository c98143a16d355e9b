"""The pages: every language, errors at the top and at the field, once per click, by invitation."""

import re
from uuid import UUID, uuid4

import pytest

from lms.surveys.domain.invitations import invite
from lms.surveys.models import Submission
from tests.surveys.workbooks import changed, workbook

pytestmark = pytest.mark.django_db
PAGE = "/en/forms/evaluation/"


def hidden(page, name):
    return re.findall(rf'name="{name}" value="([^"]*)"', page.content.decode())


def filled(page, **answers):
    return {"instance": hidden(page, "instance")[0], "version": hidden(page, "version")[0], "shown": hidden(page, "shown")} | {
        f"a:{path}": answer for path, answer in answers.items()}


def test_a_form_is_filled_in_and_stored_once(client, make_form):
    make_form()
    page = client.get(PAGE)
    assert page.status_code == 200 and hidden(page, "shown") == ["clear", "first"]
    sending = filled(page, clear="no", first="Start")
    for _click in range(2):
        answer = client.post(PAGE, sending)
        assert (answer.status_code, answer.url) == (302, "/en/forms/evaluation/sent/")
    assert "Sent. The server has your answers." in client.get(answer.url).content.decode()
    row = Submission.objects.get()
    assert row.answers == {"clear": "no", "first": "Start"} and row.instance_id == UUID(sending["instance"])
    assert client.post(PAGE, sending | {"a:first": "Other"}).status_code == 409


def test_questions_that_an_answer_opens_are_asked(client, make_form):
    make_form()
    page = client.post(PAGE, filled(client.get(PAGE), clear="yes", first="Start"))
    assert page.status_code == 200 and not Submission.objects.exists()
    assert "Your answers open more questions." in page.content.decode()
    assert hidden(page, "shown") == ["clear", "years", "first"] and "Start</textarea>" in page.content.decode()
    assert client.post(PAGE, filled(page, clear="yes", years="4", first="Start")).status_code == 302
    assert Submission.objects.get().answers["years"] == 4


def test_errors_stand_at_the_top_and_at_the_field(client, make_form):
    make_form()
    page = client.post(PAGE, filled(client.get(PAGE), first="<b>kept</b>"))
    text = page.content.decode()
    assert page.status_code == 422 and 'href="#q2-1"' in text and 'id="q2-1"' in text
    assert text.count("Answer this question.") == 2 and "&lt;b&gt;kept&lt;/b&gt;" in text


def test_the_form_s_language_carries_its_lang(client, make_form):
    make_form()
    khmer = client.get("/km/forms/evaluation/").content.decode()
    assert "តើច្បាស់ទេ?" in khmer and '<span lang="en">Was it' not in khmer
    vietnamese = client.get("/vi/forms/evaluation/").content.decode()
    assert '<h1 lang="en">Course evaluation</h1>' in vietnamese
    assert '<span lang="en">Was it clear?</span>' in vietnamese and "ខ្មែរ" in vietnamese


def test_a_page_of_an_older_version_is_still_taken(client, make_form):
    make_form()
    page = client.get(PAGE)
    make_form(workbook=workbook(changed(3, 2, "plain")[:3] + changed(3, 2, "plain")[4:]))
    assert client.post(PAGE, filled(page, clear="no")).status_code == 302
    assert Submission.objects.get().version.number == 1
    assert hidden(client.get(PAGE), "shown") == ["plain", "first"]


def test_only_invited_persons_and_each_once(client, make_form, persons):
    occasion, version = uuid4(), make_form(invited=True, anonymous=True)
    address = f"{PAGE}?for={occasion}"
    assert "Sign in to answer" in client.get(address).content.decode()
    client.force_login(persons[0])
    refused = client.get(address)
    assert refused.status_code == 403 and "for invited persons" in refused.content.decode()
    assert client.post(address, {"a:clear": "no"}).status_code == 403
    invite(occasion=occasion, version=version, person=persons[0], country=persons[0].country, language="en",
           now=version.published_at)
    page = client.get(address)
    sending = filled(page, clear="no")
    assert [client.post(address, sending).status_code for _click in range(2)] == [302, 302]
    assert client.post(address, sending | {"instance": str(uuid4())}).status_code == 403
    assert "You have answered this form." in client.get(address).content.decode()
    row = Submission.objects.get()
    assert row.person is None and row.country == persons[0].country and row.occasion == occasion


@pytest.mark.parametrize("data", [
    {}, {"instance": "x", "version": "99999999999999999999"}, {"a:clear": "\0"}, {"a:clear": ["yes", "no"], "a:years": "1e9"},
    {"version": "¹", "a:first": "x" * 10_001, "a:clear": "no"}, {"shown": ["nobody"], "a:clear": "yes"}])
def test_odd_posts_are_pages(client, make_form, data):
    make_form()
    assert client.post(PAGE, data).status_code in {200, 302, 422}


def test_unknown_form_and_broken_link(client, make_form):
    make_form()
    assert client.get("/en/forms/nobody/").status_code == 404
    assert client.get(f"{PAGE}?for=12").status_code == 404
