"""My work on the starter content: each role finds its own next step, and nobody another country's."""

import re
from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from lms.courses.domain import nominations
from lms.courses.models import Edition, Nomination
from lms.home.domain.work import tasks_for
from lms.monitoring.domain import readings

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
EXPECTED = {
    "admin": [],
    "donor": [],
    "secretariat": ["Select from 2 endorsed nominees for Regional Training Programme, first course of 2027",
                    "Open the nominations for Regional Training Programme, second course of 2027",
                    "Open the nominations for Regional Training Programme, third course of 2027",
                    "Open the nominations for Regional Training Programme, fourth course of 2027",
                    "Compute the readings"],
    "coordinator.vn": ["Nominate for Refresher for trainers, module D 3.0",
                       "Nominate for Training of trainers, Viet Nam, 2027",
                       "Decide on the changes of module B: Phòng ngừa",
                       "Open the nominations for Pilot course, Lạng Sơn, May 2027",
                       "Agree an action: Xác định nạn nhân tại biên giới: chưa có khóa tập huấn nào tới các đồn biên "
                       "phòng phía Bắc"],
    "member.vn": ["Nominate for Refresher for trainers, module D 3.0",
                  "Nominate for Training of trainers, Viet Nam, 2027"],
    "focal.vn": ["Endorse 1 nomination for Regional Training Programme, first course of 2027"],
    "focal.kh": ["Endorse 1 nomination for Regional Training Programme, first course of 2027"],
    "trainer.vn": [],
    "trainee.vn": ["Begin the lesson: Mua bán người là gì"],
    "trainee.kh": ["Begin the lesson: What trafficking is"],
    "translator.vn": ["Translate module C: Bảo vệ nạn nhân",
                      "Translate module D: Truy tố", "Translate module E: Chính sách"],
}


def titles(person, now=NOW) -> list[str]:
    with override("en"):
        return [re.sub(r"<[^>]+>", "", task.title) for task in tasks_for(person=person, now=now)]


@pytest.mark.parametrize("name", EXPECTED)
def test_each_account_finds_its_next_steps(account, name):
    found = titles(account(name))
    assert [title for title in found if not title.startswith("Answer ")] == EXPECTED[name]
    assert sum(title.startswith("Answer ") for title in found) == (2 if name == "secretariat" else 0)


def test_groups_find_what_their_coordinator_finds(account):
    assert titles(account("group.vn")) == titles(account("coordinator.vn"))


def test_cambodia_does_not_find_the_findings_of_viet_nam(account):
    found = titles(account("coordinator.kh"))
    assert len(found) == 1 and found[0].startswith("Agree an action: ") and "Xác" not in found[0]


def test_a_seat_is_accepted_by_one_press(account, officer, client_as):
    waiting = Nomination.objects.filter(edition__slug="rtp-2027-1", state=Nomination.State.ENDORSED).first()
    person = waiting.person
    nominations.select(nomination=waiting, by=officer, now=NOW)
    with override("en"):
        task = next(task for task in tasks_for(person=person, now=NOW) if "Accept your seat" in task.title)
        page = client_as(person).get("/en/my/").content.decode()
    assert task.post and task.press == ("step", "accept") and f'action="{task.url}"' in page
    assert "You have a seat" in page or "Ready for you" in page
    client_as(person).post(task.url, dict([task.press]))
    waiting.refresh_from_db()
    assert waiting.state == Nomination.State.ACCEPTED
    assert not any("Accept your seat" in title for title in titles(person))


def test_an_edition_asks_for_its_next_step_all_its_life(account):
    person, edition = account("coordinator.vn"), Edition.objects.get(slug="refresher-vn-2026-1")

    def step(state: str, now: datetime = NOW) -> str:
        Edition.objects.filter(pk=edition.pk).update(state=state)
        return next((title for title in titles(person, now) if "module D 3.0" in title and "Nominate" not in title), "")

    after = datetime(2026, 12, 20, tzinfo=UTC)
    assert step("open") == "" and step("open", after).startswith("Close the nominations")
    assert step("planned").startswith("Open the nominations")
    assert step("closed").startswith("Confirm ")
    assert step("confirmed") == "" and step("confirmed", after).startswith("Mark as completed")
    assert step("completed", after) == step("cancelled", after) == ""


def test_what_is_late_or_near_is_urgent(account):
    with override("en"):
        late = tasks_for(person=account("focal.vn"), now=datetime(2026, 12, 6, tzinfo=UTC))
        near = tasks_for(person=account("focal.vn"), now=datetime(2026, 11, 28, tzinfo=UTC))
        far = tasks_for(person=account("focal.vn"), now=NOW)
    assert (late[0].late, late[0].urgent) == (True, True)
    assert (near[0].late, near[0].urgent) == (False, True)
    assert (far[0].late, far[0].urgent) == (False, False)


def test_the_secretariat_counts_then_reports_then_rests(officer):
    indicator = next(i for i, _place in readings.work())
    readings.take(indicator=indicator, country=None, on=NOW.date(), by=officer.uuid, now=NOW)
    assert "Write the report" in titles(officer) and "Compute the readings" not in titles(officer)
    assert "Compute the readings" in titles(officer, datetime(2027, 1, 5, tzinfo=UTC))


@pytest.mark.parametrize("language", ["en", "km"])
@pytest.mark.parametrize("name", EXPECTED)
def test_every_account_gets_the_page(account, client_as, name, language):
    response = client_as(account(name)).get(f"/{language}/my/")
    assert response.status_code == 200
    assert ("agenda" in response.content.decode()) == bool(response.context["tasks"])


def test_without_an_account_one_is_asked_to_sign_in(client, db):
    response = client.get("/en/my/")
    assert response.status_code == 302 and response["Location"].startswith("/en/account/login/")
