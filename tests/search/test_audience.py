"""What the index and the excerpts never hold for a lower audience, and what admin and site find in seven languages."""

import json
from collections.abc import Mapping
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.utils.html import strip_tags
from modelsearch.query import Phrase
from wagtail import blocks
from wagtail.models import Page

from curricula.blocks import NOTES, ModuleBlocks
from curricula.models import ModulePage, Resource
from lms.home.domain.results import asked, look_for
from lms.learning.models import LessonPage
from lms.people.permissions import NOBODY
from tests.curricula import factories as make

from .probes import PROBES

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
KHMER = "ចំណុចសំខាន់គឺការពារជនរងគ្រោះនៅតាមព្រំដែន"


def marked(kind: str, block: blocks.Block, words: list[str]):
    """A stored value of a block in which every text is one unknown word; the words are added to `words`."""
    if isinstance(block, blocks.StructBlock):
        return {name: marked(f"{kind}{name}", child, words) for name, child in block.child_blocks.items()}
    if isinstance(block, blocks.ListBlock):
        return [marked(kind, block.child_block, words)]
    if isinstance(block, blocks.CharBlock | blocks.TextBlock | blocks.RichTextBlock):
        words.append("zq" + "".join(sign for sign in kind if sign.isalpha()))
        return words[-1] if not isinstance(block, blocks.RichTextBlock) else f"<p>{words[-1]}</p>"
    return None


def with_every_block(page: ModulePage) -> dict[str, list[str]]:
    """Give a module one block of each kind there is; the words of each kind."""
    said: dict[str, list[str]] = {}
    rows = []
    for kind, block in ModuleBlocks().child_blocks.items():
        rows.append({"type": kind, "id": str(uuid4()), "value": marked(kind, block, said.setdefault(kind, []))})
    page.body = json.dumps(rows)
    page.save_revision().publish()
    return said


def held(words) -> bool:
    """True when the index holds the words for any page, whoever may read it."""
    return Page.objects.search(words).count() > 0


def found(word: str) -> list:
    return [result for group in look_for(question=asked(word), access=NOBODY) for result in group.results]


def test_every_kind_of_block_is_found_but_the_facilitator_s_notes(tree):
    """Also a kind that is added later: whoever adds one sees here whether its words are found."""
    said = with_every_block(ModulePage.objects.get(pk=tree.A.pk))
    hidden = said.pop(NOTES)
    assert len(said) >= 6 and hidden and all(said.values())
    for kind, words in said.items():
        for word in words:
            assert [result.title for result in found(word)] == ["A Module A of regional"], kind
    assert held("zqtexttext")
    for word in [*hidden, make.SECRET]:
        assert not held(word) and found(word) == []
        page = found("zqtexttext")[0]
        assert word not in "".join(piece for piece, _hit in page.pieces)


@pytest.mark.parametrize("visibility", ["signed-in", "trainers"])
def test_the_text_of_a_restricted_module_is_in_no_index(tree, visibility):
    page = ModulePage.objects.get(pk=tree.A.pk)
    said = with_every_block(page)
    assert found("zqtexttext")
    page = ModulePage.objects.get(pk=tree.A.pk)
    page.visibility = visibility
    page.save_revision().publish()
    for word in [word for words in said.values() for word in words]:
        assert not held(word) and found(word) == []
    call_command("wagtail_update_index", verbosity=0)
    assert not held("zqtexttext") and held("Module A of regional") and found("Module A of regional") == []


def test_a_draft_s_new_words_are_in_no_index(tree):
    page = ModulePage.objects.get(pk=tree.A.pk)
    page.title = "Zqunpublished"
    page.save_revision()
    assert not held("zqunpublished") and found("zqunpublished") == []


def test_questions_and_right_answers_of_lessons_are_in_no_index(starter):
    call_command("wagtail_update_index", verbosity=0)
    lessons = list(LessonPage.objects.all())
    assert all(held(Phrase(lesson.title)) for lesson in lessons)
    told = " ".join(text for lesson in lessons for text in (lesson.title, lesson.summary))
    steps = [text for lesson in lessons for text in texts_of(list(lesson.steps.raw_data)) if len(text) > 40 and text not in told]
    assert len(steps) > 50
    assert [text for text in steps if LessonPage.objects.search(Phrase(text[:60])).count()] == []


def texts_of(value) -> list[str]:
    """Every text in a stored stream of blocks, without markup."""
    if isinstance(value, str):
        return [strip_tags(value)]
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else []
    return [text for one in inner for text in texts_of(one)]


def test_the_admin_finds_a_word_inside_khmer_text(client, tree):
    page = ModulePage.objects.get(pk=tree.A.pk)
    page.body = json.dumps([{"type": "text", "value": {"heading": "", "text": f"<p>{KHMER}</p>"}, "id": str(uuid4())}])
    page.save_revision().publish()
    administrator = make.person("R-9", "administrator")
    administrator.is_superuser = administrator.is_staff = True
    administrator.save()
    client.force_login(administrator)
    hit = client.get("/admin/pages/search/", {"q": "ជនរងគ្រោះ"})
    miss = client.get("/admin/pages/search/", {"q": "ស្ត្រី"})
    assert hit.status_code == miss.status_code == 200
    assert f"/admin/pages/{page.pk}/edit/" in hit.content.decode() and f"/admin/pages/{page.pk}/edit/" not in miss.content.decode()


@pytest.mark.parametrize(("language", "word", "sentence"), PROBES)
def test_a_text_of_the_library_is_found_by_every_probe_word_in_its_language(language, word, sentence):
    other = {"en": "Nothing of the kind"} if language != "en" else {"vi": "Không có gì"}
    Resource.objects.create(key="wanted", kind="film", titles=other, summaries={language: sentence}, languages=["en"])
    Resource.objects.create(key="other", kind="film", titles={"en": "Something else"}, languages=["en"])
    Resource.objects.create(key="away", kind="film", titles={language: sentence}, languages=["en"], public=False)
    assert [result.url for result in found(word)] == ["/en/curricula/library/wanted/"]


@pytest.mark.parametrize(("typed", "written"), [("hòa giải", "hoà giải"), ("khoá", "khóa"), ("thủy", "thuỷ"), ("hoa giai", "hòa giải")])
def test_old_and_new_placement_of_vietnamese_tones_are_one(typed, written):
    Resource.objects.create(key="wanted", kind="law", titles={"vi": f"Luật về {written} ở cơ sở"}, languages=["vi"])
    result = found(typed)[0]
    assert (result.url, result.language) == ("/en/curricula/library/wanted/", "vi")
    assert not found("hoá giải")


def test_a_deleted_page_leaves_the_index(tree):
    assert found("journey")
    Page.objects.get(pk=tree.regional.pk).specific.unpublish()
    assert found("journey") == []
