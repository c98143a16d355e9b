"""Working on modules in Wagtail's admin: blocks, previews, two editors at once, what is refused, and long modules."""

import json
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.files.base import ContentFile
from django.utils import timezone
from lxml.html import document_fromstring
from wagtail.documents import get_document_model
from wagtail.models import Comment, Page, PageLogEntry, Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from curricula.domain import drafts, local, scheduling
from curricula.domain.documents import may_load
from curricula.domain.kept import stamp
from curricula.models import Adaptation, ConsensusRound, CurriculumPage, ModulePage, RoundModule
from curricula.models.preview import FACILITATOR, PRINTED, TRAINEE
from lms.home.domain.starter.rights import editors
from lms.people.models import Body
from lms.people.permissions import Access, Held
from tests.curricula import factories as make

WHEN = make.NOW


@pytest.fixture
def editor(tree, client):
    """A translator of Viet Nam, signed in, who may edit below Viet Nam's folder."""
    return signed_in(client, tree, "VN-1")


def signed_in(client, tree, number, place="VN", folder=None, role="translator"):
    person = make.person(number, role, make.country(place))
    editors(place=place.lower(), name=place, pages=[folder or tree.vietnam.get_parent()])
    person.groups.add(Group.objects.get(name=f"editors-{place.lower()}"))
    person.email = f"{number.lower()}@example.org"
    person.save()
    client.force_login(person)
    return person


def form_of(module: ModulePage, blocks: list | None = None, **changes) -> dict:
    """What the browser sends to save a module: its fields, its sessions and these blocks (kind, value[, id])."""
    rows = [(row.block_type, sent(row.block_type, row.value), row.id) for row in module.body] if blocks is None else blocks
    return nested_form_data({
        "title": module.title, "slug": module.slug, "letter": module.letter, "language": module.language,
        "summary": module.summary, "visibility": module.visibility, "part_of": "",
        "body": streamfield_of(rows), "sessions": inline_formset([
            {"id": row.pk or "", "key": row.key, "title": row.title, "minutes": row.minutes, "method": row.method,
             "objective": row.objective} for row in module.sessions.all()], initial=module.sessions.count() if module.pk else 0),
        "comments": inline_formset([]), **changes})


def streamfield_of(rows: list) -> dict:
    data = streamfield([row[:2] for row in rows])
    for at, row in enumerate(rows):
        data[str(at)]["id"] = row[2] if len(row) > 2 else str(uuid4())
    return data


def sent(kind: str, value) -> dict:
    plain = {}
    for name, one in value.items():
        if hasattr(one, "source"):
            plain[name] = rich_text(one.source, features=["bold", "ol", "ul", "link"])
        elif isinstance(one, list) or type(one).__name__ == "ListValue":
            plain[name] = {"count": len(one), **{str(at): {"value": text, "deleted": "", "order": at, "id": ""}
                                                 for at, text in enumerate(one)}}
        else:
            plain[name] = "" if one is None else one
    return plain


def case(html: str) -> tuple:
    return ("case_study", {"heading": "", "text": rich_text(html, features=["bold", "ol", "ul", "link"])}, str(uuid4()))


def edit_address(module) -> str:
    return f"/admin/pages/{module.pk}/edit/"


def test_the_editor_opens_with_methods_to_choose_from_and_saves_what_was_typed(tree, editor, client):
    shown = client.get(edit_address(tree.national)).content.decode()
    assert '<option value="group work">' in shown and "-methods" in shown
    answer = client.post(edit_address(tree.national), form_of(tree.national, title="Giới thiệu, bản mới"))
    assert answer.status_code == 302
    draft = drafts.draft_of(ModulePage.objects.get(pk=tree.national.pk))
    assert draft.title == "Giới thiệu, bản mới" and len(draft.body) == 5 and draft.sessions.count() == 2
    assert [row.id for row in draft.body] == [row.id for row in tree.national.body]
    assert ModulePage.objects.get(pk=tree.national.pk).title == tree.national.title  # nothing is public yet


