"""The register of a past edition: its people, and their places on the roster, in one transaction."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lms.courses.domain.register import REGISTER, require_past
from lms.courses.models import Enrolment
from lms.courses.resources import RegisterResource
from lms.people.domain.imports import undo
from lms.people.domain.refusal import Refused
from lms.people.models import Import, Person
from tests import factories
from tests.factories import NOW
from tests.people.sheets import csv, messages, sent, states, taken_back, written

pytestmark = pytest.mark.postgres
HEAD = ["Number", "Name", "Organisation", "Since", "Post-test", "Completed on"]


@pytest.fixture
def dara(account):
    return account("coordinator.kh")


@pytest.fixture
def edition(dara):
    """Five days in 2019."""
    return factories.edition(code="KH", start=date(2019, 3, 4), end=date(2019, 3, 8), state="completed")


@pytest.fixture
def listed(dara, edition):
    def send(*rows):
        return sent(csv(HEAD, *rows), by=dara, country=edition.country, kind=REGISTER, subject=edition.slug, reader=RegisterResource)
    return send


def test_new_and_known_people_get_their_places(listed, dara, edition, sokha):
    batch = listed(["", "Chea Veasna", "kh-police", "2015", "85,5 %", "8/3/2019"], [sokha.number, "", "", "", "40", ""])
    assert list(states(batch).values()) == ["new", "same"]
    written(batch, by=dara, kind=REGISTER)
    veasna = Enrolment.objects.get(edition=edition, person__name="Chea Veasna")
    assert (veasna.post_score, veasna.post_passed, veasna.completed_on) == (Decimal("85.5"), True, date(2019, 3, 8))
    assert (veasna.badge_name, veasna.badge_organisation) == ("Chea Veasna", "General Commissariat of National Police")
    assert veasna.country == dara.country and veasna.post_entered_by == dara.uuid and veasna.nomination is None
    known = Enrolment.objects.get(edition=edition, person=sokha)
    assert (known.post_passed, known.completed_on, known.badge_organisation) == (False, None, "")


def test_undo_takes_the_places_too(listed, dara, edition, sokha):
    batch = listed(["", "Chea Veasna", "", "", "85", ""], [sokha.number, "", "", "", "", ""])
    written(batch, by=dara, kind=REGISTER)
    taken_back(batch, by=dara, kind=REGISTER)
    assert batch.state == "undone" and not edition.enrolments.exists()
    assert not Person.objects.filter(name="Chea Veasna").exists() and Person.objects.filter(pk=sokha.pk).exists()


def test_a_place_that_was_changed_stays(listed, dara, edition):
    batch = listed(["", "Chea Veasna", "", "", "85", ""], ["", "Sok Piseth", "", "", "", ""])
    written(batch, by=dara, kind=REGISTER)
    edition.enrolments.filter(person__name="Chea Veasna").update(post_score=50)
    assert [number for number, _name, _why in undo.plan(batch, REGISTER).kept] == [2]
    taken_back(batch, by=dara, kind=REGISTER, others=True)
    assert edition.enrolments.get().person.name == "Chea Veasna"


def test_who_is_on_the_roster_already_stays_as_it_is(listed, dara, edition, sokha):
    Enrolment.objects.create(edition=edition, person=sokha, country=sokha.country, enrolled_at=NOW, post_score=70)
    batch = listed([sokha.number, "", "", "", "10", ""], ["", "Chea Veasna", "", "", "", ""])
    assert "on the roster already" in messages(batch, 2)
    written(batch, by=dara, kind=REGISTER)
    assert edition.enrolments.get(person=sokha).post_score == 70 and edition.enrolments.count() == 2


def test_odd_figures_are_errors_of_their_rows(listed):
    batch = listed(["", "Chea Veasna", "", "", "140", ""], ["", "Sok Piseth", "", "", "", "2020-01-01"])
    assert set(states(batch).values()) == {"wrong"}
    assert "from 0 to 100" in messages(batch, 2) and "after the end of the edition" in messages(batch, 3)


def test_only_who_runs_a_past_edition(dara, edition, account):
    for name in ("coordinator.vn", "trainee.kh", "focal.kh"):
        with pytest.raises(PermissionDenied):
            require_past(edition, by=account(name), now=NOW)
    coming = factories.edition(code="KH", start=date(2027, 3, 4), end=date(2027, 3, 8))
    with pytest.raises(Refused, match="not over yet"):
        require_past(coming, by=dara, now=NOW)


def test_the_pages(dara, edition, client_as, account, django_capture_on_commit_callbacks):
    page, start = client_as(dara), reverse("courses:register", args=[edition.slug])
    assert "Post-test, percent" in page.get(start).content.decode()
    assert page.get(start + "template/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        page.post(start, {"sheet": SimpleUploadedFile("list.csv", csv(HEAD, ["", "Chea Veasna", "", "", "85", ""]))})
    batch = Import.objects.get()
    here = reverse("courses:register_list", args=[edition.slug, batch.uuid])
    assert "put on the roster" in page.get(here).content.decode()
    assert client_as(account("coordinator.vn")).get(here).status_code == 404
    assert page.get(reverse("people:import", args=[batch.uuid])).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        page.post(here, {"step": "confirm"})
    assert edition.enrolments.count() == 1 and page.get(here).status_code == 200
    assert page.get(here + "errors/").status_code == 200
