"""Modules made and taken away in Wagtail's admin, what is refused there, the calendar, and long modules."""

import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from curricula.domain import drafts, local, scheduling
from curricula.domain.kept import stamp
from curricula.models import Adaptation, CurriculumPage, ModulePage
from tests.curricula import factories as make
from tests.curricula.editing import case, edit_address, form_of, new_module, signed_in, streamfield_of

WHEN = make.NOW


# --- modules by hand ----------------------------------------------------------------------------------------------

def add(client, tree, **changes):
    return client.post(f"/admin/pages/add/curricula/modulepage/{tree.vietnam.pk}/", form_of(new_module(), **changes))


@pytest.mark.parametrize("step", [{}, {"action-publish": "1"}])
def test_a_module_added_by_hand_is_the_countrys_own(tree, editor, client, step):
    assert add(client, tree, **step).status_code == 302
    bond = Adaptation.objects.get(module__slug="l")
    assert (bond.status, bond.origin, bond.curriculum_id) == ("local", None, tree.vietnam.pk)
    assert not ModulePage.objects.get(slug="l").live, "it becomes public when the group adopts it"


def test_a_flagged_module_published_at_once_is_kept_as_the_countrys_own_draft(tree, editor, client):
    answer = add(client, tree, body=streamfield_of([case("<p>Mr Somchai waits.</p>")]), **{"action-publish": "1"})
    assert answer.url.endswith("/curricula/viet-nam/l/cases/")
    assert Adaptation.objects.get(module__slug="l").status == "local" and not ModulePage.objects.get(slug="l").live


@pytest.mark.parametrize("address", ["viet-nam", "mô-đun", "Module", "versions"])
def test_an_address_that_our_own_would_not_find_or_that_is_taken_is_refused(tree, editor, client, address):
    answer = add(client, tree, slug=address)
    if address == "viet-nam":  # a module of this name is somewhere else
        assert answer.status_code == 302
    else:
        assert answer.status_code == 200 and not ModulePage.objects.filter(title=new_module().title).exists()


def test_a_national_curriculum_is_not_added_by_hand(tree, editor, client):
    answer = client.get(f"/admin/pages/add/curricula/curriculumpage/{tree.vietnam.get_parent().pk}/", follow=True)
    assert "begins from a released regional version" in answer.content.decode()


def test_a_national_text_is_not_published_in_the_editor_nor_many_at_once(tree, editor, client):
    draft = tree.national.get_latest_revision_as_object()
    draft.title = "Chưa được thông qua"
    answer = client.post(edit_address(draft), form_of(draft, [], **{"action-publish": "1"}), follow=True)
    assert "becomes public when its group adopts it" in answer.content.decode()
    client.post(f"/admin/bulk/wagtailcore/page/publish/?id={tree.vietnam.pk}", {"include_descendants": "on"})
    client.post(f"/admin/bulk/wagtailcore/page/publish/?id={tree.national.pk}")
    tree.national.refresh_from_db()
    assert tree.national.title != "Chưa được thông qua" and tree.national.has_unpublished_changes


def test_a_regional_module_is_bound_to_nothing(tree, client):
    signed_in(client, tree, "R-1", "VN", tree.regional.get_parent())
    person = make.person("R-2", "secretariat")
    made = make.module(tree.regional, "N", live=False)
    assert local.begin_local(module=made, by=person, now=WHEN) is None and not Adaptation.objects.filter(module=made).exists()


def test_the_module_that_another_was_split_from_is_chosen_in_the_editor(tree, editor, client):
    add(client, tree)
    made = ModulePage.objects.get(slug="l")
    assert f'value="{tree.national.origin_id}"' in client.get(edit_address(made)).content.decode()
    client.post(edit_address(made), form_of(made, [], part_of=str(tree.national.origin_id)))
    made = ModulePage.objects.get(slug="l")
    assert drafts.draft_of(made).split_from == tree.national.origin_id
    answer = client.post(edit_address(made), form_of(made, [], part_of=str(uuid4())))
    assert answer.status_code == 200 and drafts.draft_of(ModulePage.objects.get(slug="l")).split_from == tree.national.origin_id


@pytest.fixture
def admin(tree, client):
    person = make.person("ADM", "administrator")
    person.is_superuser = True
    person.save()
    client.force_login(person)
    return person


def test_a_module_that_something_rests_on_is_not_deleted_and_says_why(tree, admin, client):
    for page in (tree.A, tree.national, tree.vietnam, tree.regional):
        for ask in (client.get, client.post):
            answer = ask(f"/admin/pages/{page.pk}/delete/", follow=True)
            assert answer.status_code == 200 and "Unpublish it instead" in answer.content.decode()
    assert ModulePage.objects.count() == 4
    answer = client.post(f"/admin/bulk/wagtailcore/page/delete/?id={tree.A.pk}", follow=True)
    assert answer.status_code == 200 and ModulePage.objects.count() == 4
    assert client.post(f"/admin/pages/{tree.A.pk}/unpublish/").status_code == 302
    assert not ModulePage.objects.get(pk=tree.A.pk).live