def test_hostile_html_does_not_survive_in_rich_text(tree, editor, client):
    evil = ('<p onclick="x()">One<script>alert(1)</script><img src=x onerror=y()><iframe src="https://a.example"></iframe>'
            '<a href="javascript:z()">two</a><b>three</b></p>')
    raw = {"heading": "", "text": json.dumps({"blocks": [{"key": "a", "text": evil, "type": "unstyled", "depth": 0,
           "inlineStyleRanges": [], "entityRanges": [{"offset": 0, "length": 3, "key": 0}]}],
           "entityMap": {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:z()"}}}})}
    assert client.post(edit_address(tree.national), form_of(tree.national, [("text", raw)])).status_code == 302
    draft = drafts.draft_of(ModulePage.objects.get(pk=tree.national.pk))
    assert "<script" not in draft.body[0].value["text"].source
    draft.save_revision().publish()
    text = document_fromstring(client.get("/en/curricula/viet-nam/a/").content)
    assert "alert(1)" in text.text_content()  # as words, which do nothing
    assert not text.xpath("//script[contains(., 'alert')]|//iframe|//img[@src='x']|//@onclick|//a[contains(@href, 'javascript')]")


@pytest.mark.parametrize(("value", "why"), [
    ({"title": "A film", "note": "", "document": "", "link": ""}, "Choose a file or write a link."),
    ({"title": "A film", "note": "", "document": "", "link": "http://example.org/a"}, "begins with https://"),
    ({"title": "A film", "note": "", "document": "", "link": "javascript:alert(1)"}, "valid URL")])
def test_material_is_a_file_or_a_link_and_the_link_is_safe(tree, editor, client, value, why):
    answer = client.post(edit_address(tree.national), form_of(tree.national, [("material", value)]))
    assert answer.status_code == 200 and why in answer.content.decode()


# --- files --------------------------------------------------------------------------------------------------------

@pytest.fixture
def file(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return get_document_model().objects.create(title="Form", file=ContentFile(b"%PDF-1.4 x", name="form.pdf"))


def offer(module: ModulePage, document, *, live: bool = True) -> None:
    draft = module.get_latest_revision_as_object()
    blocks = [*draft.body.get_prep_value(), {"type": "material", "id": str(uuid4()), "value": {
        "title": "Form", "note": "", "document": document.pk, "link": ""}}]
    drafts.set_blocks(draft, blocks)
    revision = draft.save_revision()
    if live:
        revision.publish()


TRAINER = Access(1, frozenset({Held("trainer", None)}))
SOMEBODY, NOBODY = Access(2, frozenset({Held("trainee", None)})), Access(None, frozenset())


@pytest.mark.parametrize(("letter", "who"), [("A", {TRAINER, SOMEBODY, NOBODY}), ("D", {TRAINER, SOMEBODY}), ("P", {TRAINER})])
def test_a_file_is_as_restricted_as_the_module_that_offers_it(tree, file, letter, who):
    offer(getattr(tree, letter), file)
    assert {access for access in (TRAINER, SOMEBODY, NOBODY) if may_load(file, access=access)} == who


def test_a_file_that_stands_in_a_draft_or_nowhere_is_not_there(tree, file, client):
    assert client.get(file.url).status_code == 404
    offer(tree.A, file, live=False)
    assert client.get(file.url).status_code == 404
    offer(tree.P, file)
    assert client.get(file.url).status_code == 404
    client.force_login(make.person("T-1", "trainer", make.country("VN")))
    assert client.get(file.url).status_code == 200


@pytest.mark.postgres
def test_a_released_version_keeps_its_file_readable(tree, file, client):
    offer(tree.A, file)
    make.release(tree.regional, "3.1")
    page = ModulePage.objects.get(pk=tree.A.pk)
    drafts.set_blocks(page, [row for row in drafts.raw_blocks(page) if row["type"] != "material"])
    page.save_revision().publish()
    assert client.get(file.url).status_code == 200
    assert client.get("/documents/999999/form.pdf").status_code == 404


def test_the_module_page_offers_the_file_and_the_link(tree, file, client):
    offer(tree.A, file)
    assert file.url in client.get("/en/curricula/regional/a/").content.decode()


# --- previews -----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("language", ["en", "km", "vi"])
@pytest.mark.parametrize("audience", [TRAINEE, FACILITATOR, PRINTED])
def test_a_draft_is_seen_as_each_reader_sees_it_in_any_language(tree, editor, client, audience, language):
    address = f"{edit_address(tree.national)}preview/"
    assert client.post(address, form_of(tree.national, title="Bản nháp mới")).json() == {"is_valid": True, "is_available": True}
    shown = client.get(address, {"mode": f"{audience}:{language}"})
    html = shown.content.decode()
    assert shown.status_code == 200 and "Bản nháp mới" in html and f'<html lang="{language}"' in html
    assert (make.SECRET in html) == (audience == FACILITATOR)


def test_the_modules_own_language_is_previewed_first_and_an_odd_mode_is_the_first(tree, editor, client):
    assert tree.national.default_preview_mode == "trainee:vi"
    assert len({mode for mode, _word in tree.national.preview_modes}) == 21
    client.post(f"{edit_address(tree.national)}preview/", form_of(tree.national))
    html = client.get(f"{edit_address(tree.national)}preview/", {"mode": "facilitator:xx"}).content.decode()
    assert '<html lang="vi"' in html and make.SECRET not in html


def test_a_curriculum_is_previewed_with_its_modules(tree, editor, client):
    address = f"/admin/pages/{tree.vietnam.pk}/edit/preview/"
    client.post(address, nested_form_data({"title": tree.vietnam.title, "slug": tree.vietnam.slug, "language": "vi", "body": "",
                                           "summary": "Tóm tắt", "comments": inline_formset([])}))
    html = client.get(address, {"mode": ":en"}).content.decode()
    assert tree.vietnam.title in html and '<html lang="en"' in html and tree.national.title in html


# --- two editors, comments, locks ---------------------------------------------------------------------------------

def ping(client, module, session=0, **data):
    from wagtail.admin.models import EditingSession
    made = EditingSession.objects.filter(object_id=str(module.pk)).order_by("-pk").values_list("pk", flat=True).first()
    return client.post(f"/admin/editing-sessions/ping/curricula/modulepage/{module.pk}/{session or made or 0}/", data)


def test_the_second_editor_is_told_of_the_first_and_of_a_newer_draft(tree, editor, client, client_as):
    client.get(edit_address(tree.national))
    ping(client, tree.national, is_editing="1")
    other = client_as(editor)
    second = signed_in(other, tree, "VN-2")
    read = ModulePage.objects.get(pk=tree.national.pk).latest_revision_id
    told = ping(other, tree.national, session=999, revision_id=read, is_editing="1").json()
    assert len(told["other_sessions"]) == 1 and told["other_sessions"][0]["is_editing"]
    client.post(edit_address(tree.national), form_of(tree.national, title="Của người thứ nhất"))
    told = ping(other, tree.national, session=999, revision_id=read, is_editing="1").json()
    assert told["other_sessions"][0]["revision_id"] == ModulePage.objects.get(pk=tree.national.pk).latest_revision_id
    assert second.pk != editor.pk


def autosave(client, module, **changes):
    return client.post(edit_address(module), form_of(module, **changes), headers={"accept": "application/json"})


def test_an_autosave_never_writes_over_a_text_that_something_rests_on(tree, editor, client):
    made = autosave(client, tree.national, title="Một").json()
    again = autosave(client, tree.national, title="Hai", overwrite_revision_id=made["revision_id"]).json()
    assert again["success"] and again["revision_id"] == made["revision_id"]
    frozen = Revision.objects.get(pk=again["revision_id"])
    body = Body.objects.create(key="wg", kind="working-group", names={"en": "Group"}, country=tree.vietnam.country)
    voted = ConsensusRound.objects.create(curriculum=tree.vietnam, body=body, number=1, opened_at=WHEN, opened_by=uuid4(),
                                          closes_on=WHEN.date(), outcome="passed")
    RoundModule.objects.create(round=voted, module=tree.national, revision=frozen, letter="A", title="Hai", sha256="0" * 64,
                               sort_order=0)
    third = autosave(client, tree.national, title="Ba", overwrite_revision_id=frozen.pk).json()
    assert third["success"] and third["revision_id"] != frozen.pk
    frozen.refresh_from_db()
    assert frozen.content["title"] == "Hai"
    assert drafts.draft_of(ModulePage.objects.get(pk=tree.national.pk)).title == "Ba"


def test_an_autosave_of_a_published_draft_makes_a_new_one(tree, editor, client):
    made = autosave(client, tree.national, title="Một").json()
    Revision.objects.get(pk=made["revision_id"]).publish()
    again = autosave(client, tree.national, title="Hai", overwrite_revision_id=made["revision_id"]).json()
    assert again["revision_id"] != made["revision_id"]
    assert ModulePage.objects.get(pk=tree.national.pk).live_revision.content["title"] == "Một"


def test_our_own_forms_go_on_from_an_autosave_over_the_same_draft(tree, editor, client):
    made = autosave(client, tree.national, title="Một").json()
    page = ModulePage.objects.get(pk=tree.national.pk)
    autosave(client, tree.national, title="Hai", overwrite_revision_id=made["revision_id"])
    drafts.change(module=page, by=editor, edit=lambda draft: drafts.write(draft, "head", {"summary": "Ba"}))
    draft = drafts.draft_of(ModulePage.objects.get(pk=page.pk))
    assert (draft.title, draft.summary) == ("Hai", "Ba")


def test_comments_are_read_by_editors_of_the_country_and_no_mail_goes_out(tree, editor, client, client_as):
    first = make.person("VN-9", "translator", make.country("VN"))
    first.email = "vn-9@example.org"
    first.save()
    Comment.objects.create(page=tree.national, user=first, text="Is this the right word?", contentpath="title")
    html = client.get(edit_address(tree.national)).content.decode()
    assert "Is this the right word?" in html
    new = {"comments": inline_formset([{"text": "I think so", "contentpath": "title", "position": "", "resolved": "",
                                        "id": "", "replies": inline_formset([])}])}
    assert client.post(edit_address(tree.national), form_of(tree.national, **new)).status_code == 302
    assert Comment.objects.filter(page=tree.national).count() == 2 and mail.outbox == []
    stranger = client_as(first)
    signed_in(stranger, tree, "KH-1", "KH", make.curriculum("cambodia", place=make.country("KH")).get_parent())
    assert stranger.get(edit_address(tree.national)).status_code == 302


def test_editors_of_another_country_are_refused_everywhere(tree, client):
    signed_in(client, tree, "KH-1", "KH", make.curriculum("cambodia", place=make.country("KH")).get_parent())
    for rest in ("edit/", "edit/preview/", "history/", "delete/", "copy/", "unpublish/"):
        assert client.get(f"/admin/pages/{tree.national.pk}/{rest}").status_code in {302, 403, 404}, rest
    assert client.get(f"/admin/pages/{tree.vietnam.pk}/").status_code in {302, 403, 404}
    before = Revision.objects.count()
    client.post(edit_address(tree.national), form_of(tree.national, title="Stolen"))
    client.post(f"/admin/pages/add/curricula/modulepage/{tree.vietnam.pk}/", form_of(new_module(), title="Stolen"))
    assert Revision.objects.count() == before


# --- modules by hand ----------------------------------------------------------------------------------------------

def new_module() -> ModulePage:
    return ModulePage(title="Của chúng ta", slug="l", letter="L", language="vi")


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
