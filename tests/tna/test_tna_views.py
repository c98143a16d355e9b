"""The pages of needs: who sees and who may, what is refused, the chain, and as many queries for 30 rows as for one."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import activate

from lms.audit.models import Entry
from lms.courses.models import Course, Edition
from lms.people.permissions import Role
from tests.tna.makers import coordinator, make_action, make_country, make_finding, make_group, make_person
from tna.models import Action, Finding

pytestmark = pytest.mark.django_db
NEW = "/en/needs/new/"


def typed(**changes):
    return {"kind": "white-spot", "title": "identify victims at the border", "figure": "1,240", "unit": "people",
            "source": "Assessment 2026", "language": "en", "country": "VN"} | changes


def edition_form(group, course, **changes):
    return {"course": course.pk, "name": "Khóa tập huấn Hà Nội", "organiser": group.pk, "language": "vi",
            "start": "2026-03-02", "end": "2026-03-06", "seats": "24"} | changes


@pytest.fixture
def course(db):
    return Course.objects.create(key="tot", kind=Course.Kind.TOT, names={"en": "Training of trainers"})


def test_anonymous_sees_what_is_published(client):
    shown, kept = make_finding(), make_finding(title="kept", published=False)
    page = client.get("/en/needs/").content.decode()
    assert shown.title in page and "kept" not in page and "Record a finding" not in page
    assert client.get(shown.get_absolute_url()).status_code == 200
    assert client.get(kept.get_absolute_url()).status_code == 404
    action = make_action(kept)
    assert client.get(action.get_absolute_url()).status_code == 404
    assert client.get(NEW).status_code == 302


@pytest.mark.parametrize(("role", "code", "sees"), [
    (Role.COORDINATOR, "VN", True), (Role.FOCAL_POINT, "VN", True), (Role.SECRETARIAT, None, True),
    (Role.COORDINATOR, "KH", False), (Role.DONOR, None, False), (Role.TRAINEE, "VN", False)])
def test_people_who_work_for_a_country_see_all_of_it(client, role, code, sees):
    kept = make_finding(published=False)
    person = coordinator(code) if role == Role.COORDINATOR else make_person(role, code)
    client.force_login(person)
    assert client.get(kept.get_absolute_url()).status_code == (200 if sees else 404)
    assert (kept.title in client.get("/en/needs/").content.decode()) is sees


def test_a_finding_is_typed_in_and_stands_as_the_heading(client):
    client.force_login(coordinator("VN"))
    assert 'name="country" value="VN"' in client.get(NEW).content.decode()
    answer = client.post(NEW, typed())
    found = Finding.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/en/needs/{found.uuid}/")
    page = client.get(answer.url).content.decode()
    assert '1,240 people in need: <span lang="en">identify victims at the border</span>' in page
    assert "The finding is recorded." in page and "Finding recorded" in page and "coordinator VN" not in page.split("<main")[1]
    assert found.language == "en" and not found.published


def test_the_figure_is_read_in_the_language_of_the_frame(client):
    client.force_login(coordinator("VN"))
    assert client.post("/vi/needs/new/", typed(figure="1.240")).status_code == 302
    assert Finding.objects.get().figure == 1240
    assert "1.240" in client.get("/vi/needs/").content.decode()


@pytest.mark.parametrize(("changes", "field"), [
    ({"figure": "many"}, "figure"), ({"figure": "1.240"}, "figure"), ({"figure": ""}, "figure"),
    ({"figure": "101", "unit": "percent"}, "figure"), ({"figure": "7", "unit": "gap"}, "figure"),
    ({"figure": "1.5"}, "figure"), ({"figure": "-3"}, "figure"), ({"kind": "?"}, "kind"), ({"title": ""}, "title"),
    ({"language": "xx"}, "language"), ({"figure": "\0"}, "figure"), ({"country": "ZZ"}, "country")])
def test_what_is_refused_stands_at_its_field(client, changes, field):
    client.force_login(make_person(Role.SECRETARIAT, None))
    make_country("VN")
    page = client.post(NEW, typed(**changes))
    assert page.status_code == 200 and f'id="id_{field}_error"' in page.content.decode()
    assert not Finding.objects.exists()


def test_only_for_the_own_country(client):
    make_country("KH")
    client.force_login(coordinator("VN"))
    assert client.post(NEW, typed(country="KH")).status_code == 403
    assert client.post(NEW, typed(country="")).status_code == 403
    foreign = make_finding("KH")
    for address in (reverse("tna:action_new", args=[foreign.uuid]),
                    reverse("tna:edition_new", args=[make_action(foreign).uuid])):
        assert client.get(address).status_code == client.post(address, {}).status_code == 403
    assert Finding.objects.count() == 1


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.DONOR, Role.FOCAL_POINT, Role.TRAINER])
def test_others_record_and_agree_nothing(client, role):
    finding = make_finding()
    client.force_login(make_person(role, "VN"))
    assert client.get(NEW).status_code == client.post(NEW, typed()).status_code == 403
    assert client.get(reverse("tna:action_new", args=[finding.uuid])).status_code == 403
    assert "Agree an action" not in client.get(finding.get_absolute_url()).content.decode()


def test_the_secretariat_chooses_the_country(client):
    make_country("KH")
    client.force_login(make_person(Role.SECRETARIAT, None))
    assert "The whole region" in client.get(NEW).content.decode()
    client.post(NEW, typed(country="KH"))
    client.post(NEW, typed(country="", title="region"))
    assert [found.country and found.country.code for found in Finding.objects.order_by("pk")] == ["KH", None]


def test_from_the_finding_to_the_edition_and_back(client, course):
    finding, group = make_finding(), make_group("VN")
    client.force_login(coordinator("VN"))
    assert "Nothing is agreed on this need yet." in client.get(finding.get_absolute_url()).content.decode()
    answer = client.post(reverse("tna:action_new", args=[finding.uuid]),
                         {"title": "Hold a TOT", "due": "2027-06-30", "language": "en"})
    action = Action.objects.get()
    assert answer.url == action.get_absolute_url() and (action.plan.year, action.number) == (2027, 1)
    assert f'rel="next" href="{action.get_absolute_url()}"' in client.get(finding.get_absolute_url()).content.decode()
    page = client.get(action.get_absolute_url()).content.decode()
    plan = reverse("tna:edition_new", args=[action.uuid])
    assert f'rel="prev" href="{finding.get_absolute_url()}"' in page and plan in page
    answer = client.post(plan.replace("/en/", "/vi/"), edition_form(group, course, seats="၂၄"))
    activate("en")
    edition = Edition.objects.get()
    assert answer.url == f"/vi/courses/{edition.slug}/"
    assert edition.names == {"vi": "Khóa tập huấn Hà Nội", "en": "Khóa tập huấn Hà Nội"}
    assert (edition.country.code, edition.seats, edition.start) == ("VN", 24, date(2026, 3, 2))
    page = client.get(action.get_absolute_url()).content.decode()
    assert f'rel="next" href="{edition.get_absolute_url()}"' in page and "Edition made from the action" in page
    assert "An edition has been made" in client.post(plan, edition_form(group, course)).content.decode()
    assert Edition.objects.count() == 1
    assert Entry.objects.about(action).count() == 2


@pytest.mark.parametrize(("changes", "field"), [
    ({"end": "2026-03-01"}, "end"), ({"end": "2026-09-01"}, "end"), ({"seats": "0"}, "seats"), ({"seats": "2.5"}, "seats"),
    ({"seats": "70000"}, "seats"), ({"start": "2570-03-02"}, "start"), ({"start": "soon"}, "start"), ({"name": ""}, "name")])
def test_an_edition_that_cannot_be_is_refused(client, course, changes, field):
    action, group = make_action(make_finding()), make_group("VN")
    client.force_login(coordinator("VN"))
    page = client.post(reverse("tna:edition_new", args=[action.uuid]), edition_form(group, course, **changes))
    assert page.status_code == 200 and f'id="id_{field}_error"' in page.content.decode()
    assert not Edition.objects.exists()


def test_the_form_offers_what_is_the_country_s(client, course):
    foreign, own = make_group("KH"), make_group("VN")
    Course.objects.create(key="rtp", kind=Course.Kind.REGIONAL, names={"en": "Regional programme"})
    client.force_login(coordinator("VN"))
    address = reverse("tna:edition_new", args=[make_action(make_finding()).uuid])
    page = client.get(address).content.decode()
    assert own.label in page and foreign.label not in page and "Regional programme" not in page
    assert '<optgroup label="training of trainers">' in page and 'type="date"' in page
    assert 'id="id_organiser_error"' in client.post(address, edition_form(foreign, course)).content.decode()


def test_the_filter_and_its_empty_state(client):
    make_finding("VN")
    make_country("KH")
    page = client.get("/en/needs/?country=VN").content.decode()
    assert "identify victims, VN" in page and '<option value="VN" selected>' in page
    page = client.get("/en/needs/?country=KH").content.decode()
    assert "No finding of Cambodia is here yet." in page and "Clear the filter" in page
    for odd in ("ZZ", '"', "x" * 10_000, "VN&page=-1", "VN&page=x"):
        assert client.get(f"/en/needs/?country={odd}").status_code == 200


def test_nothing_yet(client):
    assert "No finding is here yet." in client.get("/en/needs/").content.decode()


@pytest.mark.parametrize("signed_in", [False, True])
def test_as_many_queries_for_30_rows_as_for_one(client, django_assert_num_queries, signed_in):
    if signed_in:
        client.force_login(coordinator("VN"))
    make_action(make_finding())
    client.get("/en/needs/")
    with CaptureQueriesContext(connection) as one:
        client.get("/en/needs/")
    for _number in range(29):
        make_action(make_finding())
    with django_assert_num_queries(len(one)):
        client.get("/en/needs/")
    assert len(one) <= (5 if not signed_in else 8)
