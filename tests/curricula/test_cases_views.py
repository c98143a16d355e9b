"""A flagged case study: the draft is kept, the public does not get it, and a second editor answers for it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from curricula.domain import cases, drafts, versions
from curricula.models import CaseClearance, ModulePage
from lms.audit.models import Entry
from lms.people.domain.refusal import Refused
from tests.curricula import factories as make
from tests.curricula.editing import case, edit_address, form_of, signed_in

PAGE = "/en/curricula/viet-nam/a/cases/"
FLAGGED = "<p>Chị Lan, số điện thoại 0912 345 678, ở quán.</p>"


@pytest.fixture
def author(tree, client):
    return signed_in(client, tree, "VN-1")


@pytest.fixture
def second(tree):
    return make.person("VN-2", "chair", make.country("VN"))


def fresh(tree) -> ModulePage:
    return ModulePage.objects.get(pk=tree.national.pk)


def waiting(tree) -> list[cases.Case]:
    return cases.unsettled(drafts.draft_of(fresh(tree)))


@pytest.fixture
def flagged(tree, author, client):
    """Viet Nam's draft of A with a case study that names somebody, and a second one that does not."""
    answer = client.post(edit_address(tree.national), form_of(tree.national, [
        case(FLAGGED), case("<p>Một người đàn ông ở vùng núi.</p>")]), follow=True)
    assert "could say who a victim is" in answer.content.decode()
    [found] = waiting(tree)
    return found


def test_the_draft_is_saved_and_says_what_is_flagged(tree, flagged):
    assert [(flag.kind.value, flag.words) for flag in flagged.flags] == [("name", "Chị Lan"), ("contact", "0912 345 678")]


@pytest.mark.parametrize("later", [False, True])
def test_it_is_neither_published_nor_scheduled(tree, flagged, client, later):
    page = drafts.draft_of(fresh(tree))
    changes = {"action-publish": "1"}
    if later:
        changes["go_live_at"] = f"{timezone.localtime() + timedelta(days=1):%Y-%m-%d %H:%M}"
    blocks = [("case_study", {"heading": "", "text": case(FLAGGED)[1]["text"]}, flagged.block)]
    answer = client.post(edit_address(page), form_of(page, blocks, **changes))
    assert answer.status_code == 302 and answer.url == PAGE
    assert "Chị Lan" not in str(fresh(tree).body.get_prep_value())
    assert not fresh(tree).revisions.exclude(approved_go_live_at=None).exists()


def test_many_at_once_keep_the_rule(tree, flagged, client):
    answer = client.post(f"/admin/bulk/wagtailcore/page/publish/?id={tree.vietnam.pk}", {"include_descendants": "on"}, follow=True)
    assert "could say who a victim is" in answer.content.decode() and "Chị Lan" not in str(fresh(tree).body.get_prep_value())


def test_it_is_not_released(tree, flagged, second):
    with pytest.raises(Refused, match="module A could say who a victim is"):
        versions.release(curriculum=tree.vietnam, major=2, minor=2, in_force=None, notes="", by=second, now=make.NOW)


def test_the_page_marks_the_words_says_what_to_write_and_offers_the_author_no_way(tree, flagged, client):
    html = client.get(PAGE).content.decode()
    assert "<mark>Chị Lan</mark>" in html and "<mark>0912 345 678</mark>" in html
    assert "Say who it is without a name" in html and "You wrote this text." in html and "Let it through" not in html


def send(client, found, reason="The name is invented."):
    return client.post(PAGE, {"block": found.block, "digest": found.digest, "reason": reason})


def test_a_second_editor_lets_it_through_with_a_reason_that_is_kept(tree, flagged, client_as, second):
    other = client_as(second)
    assert "Let it through" in other.get(PAGE).content.decode()
    assert "Fill this in." in send(other, flagged, " ").content.decode()
    assert send(other, flagged).status_code == 302 and waiting(tree) == []
    row = CaseClearance.objects.get()
    assert (row.reason, row.by, row.module_id) == ("The name is invented.", second.uuid, tree.national.pk)
    entry = Entry.objects.get(verb="case.let_through")
    assert entry.country == "VN" and entry.after == {"module": "A", "flags": 2}
    html = other.get(PAGE).content.decode()
    assert "The name is invented." in html and "Nobody can be recognised" in html
    drafts.draft_of(fresh(tree)).save_revision().publish()
    versions.release(curriculum=tree.vietnam, major=2, minor=2, in_force=None, notes="", by=second, now=make.NOW)


def test_an_edit_of_the_text_is_checked_anew_and_of_another_part_is_not(tree, flagged, client_as, second, client):
    send(client_as(second), flagged)
    page = drafts.draft_of(fresh(tree))
    page.title = "Tên khác"
    page.save_revision(user=second)
    assert waiting(tree) == []
    text = FLAGGED.replace("Chị Lan", "Chị Hoa")
    client.post(edit_address(page), form_of(page, [("case_study", case(text)[1], flagged.block)]))
    assert len(waiting(tree)) == 1


def test_who_saves_another_part_does_not_become_the_author(tree, flagged, author, second, client):
    page = drafts.draft_of(fresh(tree))
    page.title = "Tên khác"
    page.save_revision(user=second)
    assert cases.authors_of(fresh(tree), [flagged]) == {flagged.block: author}
    assert "You wrote this text. Another editor" in send(client, flagged).content.decode() and waiting(tree)


def test_a_text_that_was_changed_meanwhile_is_not_let_through(tree, flagged, client_as, second):
    page = drafts.draft_of(fresh(tree))
    drafts.set_blocks(page, [])
    page.save_revision(user=second)
    assert "changed or let through meanwhile" in send(client_as(second), flagged).content.decode()
    assert not CaseClearance.objects.exists()


@pytest.mark.parametrize(("role", "place", "code"), [
    ("chair", "VN", 200), ("translator", "VN", 200), ("secretariat", None, 200), ("trainer", "VN", 404),
    ("chair", "KH", 404), ("trainee", "VN", 404)])
def test_only_editors_of_the_curriculum_see_what_is_flagged(tree, flagged, client_as, role, place, code):
    reader = client_as(make.person("X-1", role, make.country(place) if place else None))
    assert reader.get(PAGE).status_code == code
    if code == 404:
        assert send(reader, flagged).status_code == 404 and not CaseClearance.objects.exists()


def test_odd_addresses_and_bodies_are_pages(tree, flagged, client, client_as, second):
    for address in ("/en/curricula/viet-nam/zz/cases/", "/en/curricula/zz/a/cases/"):
        assert client.get(address).status_code == 404
    other = client_as(second)
    for block, digest in (("", ""), ("x" * 99, "y"), (str(uuid4()), "0" * 64), ("\x00", "\x00")):
        assert other.post(PAGE, {"block": block, "digest": digest, "reason": "x"}).status_code == 200
    assert not CaseClearance.objects.exists()


def test_a_clean_module_says_so(tree, author, client):
    assert "Nobody can be recognised" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_asks_no_more_for_thirty_texts_than_for_one(tree, author, client, second, client_as, count, django_assert_max_num_queries):
    client.post(edit_address(tree.national), form_of(tree.national, [case(FLAGGED.replace("0912", f"09{at:02}")) for at in range(count)]))
    other = client_as(second)
    other.get(PAGE)
    with django_assert_max_num_queries(24):
        assert other.get(PAGE).content.decode().count("<form") >= count
