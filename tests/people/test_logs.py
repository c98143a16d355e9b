"""The log says what happened and where, and names nobody: not a name, an address, a number, a word searched for."""

import logging
from io import StringIO
from smtplib import SMTPRecipientsRefused
from unittest.mock import patch

import pytest
from celery import shared_task
from django.conf import settings as project
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string

from lms.notices.domain import outbox
from lms.notices.tasks import send_due
from lms.people.models import Person
from tests import factories
from tests.factories import NOW
from tests.people import whole_life

SEARCHED = "Wordthatissought"
ROOMS = ("lms", "certification", "curricula", "tna")


@pytest.fixture
def written():
    """All that the site's log would hold: our loggers from DEBUG, the others at their own level, as it is formatted."""
    how = project.LOGGING["formatters"]["plain"]
    text = StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(import_string(how["()"])(how["format"]))
    handler.setLevel(logging.DEBUG)
    root, levels = logging.getLogger(), {}
    root.addHandler(handler)
    for name in ROOMS:
        levels[name] = logging.getLogger(name).level
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield text
    root.removeHandler(handler)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture
def person(db):
    made = factories.person(whole_life.NAME, "VN", "coordinator", own_name=whole_life.OWN, email=whole_life.MAIL)
    Person.objects.filter(pk=made.pk).update(username=whole_life.USER)
    made.refresh_from_db()
    made.set_password("river-paper-lacquer")
    made.save()
    return made


@shared_task
def stumbles(job: str) -> None:
    raise ValueError(f"{whole_life.NAME} {whole_life.MAIL}")


def test_the_log_names_nobody(person, written, settings):
    browser = Client(raise_request_exception=False)
    for name in (whole_life.USER, whole_life.MAIL, person.number, SEARCHED):
        browser.post(reverse("people:login"), {"login": name, "password": f"wrong {SEARCHED}"})
    browser.post(reverse("people:login"), {"login": whole_life.USER, "password": "river-paper-lacquer"})
    browser.force_login(person)
    browser.post(reverse("people:list"), {"words": SEARCHED})
    browser.get(reverse("home:search"), {"q": SEARCHED})
    assert browser.get("/en/courses/", {"q": "\x00" + SEARCHED}).status_code == 400
    assert browser.get(reverse("people:retention")).status_code == 403
    assert browser.get(reverse("people:list") + "nothing/", {"q": SEARCHED}).status_code == 404
    assert browser.get(reverse("home:my"), headers={"host": "elsewhere.example"}).status_code == 400
    for fault in (ValueError(f"{whole_life.NAME} {whole_life.OWN}"), KeyError(person.number)):
        with patch("lms.people.views.persons.render", side_effect=fault):
            answer = browser.post(reverse("people:person", args=[person.uuid]), {"name": SEARCHED})
            assert answer.status_code == 500
    with patch("lms.people.views.persons.render", side_effect=taken_twice):
        assert browser.get(reverse("people:person", args=[person.uuid])).status_code == 500
    post_is_refused(person, settings)
    stumbles.apply(args=[str(person.uuid)])
    said = written.getvalue()
    assert said.count("Internal Server Error") == 3 and "builtins.ValueError" in said and "views/persons.py" in said
    assert "was not taken" in said and "stumbles" in said
    for trace in (*whole_life.TRACES, whole_life.USER, whole_life.MAIL, person.number):
        assert trace.lower() not in said.lower(), trace
    assert SEARCHED not in said


def taken_twice(*_args, **_kwargs):
    """What a database says of a row that is there already: it quotes the values."""
    with transaction.atomic():
        try:
            Person.objects.create(number="VN-9998", name=whole_life.NAME, email=whole_life.MAIL)
        except IntegrityError as fault:
            raise IntegrityError(f"Key (email)=({whole_life.MAIL}) already exists.") from fault


def post_is_refused(person: Person, settings) -> None:
    settings.DEMO = False
    outbox.write(key="logged", person=person.uuid, address=whole_life.MAIL, language="en", subject=whole_life.NAME,
                 body=whole_life.OWN, now=NOW)
    refused = SMTPRecipientsRefused({whole_life.MAIL: (550, whole_life.NAME.encode())})
    with patch("django.core.mail.EmailMessage.send", side_effect=refused):
        assert send_due() == 0
