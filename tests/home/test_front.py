"""The home page, the bare address, information pages, health."""

from datetime import timedelta
from unittest.mock import patch
from uuid import uuid4

import pytest
from celery import Celery
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from kombu.exceptions import OperationalError

from lms.courses.models import Edition
from lms.home.domain import front
from lms.home.views import health

LANGUAGES = [code for code, _name in settings.LANGUAGES]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter", "empty_cache")]


@pytest.fixture
def empty_cache():
    cache.clear()
    yield
    cache.clear()


@pytest.mark.parametrize("language", LANGUAGES)
def test_home_and_information_exist_in_every_language(client, language):
    home = client.get(f"/{language}/").content.decode()
    assert f'action="/{language}/verify/"' in home and 'name="code"' in home
    assert home.count('class="letter"') == 5 and "numbered" in home and home.count('<p class="when">') == 4
    for slug in ("about", "help", "privacy", "accessibility"):
        assert client.get(f"/{language}/{slug}/").status_code == 200
    assert client.get(f"/{language}/style/").status_code == 200


def test_modules_are_named_in_the_readers_language_where_they_have_a_name(client):
    assert '<span lang="vi">Giới thiệu về mua bán người</span>' in client.get("/vi/").content.decode()
    assert '<span lang="en">Introduction to human trafficking</span>' in client.get("/th/").content.decode()


def test_the_home_page_costs_few_queries(client):
    with CaptureQueriesContext(connection) as cold:
        front.front(today=timezone.localdate())
    assert len(cold) <= 4
    client.get("/en/")
    with CaptureQueriesContext(connection) as warm:
        client.get("/en/")
    assert len(warm) <= 8


def test_a_new_edition_shows_within_a_minute(client):
    assert front.KEPT_SECONDS <= 60
    client.get("/en/")
    soon = Edition.objects.get(slug="refresher-vn-2026-1")
    soon.pk, soon.slug, soon.names = None, "new-one", {"en": "A new course"}
    soon.uuid = uuid4()
    soon.start = soon.end = timezone.localdate() + timedelta(days=1)
    soon.save()
    cache.clear()
    assert "A new course" in client.get("/en/").content.decode()


def test_what_is_not_public_is_not_on_the_home_page(client):
    Edition.objects.update(public=False)
    page = client.get("/en/").content.decode()
    assert "No course is planned yet." in page and "Regional Training Programme, first" not in page


@pytest.mark.parametrize(("accept", "language"), [("km,en;q=0.5", "km"), ("zh-CN", "zh-hans"), ("fr", "en"), ("", "en")])
def test_the_bare_address_leads_to_the_readers_language(client, accept, language):
    response = client.get("/", headers={"accept-language": accept})
    assert (response.status_code, response["Location"]) == (302, f"/{language}/")
    assert {"Accept-Language", "Cookie"} <= set(response["Vary"].split(", "))


def test_the_bare_address_knows_the_person(account, client_as):
    response = client_as(account("trainee.kh")).get("/", headers={"accept-language": "vi"})
    assert response["Location"] == "/km/"


def test_alive_asks_the_database_nothing(client):
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/healthz")
    assert (response.status_code, response.content, len(queries)) == (200, b"ok", 0)


def test_ready_names_what_is_not(client):
    assert client.get("/readyz").json() == {"database": "ok", "cache": "ok", "broker": "ok"}
    broken = {"broker": OperationalError("secret-host:6379"), "database": DatabaseError("secret"),
              "keeps": OSError("secret")}
    for name, error in broken.items():
        with patch.object(health, name, side_effect=error):
            response = client.get("/readyz")
        said = response.json()
        assert response.status_code == 503 and list(said.values()).count("not ok") == 1
        assert said["cache" if name == "keeps" else name] == "not ok" and "secret" not in response.content.decode()


def test_a_broker_that_is_not_there_is_noticed_soon():
    away, begun = Celery("away", broker="redis://127.0.0.1:1/0", set_as_current=False), timezone.now()
    with patch.object(health, "current_app", away):
        assert health.holds("broker", health.broker) is False
    assert timezone.now() - begun < timedelta(seconds=6)
