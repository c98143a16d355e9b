"""The public pages of curricula: who reads what, in which language, at what cost."""

import gzip
import json

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.cache import cache

from curricula.models import ModulePage
from tests.curricula import factories as make
from tests.curricula.factories import SECRET

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]
ROLES = ["", "trainee", "focal-point", "donor", "trainer", "translator", "working-group", "chair", "secretariat",
         "administrator"]
NOTE_READERS = {"trainer", "translator", "working-group", "chair", "secretariat", "administrator"}


def text(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_address_in_every_frame(client, tree, language):
    page = text(client.get(f"/{language}/curricula/viet-nam/a/"))
    assert f'<html lang="{"zh-Hans" if language == "zh-hans" else language}">' in page
    assert '<h1><span lang="vi">Giới thiệu</span></h1>' in page and "Mua bán người không phải" in page
    assert ('<b>' in page.partition('<div class="note river">')[2].partition("</p>")[0]) == (language != "vi")
    assert f'href="/{language}/curricula/regional/a/"' in page and '<span lang="en">English</span>' in page


def test_same_language_as_the_frame_is_not_announced(client, tree):
    page = text(client.get("/en/curricula/regional/a/"))
    assert "This text is in" not in page and '<span lang="vi">Tiếng Việt</span> (Viet Nam)' in page


@pytest.mark.parametrize("role", [None, *ROLES])
def test_who_reads_what(client, tree, role):
    """None is anonymous, an empty role a person without a grant. A grant in Viet Nam opens the region's text too."""
    for letter, visibility in [("D", "signed-in"), ("P", "trainers")]:
        make.module(tree.vietnam, letter, visibility=visibility)
    if role is not None:
        client.force_login(make.person("VN-1", role, make.country("VN")))
    readable = {"a": True, "d": role is not None, "p": role in NOTE_READERS}
    for curriculum in ("regional", "viet-nam"):
        for slug, may in readable.items():
            response = client.get(f"/en/curricula/{curriculum}/{slug}/")
            assert response.status_code == (200 if may else 403)
            assert ("explain it" in text(response)) == may
            assert (SECRET in text(response)) == (role in NOTE_READERS)
            if not may:
                assert ("?next=" in text(response)) == (role is None)


def test_a_trainer_of_another_country_reads_no_notes(client, tree):
    client.force_login(make.person("KH-1", "trainer", make.country("KH")))
    assert SECRET not in text(client.get("/en/curricula/viet-nam/a/"))
    assert SECRET in text(client.get("/en/curricula/regional/a/"))


def test_what_is_kept_for_trainers_is_not_shown_to_others(client, tree):
    client.force_login(make.person("VN-1", "trainer", make.country("VN")))
    assert SECRET in text(client.get("/en/curricula/regional/a/"))
    client.logout()
    assert SECRET not in text(client.get("/en/curricula/regional/a/"))


def test_notes_and_restricted_modules_are_not_in_public_text(tree):
    assert "not a journey" in tree.A.public_text() and "Session 1" in tree.A.public_text()
    assert SECRET not in tree.A.public_text()
    assert tree.D.public_text() == tree.P.public_text() == ""


def test_drafts_are_never_shown(client, tree):
    draft = make.module(tree.vietnam, "B", live=False, title="Bản nháp")
    assert client.get("/en/curricula/viet-nam/b/").status_code == 404
    tree.A.refresh_from_db()
    page = ModulePage.objects.get(pk=tree.A.pk)
    page.title = "Changed, not published"
    page.save_revision()
    for address in ("", "regional/", "viet-nam/", "regional/a/", "viet-nam/a/"):
        shown = text(client.get(f"/en/curricula/{address}"))
        assert draft.title not in shown and "Changed, not" not in shown
    tree.vietnam.unpublish()
    assert client.get("/en/curricula/viet-nam/a/").status_code == 404
    assert "viet-nam" not in text(client.get("/en/curricula/regional/a/"))


def test_a_new_text_is_shown_at_once(client, tree):
    client.get("/en/curricula/regional/a/")
    page = ModulePage.objects.get(pk=tree.A.pk)
    page.body = json.dumps([{"type": "text", "value": {"heading": "", "text": "<p>Written anew</p>"}}])
    page.save_revision().publish()
    shown = text(client.get("/en/curricula/regional/a/"))
    assert "Written anew" in shown and "not a journey" not in shown


@pytest.mark.parametrize("address", ["nowhere/", "regional/z/", "nowhere/a/", "regional/a/b/"])
def test_unknown_addresses(client, tree, address):
    assert client.get(f"/en/curricula/{address}").status_code == 404


def test_module_page_queries(client, tree, django_assert_max_num_queries, django_assert_num_queries):
    for slug in ("b", "c", "e", "f", "g"):
        make.module(tree.regional, slug.upper())
        make.module(tree.vietnam, slug.upper())
    with django_assert_max_num_queries(4):
        client.get("/en/curricula/regional/a/")
    with django_assert_num_queries(0):
        client.get("/en/curricula/regional/a/")
    client.force_login(make.person("VN-1", "trainer", make.country("VN")))
    client.get("/en/curricula/regional/a/")
    with django_assert_num_queries(3):  # session, person, grants; what is not the reader's own is kept
        client.get("/en/curricula/regional/a/")


def test_a_kept_page_is_packed_for_those_who_take_it_packed(client, tree):
    pages = [client.get("/en/curricula/regional/a/", headers={"accept-encoding": wish}) for wish in ("gzip", "gzip", "", "")]
    plain = [gzip.decompress(page.content) if page.get("Content-Encoding") == "gzip" else page.content for page in pages]
    assert [page.get("Content-Encoding") for page in pages] == ["gzip", "gzip", None, None]
    assert len(set(plain)) == 1 and b"not a journey" in plain[0]
    assert all({"Cookie", "Accept-Encoding"} <= {part.strip() for part in page["Vary"].split(",")} for page in pages[1::2])


def test_what_is_kept_is_for_readers_without_a_session(client, tree):
    """Not for a reader who is signed in, and not once the module is closed to everyone."""
    assert "Sign in" in text(client.get("/en/curricula/regional/a/"))
    reader = make.person("VN-1", "trainee", make.country("VN"))
    client.force_login(reader)
    assert reader.name in text(client.get("/en/curricula/regional/a/"))
    client.logout()
    assert reader.name not in text(client.get("/en/curricula/regional/a/"))
    page = ModulePage.objects.get(pk=tree.A.pk)
    page.visibility = "signed-in"
    page.save_revision().publish()
    assert client.get("/en/curricula/regional/a/").status_code == 403
    tree.A.unpublish()
    assert client.get("/en/curricula/regional/a/").status_code == 404


def test_listings_cost_the_same_for_many(client, tree, django_assert_num_queries):
    for at in range(12):
        make.module(make.curriculum(f"more-{at}", place=None), "A")
    cache.clear()
    with django_assert_num_queries(3):
        client.get("/en/curricula/")
    with django_assert_num_queries(3):
        client.get("/en/curricula/regional/")


def test_list_and_curriculum_say_what_is_in_force(client, tree):
    make.country("KH")
    shown = text(client.get("/en/curricula/"))
    assert "Version 3.0, in force since 1 August 2026" in shown and "no national curriculum here yet" in shown
    assert '<a href="/en/curricula/viet-nam/" lang="vi">' in shown
    make.release(tree.regional, "3.1", in_force=make.date(2999, 1, 1))
    shown = text(client.get("/en/curricula/regional/"))
    assert "3.0, since 1 August 2026" in shown and "<b>3.1</b>" not in shown and "6, in all 9" in shown


def test_adaptation_is_named(client, tree):
    shown = text(client.get("/en/curricula/viet-nam/a/"))
    assert "Adapted on purpose" in shown and "from version 3.0" in shown


def test_every_block_is_shown_and_questions_stand_together(client, tree):
    shown = text(client.get("/en/curricula/regional/a/"))
    for words in ("explain it", "A heading", "What do you see?", "What is missing?", "Session 2", "role play"):
        assert words in shown
    assert shown.count("<h2>Questions</h2>") == 1


def test_neighbours(client, tree):
    shown = text(client.get("/en/curricula/regional/d/"))
    assert '<a rel="prev" href="/en/curricula/regional/a/">' in shown
    assert '<a rel="next" href="/en/curricula/regional/p/">' in shown


def test_wagtail_serves_these_pages_as_previews_only(rf, tree):
    assert tree.A.serve(rf.get("/somewhere/")).url == "/en/curricula/regional/a/"
    assert SECRET in tree.A.make_preview_request(preview_mode="facilitator:en").render().content.decode()
    assert "Curriculum regional" in tree.regional.make_preview_request().render().content.decode()


def test_only_editors_come_into_the_admin(client, tree):
    client.force_login(make.person("VN-1", "trainer", make.country("VN")))
    assert client.get("/admin/").status_code in {302, 403}
    editor = make.person("VN-2")
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(editor)
    shown = text(client.get("/admin/"))
    assert "/admin/reports/" not in shown
    assert client.get(f"/admin/pages/{tree.A.pk}/edit/").status_code in {302, 403}
