"""Errors in the person's language, and never a dead end."""

import pytest
from django.test import Client, RequestFactory

from lms.home.views import errors

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter")]


@pytest.mark.parametrize(("path", "accept", "language"), [
    ("/vi/nothing/", "th", "vi"), ("/fr/courses/", "km,en;q=0.5", "km"), ("/fr/", "", "en"), ("/de-AT/my/", "my", "my"),
    ("/zh/courses/", "", "zh-Hans"), ("/lo/courses/nothing/", "", "lo"), ("/th/verify/NOTHING/", "", "th"),
    ("/km/curricula/nothing/", "", "km"), ("/zh-hans/learn/nothing/", "en", "zh-Hans")])
def test_what_is_not_there_is_said_in_the_readers_language(client, path, accept, language):
    response = client.get(path, headers={"accept-language": accept})
    page = response.content.decode()
    assert response.status_code == 404
    assert f'<html lang="{language}">' in page
    assert "/search/" in page or "verify" in path


def test_an_unknown_language_leads_to_the_same_page_in_the_seven(client):
    page = client.get("/fr/courses/?past=1", headers={"accept-language": "fr"}).content.decode()
    for code in ("en", "km", "zh-hans", "lo", "my", "th", "vi"):
        assert f'href="/{code}/courses/"' in page
    assert '"/fr/' not in page


def test_a_page_without_its_language_is_found(client):
    response = client.get("/courses/", headers={"accept-language": "vi"})
    assert response.status_code == 302 and response["Location"] == "/vi/courses/"


def test_the_rules_sentence_stands_on_the_page(account, client_as):
    response = client_as(account("trainee.vn")).get("/en/trainers/candidates/")
    assert response.status_code == 403
    assert "Certificates are issued by the chair" in response.content.decode()


def test_a_page_that_was_open_too_long_says_so(account):
    client = Client(enforce_csrf_checks=True)
    client.force_login(account("focal.vn"))
    response = client.post("/vi/courses/rtp-2027-1/state/", {"to": "open"})
    assert response.status_code == 403 and '<html lang="vi">' in response.content.decode()


def test_when_we_broke_it_the_page_names_a_reference_that_the_log_has(caplog):
    request = RequestFactory().get("/km/courses/")
    response = errors.broken(request)
    reference = next(r.args[0] for r in caplog.records if r.name == "lms.broken")
    assert response.status_code == 500
    assert reference in response.content.decode() and '<html lang="km">' in response.content.decode()


def test_a_request_that_cannot_be_read(client):
    response = errors.bad_request(client.get("/my/courses/").wsgi_request)
    assert response.status_code == 400 and '<html lang="my">' in response.content.decode()
