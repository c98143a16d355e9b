"""What a national group sees of a regional change, and the form with which it decides."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from curricula.domain import drafts
from curricula.models import Adaptation, CurriculumPage, Decision, ModulePage
from tests.curricula.factories import publish, release

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter")]
B = "/en/curricula/viet-nam/b/changes/"


def parts(page: str) -> list[str]:
    return re.findall(r'<section class="comparison" id="part-([^"]+)"', page)


def form_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(seen|last)" value="(\d+)"', page))


def test_a_change_stands_as_it_was_as_it_is_and_beside_ones_own_text(client, account):
    client.force_login(account("group.vn"))
    page = client.get(B).content.decode()
    assert "6 changes to decide on" in page and len(parts(page)) == 6
    assert "You looked at: 2.0" in page and "Now: 3.0" in page and "<ins" in page and "<del" in page
    assert "This part did not exist." in page and "The region has taken this part out." in page
    assert 'lang="vi"' in page and "Nothing yet. “Adopt” puts the regional words here for the translator." in page


def test_everyone_sees_what_changed_and_nobody_but_the_group_decides(client, account):
    for name in ("", "trainee.kh", "translator.vn", "coordinator.kh"):
        if name:
            client.force_login(account(name))
        page = client.get(B).content.decode()
        assert "6 changes to decide on" in page and 'value="adopt"' not in page, name
        assert client.post(B, {"choice-all": "adopt"}).status_code == 403
    assert not Decision.objects.filter(adaptation__curriculum__slug="viet-nam").exists()


def test_a_draft_is_seen_by_those_who_work_on_it_alone(client, account):
    national = ModulePage.objects.get(letter="B", language="vi")
    draft = drafts.draft_of(national)
    rows = drafts.raw_blocks(draft)
    place = next(at for at, row in enumerate(rows) if row["type"] == "objectives")
    rows[place]["value"]["objectives"][0]["value"] = "Bản nháp chưa công bố"
    drafts.set_blocks(draft, rows)
    draft.save_revision()
    assert "Bản nháp chưa công bố" not in client.get(B).content.decode()
    client.force_login(account("trainer.kh"))
    assert "Bản nháp chưa công bố" not in client.get(B).content.decode()
    client.force_login(account("member.vn"))
    assert "Bản nháp chưa công bố" in client.get(B).content.decode()


def test_the_chair_decides_part_by_part_and_the_rest_at_once(client, account):
    client.force_login(account("group.vn"))
    first = client.get(B).content.decode()
    one, two, *_rest = parts(first)
    sent = {**form_of(first), f"choice-{one}": "adopt", f"choice-{two}": "decline", f"reason-{two}": "Đã có trong luật"}
    response = client.post(B, sent, follow=True)
    assert "2 decisions are recorded." in response.content.decode()
    page = response.content.decode()
    assert "4 changes to decide on" in page and "Decided: adopt" in page and "Decided: decline" in page
    response = client.post(B, {**form_of(page), "choice-all": "adapt", "reason-all": "Chương trình năm ngày"}, follow=True)
    assert "Every change is decided" in response.content.decode()
    assert sorted(Decision.objects.filter(adaptation__curriculum__slug="viet-nam").values_list("choice", flat=True)) == [
        "adapt"] * 4 + ["adopt", "decline"]


def test_a_missing_reason_is_said_beside_the_part_and_the_other_choices_are_kept(client, account):
    client.force_login(account("group.vn"))
    first = client.get(B).content.decode()
    one, two, *_rest = parts(first)
    page = client.post(B, {**form_of(first), f"choice-{one}": "adopt", f"choice-{two}": "adapt"}).content.decode()
    assert "Say why: the reason is kept with the decision." in page and f'href="#part-{two}"' in page
    assert f'name="choice-{one}" value="adopt" checked' in page and f'name="choice-{two}" value="adapt" checked' in page
    assert not Decision.objects.filter(adaptation__curriculum__slug="viet-nam").exists()


def test_the_second_of_two_is_told(client, account):
    client.force_login(account("group.vn"))
    first = client.get(B).content.decode()
    one, two, *_rest = parts(first)
    client.post(B, {**form_of(first), f"choice-{one}": "adopt"})
    page = client.post(B, {**form_of(first), f"choice-{two}": "adopt"}).content.decode()
    assert "Somebody else has decided on this module since." in page
    assert Decision.objects.filter(adaptation__curriculum__slug="viet-nam").count() == 1


@pytest.mark.parametrize("sent", [{}, {"seen": "x"}, {"choice-all": "burn"}, {"choice-all": "adopt", "seen": "9" * 40},
                                  {"choice-\x00": "adopt"}, {"choice-all": "decline", "reason-all": "\x00 "}])
def test_odd_answers_change_nothing_and_break_nothing(client, account, sent):
    client.force_login(account("group.vn"))
    assert client.post(B, sent).status_code in (200, 302)
    assert not Decision.objects.filter(adaptation__curriculum__slug="viet-nam").exists()


def test_facilitators_notes_are_for_those_who_may_read_them(client, account):
    origin = ModulePage.objects.get(letter="B", language="en")
    notes = next(row for row in drafts.raw_blocks(origin) if row["type"] == "facilitator_notes")
    rows = [{**row, "value": {**row["value"], "text": "<p>Only trainers read this sentence.</p>"}} if row["id"] == notes["id"]
            else row for row in drafts.raw_blocks(origin)]
    drafts.set_blocks(origin, rows)
    origin.save_revision().publish()
    release(CurriculumPage.objects.get(slug="regional"), "3.1")
    assert "Only trainers read" not in client.get(B).content.decode()
    client.force_login(account("trainee.vn"))
    assert "Only trainers read" not in client.get(B).content.decode()
    client.force_login(account("trainer.vn"))
    assert "Only trainers read" in client.get(B).content.decode()


def test_a_restricted_module_is_not_compared_for_those_who_may_not_read_it(client, account):
    ModulePage.objects.filter(letter="B", language="en").update(visibility="trainers")
    assert client.get(B).status_code == 403
    client.force_login(account("trainee.vn"))
    assert client.get(B).status_code == 403
    client.force_login(account("trainer.vn"))
    assert client.get(B).status_code == 200


def test_the_overview_of_a_country_leads_to_what_waits(client, account):
    page = client.get("/en/curricula/viet-nam/changes/").content.decode()
    assert "Viet Nam: 1 module to decide on" in page and 'href="/en/curricula/viet-nam/b/changes/"' in page
    page = client.get("/en/curricula/cambodia/changes/").content.decode()
    assert "Cambodia: nothing waits for a decision" in page and "គោលនយោបាយជាតិ" in page


def test_a_module_that_the_region_added_is_decided_on_a_page_of_its_own(client, account):
    regional = CurriculumPage.objects.get(slug="regional")
    split_from = ModulePage.objects.get(letter="B", language="en").origin_id
    made = publish(ModulePage(title="Online recruitment", slug="f", letter="F", language="en", split_from=split_from), regional)
    release(regional, "3.1")
    path = f"/en/curricula/viet-nam/changes/{made.origin_id}/"
    client.force_login(account("coordinator.kh"))
    assert client.get(path).status_code == 403
    client.force_login(account("group.vn"))
    assert path in client.get("/en/curricula/viet-nam/changes/").content.decode()
    page = client.get(path).content.decode()
    assert "Online recruitment" in page and "It was part of module B before." in page
    page = client.post(path, {"choice": "decline", "reason": ""}).content.decode()
    assert "Say why" in page
    assert client.post(path, {"choice": "decline", "reason": "Dạy ở khóa khác"}).status_code == 302
    assert Adaptation.objects.get(origin=made, curriculum__slug="viet-nam").status == "declined"
    made.title = "Recruitment on line"
    made.save_revision().publish()
    release(regional, "3.2")
    assert path in client.get("/en/curricula/viet-nam/changes/").content.decode(), "it has changed since it was declined"
    assert "since you declined it" in client.get(path).content.decode()
    assert client.post(path, {"choice": "adopt", "reason": ""}).headers["Location"] == "/en/curricula/viet-nam/f/translate/"
    assert Adaptation.objects.get(origin=made, curriculum__slug="viet-nam").module.title == "Recruitment on line"
    client.post("/en/curricula/viet-nam/f/changes/", {})
    page = client.get("/en/curricula/viet-nam/f/changes/").content.decode()
    assert "Your group has decided on the module as a whole." in page and "taken this module out" not in page
    assert client.get("/en/curricula/viet-nam/changes/00000000-0000-0000-0000-000000000000/").status_code == 404


def test_the_page_costs_the_same_for_one_change_and_for_thirty(client, account):
    client.force_login(account("group.vn"))
    client.get(B)
    with CaptureQueriesContext(connection) as few:
        client.get(B)
    origin = ModulePage.objects.get(letter="B", language="en")
    rows = [{**row, "value": {**row["value"], "text": row["value"]["text"] + ("?" if row["type"] == "question" else "<p>!</p>")}}
            if "text" in row["value"] else row for row in drafts.raw_blocks(origin)]
    drafts.set_blocks(origin, rows)
    origin.save_revision().publish()
    release(CurriculumPage.objects.get(slug="regional"), "3.1")
    with CaptureQueriesContext(connection) as many:
        page = client.get(B).content.decode()
    assert len(parts(page)) > 20 and len(many) <= len(few)
