"""Releasing: by whom, what is shown before, what it does, and who is told."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from curricula.domain import releasing
from curricula.domain.comparing import Kind
from curricula.domain.overview import differs
from curricula.models import CurriculumPage, CurriculumVersion
from lms.audit.models import Entry
from lms.notices.models import Notice
from lms.people.domain.refusal import Refused
from tests.curricula import factories as make
from tests.curricula.factories import NOW
from tests.curricula.test_versions_views import rewrite

pytestmark = pytest.mark.django_db
TODAY = date(2027, 1, 20)


@pytest.fixture
def people(tree):
    """The secretariat, and the chairs of Viet Nam (whose curriculum was made from the region's) and Cambodia."""
    CurriculumPage.objects.filter(pk=tree.vietnam.pk).update(origin=tree.regional)
    tree.secretariat = make.person("R-1", "secretariat")
    tree.chair = make.person("VN-1", "chair", make.country("VN"))
    tree.other = make.person("KH-1", "chair", make.country("KH"))
    return tree


def release(tree, by, number=(3, 1), in_force=TODAY, page=None):
    return releasing.release(curriculum=page or tree.regional, number=number, in_force=in_force, notes=" What is new ",
                             by=by, now=NOW)


def test_a_regional_release_is_frozen_logged_and_told_to_the_chairs_that_follow(people):
    made = release(people, people.secretariat)
    assert (made.number, made.in_force, made.notes, made.released_by) == ("3.1", TODAY, "What is new", people.secretariat.uuid)
    assert made.modules.count() == 3
    assert Entry.objects.filter(verb="curriculum.released", actor=people.secretariat.uuid).count() == 1
    assert [row.person for row in Notice.objects.all()] == [people.chair.uuid]
    notice = Notice.objects.get()
    assert "3.1" in notice.subject and "Curriculum regional" in notice.body and "Curriculum viet-nam" in notice.body


def test_a_letter_is_written_in_the_language_of_its_reader(people):
    with override("vi"):
        subject, body = releasing.letter(CurriculumVersion.objects.get(curriculum=people.regional), people.vietnam)
    assert "3.0" in subject
    assert "1/8/2026" in body


def test_a_national_release_is_for_pilots_and_tells_nobody(people):
    made = release(people, people.chair, (2, 2), None, people.vietnam)
    assert made.in_force is None
    assert not Notice.objects.exists()
    with pytest.raises(Refused) as refused:
        release(people, people.chair, (3, 0), TODAY, people.vietnam)
    assert refused.value.field == "in_force"


@pytest.mark.parametrize("who", ["chair", "other"])
def test_a_country_does_not_release_the_regions_text(people, who):
    with pytest.raises(PermissionDenied):
        release(people, getattr(people, who))


def test_nor_that_of_another_country(people):
    with pytest.raises(PermissionDenied):
        release(people, people.other, (2, 2), None, people.vietnam)
    assert people.vietnam.versions.count() == 1


@pytest.mark.parametrize(("number", "in_force", "field"), [
    ((3, 0), TODAY, "number"), ((2, 9), TODAY, "number"), ((3, 1), None, "in_force"),
    ((3, 1), TODAY - timedelta(days=1), "in_force")])
def test_what_cannot_be_released(people, number, in_force, field):
    with pytest.raises(Refused) as refused:
        release(people, people.secretariat, number, in_force)
    assert refused.value.field == field
    assert people.regional.versions.count() == 1
    assert not Notice.objects.exists()


def test_what_a_release_would_change_is_shown_before(people):
    assert not differs(releasing.would_change(people.regional))
    rewrite(people.A, "a journey", "a holiday")
    make.module(people.regional, "E")
    people.D.refresh_from_db()
    people.D.unpublish()
    rows = {row.text.letter: row.kind for row in releasing.would_change(people.regional)}
    assert rows == {"A": Kind.CHANGED, "P": Kind.SAME, "E": Kind.ADDED, "D": Kind.REMOVED}


def test_a_draft_counts_for_a_country_and_not_for_the_region(people):
    for module in (people.A, people.national):
        module.refresh_from_db()
        module.title = "Another title"
        module.save_revision()
    assert not differs(releasing.would_change(people.regional))
    assert differs(releasing.would_change(people.vietnam))


def test_looking_writes_nothing(people):
    before = people.national.revisions.count(), CurriculumVersion.objects.count()
    releasing.would_change(people.vietnam)
    assert (people.national.revisions.count(), CurriculumVersion.objects.count()) == before


ADDRESS = "/en/curricula/regional/release/"


def test_the_page_asks_once_more_before_it_releases(client, people):
    client.force_login(people.secretariat)
    page = client.get(ADDRESS).content.decode()
    assert "Nothing changed since version 3.0" in page and "There is nothing new to release." in page
    sent = {"number": "3.1", "in_force": timezone.localdate().isoformat(), "notes": "New words"}
    asked = client.post(ADDRESS, sent).content.decode()
    assert "Release version 3.1?" in asked and "Curriculum viet-nam" in asked
    assert people.regional.versions.count() == 1
    response = client.post(ADDRESS, {**sent, "confirmed": "1"})
    assert response.url == reverse("curricula:version", args=["regional", "3.1"])
    assert people.regional.versions.count() == 2
    assert client.post(ADDRESS, {**sent, "confirmed": "1"}).status_code == 200  # sent twice: released once
    assert people.regional.versions.count() == 2


@pytest.mark.parametrize(("field", "value"), [("number", "9.9"), ("number", ""), ("in_force", "soon"), ("in_force", "2020-01-01"),
                                              ("notes", "")])
def test_what_is_missing_is_said_and_nothing_is_released(client, people, field, value):
    client.force_login(people.secretariat)
    sent = {"number": "3.1", "in_force": timezone.localdate().isoformat(), "notes": "New words", "confirmed": "1", field: value}
    response = client.post(ADDRESS, sent)
    assert response.status_code == 200
    assert "Not saved yet" in response.content.decode()
    assert people.regional.versions.count() == 1


def test_a_national_page_asks_for_no_day_and_leads_to_the_rounds(client, people):
    client.force_login(people.chair)
    page = client.get("/en/curricula/viet-nam/release/").content.decode()
    assert 'name="in_force"' not in page and "/curricula/viet-nam/rounds/" in page


@pytest.mark.parametrize("who", ["chair", "other"])
def test_others_do_not_open_the_page(client, people, who):
    client.force_login(getattr(people, who))
    assert client.get(ADDRESS).status_code == 403
    assert client.post(ADDRESS, {"confirmed": "1"}).status_code == 403


def test_without_a_session_one_signs_in_first(client, people):
    assert "login" in client.get(ADDRESS).url


@pytest.mark.parametrize("modules", [1, 30])
def test_queries_do_not_grow(client, people, django_assert_max_num_queries, modules):
    for at in range(modules):
        make.module(people.regional, f"X{at}")
    client.force_login(people.secretariat)
    with django_assert_max_num_queries(14):
        client.get(ADDRESS)
