"""What ground rooms show to persons: letters in the demo, one's own jobs."""

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from lms.jobs.domain import progress
from lms.notices.domain import outbox


@pytest.fixture
def letter(lan):
    with transaction.atomic():
        return outbox.write(key="seat:1", person=lan.uuid, address=lan.email, language="vi", path="my/",
                            subject="Anh chị có một chỗ", body="Thân gửi", now=timezone.now())


def test_the_outbox_shows_letters_to_everyone_in_the_demo(letter, client):
    text = client.get(reverse("people:outbox")).content.decode()
    assert "Anh chị có một chỗ" in text and 'lang="vi"' in text and 'href="/vi/my/"' in text


def test_the_outbox_is_not_there_outside_the_demo(letter, client, settings):
    settings.DEMO = False
    assert client.get(reverse("people:outbox")).status_code == 404


def test_a_job_is_its_owners(officer, lan, client_as):
    job = progress.ask(kind="test", owner=officer.uuid, total=40, now=timezone.now())
    page = reverse("people:job", args=[job.uuid])
    assert client_as(lan).get(page).status_code == 404
    text = client_as(officer).get(page).content.decode()
    assert 'hx-trigger="every 2s"' in text and "Look again" in text and "0 of 40" in text


def test_a_job_that_has_ended_asks_no_more_and_leads_to_its_result(officer, client_as):
    job = progress.ask(kind="test", owner=officer.uuid, total=4, now=timezone.now())
    progress.end(job=job, now=timezone.now(), result_path="monitoring/")
    response = client_as(officer).get(reverse("people:job", args=[job.uuid]), headers={"HX-Request": "true"})
    text = response.content.decode()
    assert "hx-get" not in text and 'href="/en/monitoring/"' in text and "<html" not in text
