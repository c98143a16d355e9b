"""The pages of monitoring: public, counted without names, the chain's end, and reports that are frozen."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lms.jobs.models import Job
from lms.monitoring import tasks
from lms.monitoring.domain.reports import publish
from lms.monitoring.models import Reading, Report
from lms.people.models import Person
from lms.people.permissions import Role
from tests.monitoring.makers import TODAY, days_before, make_indicator, make_reading
from tests.tna.makers import NOW, coordinator, make_country, make_person

pytestmark = pytest.mark.django_db


def secretariat() -> Person:
    return Person.objects.filter(username="secretariat.r").first() or make_person(Role.SECRETARIAT, None)


def make_report(readings, **changes) -> Report:
    return publish(**{"title": "First half of 2027", "language": "vi", "since": days_before(180), "until": TODAY,
                      "text": "Một đoạn.\n\n<b>Hai.</b>", "recommendations": "", "readings": readings,
                      "by": secretariat(), "now": NOW} | changes)


def test_everyone_reads_the_targets_in_both_texts(client):
    indicator = make_indicator()
    make_country("VN")
    page = client.get("/en/monitoring/").content.decode()
    assert '<blockquote lang="en"><p>“A cadre of trainers.”</p></blockquote>' in page
    assert '<blockquote lang="vi"><p>“Một đội ngũ giảng viên.”</p></blockquote>' in page
    assert "no reading yet" in page and "Compute the readings" not in page and "No report is published yet." in page
    make_reading(indicator, None, value=46)
    assert "46 certified trainers, the whole region" in client.get("/en/monitoring/").content.decode()
    assert "46 certified trainers" in client.get("/en/monitoring/targets/1.3/").content.decode()
    assert client.get("/en/monitoring/targets/9.9/").status_code == 404


def test_an_empty_site_has_its_page(client):
    assert "No indicator is kept yet." in client.get("/en/monitoring/").content.decode()


def test_a_reading_says_what_stands_behind_it(client):
    indicator, vn = make_indicator(), make_country("VN")
    old = make_reading(indicator, vn, on=days_before(200), value=40)
    reading = make_reading(indicator, vn, value=46, basis={"certificates by status": {"valid": 40, "due": 6, "odd": 1}})
    report = make_report([reading])
    page = client.get(reading.get_absolute_url()).content.decode()
    assert "<h1>46 certified trainers, Viet Nam</h1>" in page and "Persons who may train on that day" in page
    assert "<span>Valid</span>" in page and "<span>Due</span>" in page and "From 40 on 4 July 2026 to 46" in page
    assert "<svg" in page and old.get_absolute_url() in page and 'aria-current="step"' in page
    assert f'rel="next" href="{report.get_absolute_url()}"' in page
    assert "Over time" not in client.get(old.get_absolute_url()).content.decode()


def test_a_report_quotes_its_readings_and_is_public(client):
    indicator, vn = make_indicator(), make_country("VN")
    reading = make_reading(indicator, vn, value=46)
    report = make_report([reading])
    make_reading(indicator, vn, value=50)
    page = client.get(report.get_absolute_url()).content.decode()
    assert "46 certified trainers, Viet Nam, on 20 January 2027." in page and "50 certified" not in page
    assert f'rel="prev" href="{reading.get_absolute_url()}"' in page and 'aria-current="step"' in page
    assert "&lt;b&gt;Hai.&lt;/b&gt;" in page and '<h1><span lang="vi">' in page
    assert "by the secretariat" in page and "secretariat None" not in page
    assert report.title in client.get("/en/monitoring/").content.decode()
    Report.objects.update(published_at=None)
    assert client.get(report.get_absolute_url()).status_code == 404
    assert report.title not in client.get("/en/monitoring/").content.decode()


def test_the_secretariat_writes_a_report(client):
    reading = make_reading(make_indicator(), make_country("VN"), value=46)
    client.force_login(secretariat())
    address = "/en/monitoring/new-report/"
    assert "46 certified trainers, Viet Nam (20 January 2027)" in client.get(address).content.decode()
    sending = {"title": "Báo cáo", "since": "2026-07-01", "until": "2026-12-31", "language": "vi", "readings": [reading.pk]}
    for changes, field in (({"readings": []}, "readings"), ({"until": "2026-01-01"}, "until"), ({"title": ""}, "title"),
                           ({"since": "soon"}, "since"), ({"readings": ["x"]}, "readings")):
        page = client.post(address, sending | changes)
        assert page.status_code == 200 and f'id="id_{field}_error"' in page.content.decode()
    answer = client.post(address, sending)
    assert answer.status_code == 302 and answer.url == Report.objects.get().get_absolute_url()


def test_others_neither_write_nor_compute(client):
    for address in ("/en/monitoring/new-report/", "/en/monitoring/compute/"):
        assert client.post(address).status_code == 302
    for person in (coordinator("VN"), make_person(Role.DONOR, None), make_person(Role.TRAINEE, "VN")):
        client.force_login(person)
        for address in ("/en/monitoring/new-report/", "/en/monitoring/compute/"):
            assert client.post(address).status_code == 403
        assert "Compute the readings" not in client.get("/en/monitoring/").content.decode()
    assert not Job.objects.exists() and client.get("/en/monitoring/compute/").url == "/en/my/"


def test_the_button_starts_the_job(client, django_capture_on_commit_callbacks):
    make_indicator()
    make_country("VN")
    client.force_login(secretariat())
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/en/monitoring/compute/")
    assert answer.status_code == 302 and str(Job.objects.get().uuid) in answer.url
    assert Reading.objects.count() == 2 and Job.objects.get().state == Job.State.DONE


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_delays_and_fails_nothing(client, monkeypatch):
    def away(*_given):
        raise OSError("no broker")
    monkeypatch.setattr(tasks.take_readings, "delay", away)
    make_indicator()
    client.force_login(secretariat())
    assert client.post("/en/monitoring/compute/").status_code == 302
    job = Job.objects.get()
    assert job.state == Job.State.WAITING
    Job.objects.update(touched_at=timezone.now() - timedelta(days=1))
    tasks.resume_readings()
    job.refresh_from_db()
    assert job.state == Job.State.DONE and Reading.objects.exists()


def test_as_many_queries_for_30_rows_as_for_one(client, django_assert_num_queries):
    vn = make_country("VN")
    make_report([make_reading(make_indicator(), vn)])
    with CaptureQueriesContext(connection) as one:
        client.get("/en/monitoring/")
    for number in range(29):
        indicator = make_indicator(f"indicator-{number}", number=f"2.{number}")
        make_reading(indicator, None)
        make_report([make_reading(indicator, vn)], title=f"Report {number}")
    with django_assert_num_queries(len(one)):
        client.get("/en/monitoring/")
    assert len(one) <= 7