def test_a_countrys_own_draft_that_nothing_rests_on_goes_with_its_bond(tree, admin, client):
    add(client, tree)
    made = ModulePage.objects.get(slug="l")
    assert client.get(f"/admin/pages/{made.pk}/delete/").status_code == 200
    assert client.post(f"/admin/pages/{made.pk}/delete/").status_code == 302
    assert not ModulePage.objects.filter(slug="l").exists() and not Adaptation.objects.filter(status="local").exists()


def test_modules_are_neither_moved_nor_copied(tree, admin, client):
    move = client.post(f"/admin/pages/{tree.D.pk}/move/{tree.vietnam.pk}/confirm/", follow=True).content.decode()
    assert "stays in its curriculum" in move
    assert "not copied here" in client.get(f"/admin/pages/{tree.A.pk}/copy/", follow=True).content.decode()
    client.post(f"/admin/bulk/wagtailcore/page/move/?id={tree.D.pk}", {"chooser": tree.vietnam.pk})
    assert CurriculumPage.objects.parent_of(ModulePage.objects.get(pk=tree.D.pk)).get() == tree.regional


# --- the calendar, long modules -----------------------------------------------------------------------------------

@pytest.mark.postgres
def test_a_page_is_published_and_unpublished_on_its_day(tree, editor, client):
    now = timezone.now()
    page = drafts.draft_of(tree.national)
    page.title, page.go_live_at = "Bản mới", now + timedelta(hours=1)
    page.save_revision().publish()
    assert scheduling.keep_the_calendar(now=now) == 0
    before = stamp()
    assert ModulePage.objects.get(pk=page.pk).title != "Bản mới"
    Revision.objects.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=now - timedelta(minutes=1))
    late = Revision.page_revisions.get(approved_go_live_at__isnull=False)
    late.content["go_live_at"] = (now - timedelta(minutes=1)).isoformat()
    late.save()
    assert scheduling.keep_the_calendar(now=now) == 1
    shown = ModulePage.objects.get(pk=page.pk)
    assert shown.title == "Bản mới" and shown.live and stamp() != before
    assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.scheduled").exists()
    ModulePage.objects.filter(pk=page.pk).update(expire_at=now - timedelta(minutes=1))
    before = stamp()
    assert scheduling.keep_the_calendar(now=now) == 1 and stamp() != before
    assert not ModulePage.objects.get(pk=page.pk).live and scheduling.keep_the_calendar(now=now) == 0


def test_a_page_that_breaks_keeps_no_other_waiting(tree, monkeypatch):
    now = timezone.now()
    Page.objects.filter(pk__in=[tree.A.pk, tree.D.pk]).update(expire_at=now - timedelta(days=1))
    whole = ModulePage.unpublish
    monkeypatch.setattr(ModulePage, "unpublish", lambda self, **said: 1 / 0 if self.pk == tree.A.pk else whole(self, **said))
    assert scheduling.keep_the_calendar(now=now) == 1
    assert ModulePage.objects.get(pk=tree.A.pk).live and not ModulePage.objects.get(pk=tree.D.pk).live


def test_a_module_of_two_hundred_blocks_is_edited(tree, editor, client, settings):
    kinds = [("case_study", {"heading": "Tình huống", "text": "<p>" + "Một người đàn ông ở vùng núi. " * 20 + "</p>"}),
             ("objectives", {"objectives": ["nêu được", "phân biệt được", "giải thích được"]}),
             ("activity", {"heading": "Làm việc nhóm", "text": "<p>" + "Mỗi nhóm bốn người. " * 20 + "</p>", "minutes": 30}),
             ("question", {"text": "Anh chị thấy gì?"}), ("facilitator_notes", {"heading": "", "text": "<p>Ghi chú</p>"})]
    page = drafts.draft_of(tree.national)
    drafts.set_blocks(page, [{"type": kind, "value": value, "id": str(uuid4())} for kind, value in kinds * 40])
    page.save_revision().publish()
    page = ModulePage.objects.get(pk=page.pk)
    begin = time.perf_counter()
    assert client.get(edit_address(page)).status_code == 200
    opened = time.perf_counter() - begin
    data = form_of(page, title="Dài")
    size = sum(len(str(key)) + len(str(value).encode()) for key, value in data.items())
    begin = time.perf_counter()
    assert client.post(edit_address(page), data).status_code == 302
    saved = time.perf_counter() - begin
    assert len(drafts.draft_of(ModulePage.objects.get(pk=page.pk)).body) == 200
    assert len(data) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS and size < settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    print(f"\n200 blocks: open {opened:.2f} s, save {saved:.2f} s, {len(data)} fields, {size // 1024} kB")
    assert opened < 10 and saved < 10
