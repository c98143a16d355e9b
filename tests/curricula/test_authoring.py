"""Working on modules in Wagtail's admin: blocks, previews, two editors at once, what is refused, and long modules."""

import json
from uuid import uuid4

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from lxml.html import document_fromstring
from wagtail.documents import get_document_model
from wagtail.models import Comment, Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from curricula.domain import drafts
from curricula.domain.documents import may_load
from curricula.models import ConsensusRound, ModulePage, RoundModule
from curricula.models.preview import FACILITATOR, PRINTED, TRAINEE
from lms.people.models import Body
from lms.people.permissions import Access, Held
from tests.curricula import factories as make
from tests.curricula.editing import edit_address, form_of, new_module, signed_in

WHEN = make.NOW


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
