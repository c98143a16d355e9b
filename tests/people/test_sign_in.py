"""One sign-in: by name, mail or number; one answer to a wrong one; no way round it."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse

from lms.people.models import Person


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def sign_in(client, login, password=None, **more):
    return client.post(reverse("people:login"), {"login": login, "password": password or settings.DEMO_PASSWORD, **more})


@pytest.mark.parametrize("login", ["trainee.vn", "Trainee.VN", " trainee.vn ", "trainee.vn@academy.example",
                                   "VN-0006", "vn-0006"])
def test_name_mail_and_number_open_the_same_door(login, lan, client):
    response = sign_in(client, login, next=reverse("people:list"))
    assert (response.status_code, response["Location"]) == (302, reverse("people:list"))
    assert client.session["_auth_user_id"] == str(lan.pk)


@pytest.mark.parametrize("login", ["trainee.vn", "nobody", "VN-0006", "VN-9999", "nobody@academy.example", "\x00", "'"])
def test_a_wrong_one_gets_one_answer_whatever_was_wrong(login, starter, client):
    response = sign_in(client, login, "wrong-password")
    text = response.content.decode()
    assert response.status_code == 200
    assert "The name or the password does not match." in text or "Name, mail address or number</a>" in text
    assert "_auth_user_id" not in client.session


def test_the_sixth_try_is_locked_and_says_until_when(starter, client):
    for _try in range(5):
        sign_in(client, "trainee.vn", "wrong-password")
    text = sign_in(client, "trainee.vn").content.decode()
    assert "Wait five minutes" in text and "_auth_user_id" not in client.session


def test_a_person_without_a_password_cannot_sign_in(starter, client):
    person = Person.objects.get(number="VN-0008")
    assert person.username is None
    sign_in(client, person.number, "")
    assert "_auth_user_id" not in client.session


def test_a_closed_account_is_told_so(lan, client):
    Person.objects.filter(pk=lan.pk).update(is_active=False)
    response = sign_in(client, "trainee.vn")
    assert response["Location"] == reverse("people:login")
    assert "_auth_user_id" not in client.session


def test_next_leads_nowhere_else(lan, client):
    response = sign_in(client, "trainee.vn", next="https://example.org/")
    assert "example.org" not in response["Location"]


def test_accounts_stand_on_the_page_in_the_demo_only(starter, client, settings):
    text = client.get(reverse("people:login")).content.decode()
    assert "coordinator.kh" in text and settings.DEMO_PASSWORD in text
    settings.DEMO = False
    text = client.get(reverse("people:login")).content.decode()
    assert "coordinator.kh" not in text and settings.DEMO_PASSWORD not in text


def test_the_admin_does_not_send_a_non_editor_round_in_circles(lan, client_as):
    response = client_as(lan).get(reverse("people:login"), {"next": "/admin/"})
    assert response.status_code == 403


def test_signing_out_needs_the_button(lan, client_as):
    client = client_as(lan)
    assert client.get(reverse("people:logout")).status_code == 200
    assert "_auth_user_id" in client.session
    client.post(reverse("people:logout"))
    assert "_auth_user_id" not in client.session
