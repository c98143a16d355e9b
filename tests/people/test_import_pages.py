"""The pages of a list: who sees them, what they show, and every button."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from lms.people.models import Import, Person
from tests.people.sheets import csv, sent

NEW = "/en/people/import/"


@pytest.fixture
def dara(account):
    return account("coordinator.kh")


@pytest.fixture
def page(dara, client_as):
    """The coordinator's browser."""
    return client_as(dara)


def address(batch: Import) -> str:
    return reverse("people:import", args=[batch.uuid])


def test_from_the_upload_to_the_register_and_back(page, dara, django_capture_on_commit_callbacks):
    sheet = SimpleUploadedFile("list.csv", csv(["Name", "Sex", "Organisation"], ["Chea Veasna", "F", "kh-police"]))
    with django_capture_on_commit_callbacks(execute=True):
        answer = page.post(NEW, {"sheet": sheet})
    batch = Import.objects.get()
    assert answer.status_code == 302 and str(batch.job) in answer["Location"]
    assert address(batch) in page.get(answer["Location"]).content.decode()
    text = page.get(address(batch)).content.decode()
    assert "<ins><span class=\"hidden\">inserted: </span>General Commissariat of National Police</ins>" in text
    assert "1 person is added" in text
    with django_capture_on_commit_callbacks(execute=True):
        page.post(address(batch), {"step": "confirm"})
    assert Person.objects.filter(name="Chea Veasna").exists()
    assert "Written: 1 added" in page.get(address(batch)).content.decode()
    assert "1 person that the list added is removed" in page.post(address(batch), {"step": "undo"}).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        page.post(address(batch), {"step": "undo", "sure": "1"})
    assert not Person.objects.filter(name="Chea Veasna").exists()
    assert "1 removed" in page.get(address(batch)).content.decode()


def test_a_changed_value_is_struck_through_and_underlined(page, dara, sokha):
    batch = sent(csv(["Number", "Birth year"], [sokha.number, "1990"]), by=dara)
    text = page.get(address(batch)).content.decode()
    assert "deleted: </span>1995</del>" in text and "inserted: </span>1990</ins>" in text


def test_errors_stand_by_row_and_can_be_taken_away(page, dara):
    batch = sent(csv(["Name", "Sex"], ["Chea Veasna", "Q"]), by=dara)
    text = page.get(address(batch) + "?state=wrong").content.decode()
    assert "B, “Sex”" in text and "is not known here" in text
    sheet = load_workbook(io.BytesIO(page.get(reverse("people:import_errors", args=[batch.uuid])).content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[1][:3] == [2, "B", "Sex"] and rows[1][4] == "Chea Veasna"


def test_a_doubtful_row_is_decided_on_the_page(page, dara, sokha):
    batch = sent(csv(["Name", "Birth year"], ["Kumru Sokha", "1995"]), by=dara)
    text = page.get(address(batch)).content.decode()
    assert "the same name in another order; the same birth year" in text and sokha.number in text
    answer = page.post(address(batch), {"step": "choose", "choice": f"2:{sokha.uuid}", "state": "doubtful", "page": "1"})
    assert answer["Location"] == f"{address(batch)}?state=doubtful&page=1"
    assert batch.rows.get().person == sokha and "1 person is changed" in page.get(address(batch)).content.decode()
    page.post(address(batch), {"step": "all", "choice": "skip"})
    page.post(address(batch), {"step": "choose", "choice": "2:skip"})
    assert "There is nothing to write" in page.post(address(batch), {"step": "confirm"}, follow=True).content.decode()


def test_nobody_else_finds_a_list(dara, account, client_as):
    batch = sent(csv(["Name"], ["Chea Veasna"]), by=dara)
    for name in ("coordinator.vn", "secretariat", "trainee.kh", "group.kh"):
        assert client_as(account(name)).get(address(batch)).status_code == 404
        assert client_as(account(name)).post(address(batch), {"step": "confirm"}).status_code == 404
    for name in ("trainee.kh", "group.kh", "donor"):
        assert client_as(account(name)).get(NEW).status_code == 403
    dara.grants.all().update(until="2025-12-31")
    assert client_as(dara).get(address(batch)).status_code == 403


def test_the_officers_choose_the_country_and_coordinators_do_not(officer, dara, client_as):
    assert 'name="country"' in client_as(officer).get(NEW).content.decode()
    assert 'name="country"' not in client_as(dara).get(NEW).content.decode()
    head = next(load_workbook(io.BytesIO(client_as(dara).get(NEW + "template/").content)).active.iter_rows(values_only=True))
    assert "Name" in head and "Country" not in head


def test_the_page_asks_the_same_number_of_questions_for_1_and_50(page, dara, sokha):
    head = ["Name", "Birth year", "Organisation", "Province", "Profession"]
    rows = [[f"Chea Veasna {chr(65 + place // 26)}{chr(97 + place % 26)}x", "1980", "kh-police", "KH-2", "police"] for place in range(48)]
    one = sent(csv(head, rows[0], ["Kumru Sokha", "1995", "", "", ""]), by=dara)
    many = sent(csv(head, *rows, ["Kumru Sokha", "1995", "", "", ""], ["Vuthy Kumru", "", "", "", ""]), by=dara)
    page.get(address(one))

    def questions(batch: Import) -> int:
        with CaptureQueriesContext(connection) as queries:
            page.get(address(batch))
        return len(queries)

    assert questions(one) == questions(many)


@pytest.mark.parametrize("posted", [{"step": "choose", "choice": "x:y"}, {"step": "choose", "choice": "\x00"}, {"step": "all"},
                                    {"step": "encoding", "encoding": "utf-7"}, {"step": "x"}, {}, {"step": "undo", "sure": "1"},
                                    {"step": "undo"}, {"step": "choose", "choice": "9" * 30 + ":new"}])
def test_odd_steps_change_nothing(page, dara, posted):
    batch = sent(csv(["Name"], ["Chea Veasna"]), by=dara)
    assert page.post(address(batch), posted).status_code in (200, 302, 400)
    batch.refresh_from_db()
    assert batch.state == "checked"


@pytest.mark.parametrize(("name", "content", "why"), [
    ("list.xlsx", b"PK\x03\x04", ""), ("list.csv", b"", "empty"), ("list.csv", b"\x00" * 100, ""), ("x.pdf", b"%PDF-1.4", "")])
def test_a_file_that_is_no_list_is_refused_at_the_door(page, name, content, why):
    answer = page.post(NEW, {"sheet": SimpleUploadedFile(name, content)})
    assert answer.status_code == 200 and not Import.objects.exists() and why in answer.content.decode()
