"""The translator's desk: what is to do, what a save writes and leaves alone, and who may come in."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from curricula.domain import drafts, following, translated, translating, units
from curricula.domain.translated import Entry
from curricula.domain.translating import State
from curricula.models import (
    Adaptation,
    ConsensusRound,
    Decision,
    ModulePage,
    RoundModule,
    Term,
    Translation,
    VersionModule,
)
from lms.audit.models import Entry as Logged
from lms.people.domain.refusal import Refused
from lms.people.models import Body
from tests.curricula import factories as make
from tests.curricula.factories import NOW, SPACE, uuid5

pytestmark = pytest.mark.django_db
OBJECTIVES, TEXT, QUESTION = (f"block:{uuid5(SPACE, f'A:{at}')}" for at in (0, 1, 2))
HERE = "/en/curricula/viet-nam/a/translate/"


@pytest.fixture
def bond(tree) -> Adaptation:
    tree.vietnam.origin = tree.regional
    tree.vietnam.save()
    return found()


def found() -> Adaptation:
    return translating.bonds_of(make.CurriculumPage.objects.get(slug="viet-nam"))[0]


@pytest.fixture
def translator(tree):
    return make.person("VN-9", "translator", make.country("VN"))


def own(key: str) -> units.Unit:
    return drafts.parts(drafts.draft_of(ModulePage.objects.get(slug="a", language="vi")))[key]


def part(key: str) -> translating.Part:
    return translating.desk(found()).by_key[key]


def entry(key: str, done: bool | None = None, **words) -> Entry:
    here = part(key)
    return Entry(key, words, was=here.own.digest, source=here.source.digest, done=done)


def save(by, *entries: Entry) -> translated.Saved:
    return translated.save(bond=found(), entries=entries, by=by, now=NOW)


def region_writes(tree, text: str, number: str = "3.1") -> VersionModule:
    """The region changes the text of module A and releases it."""
    page = ModulePage.objects.get(pk=tree.A.pk)
    blocks = json.loads(json.dumps(list(page.body.get_prep_value())))
    blocks[1]["value"]["text"] = f"<p>{text}</p>"
    page.body = json.dumps(blocks)
    page.save_revision().publish()
    make.release(make.CurriculumPage.objects.get(slug="regional"), number, in_force=make.date(2026, 9, 1))
    return VersionModule.objects.filter(module=tree.A).order_by("-pk").first()


def adopt(frozen: VersionModule) -> None:
    Decision.objects.create(adaptation=found(), unit=TEXT, choice="adopt", version=frozen.version, seen=frozen, at=NOW)


def test_what_nobody_translated_is_to_do_and_what_was_written_is_a_draft(bond):
    assert part(OBJECTIVES).state is State.TODO and part(OBJECTIVES).fields[0].untouched
    assert part(TEXT).state is State.DRAFT and part(units.HEAD).state is State.DRAFT


def test_a_save_writes_its_part_and_no_other(bond, translator):
    before = drafts.parts(drafts.draft_of(bond.module))
    revisions = bond.module.revisions.count()
    saved = save(translator, entry(OBJECTIVES, done=True, objectives=["giải thích", "phân biệt"]))
    after = drafts.parts(drafts.draft_of(found().module))
    assert saved == translated.Saved(1, []) and after.pop(OBJECTIVES).fields["objectives"] == ["giải thích", "phân biệt"]
    before.pop(OBJECTIVES)
    assert after == before and part(OBJECTIVES).state is State.DONE
    assert found().module.revisions.count() == revisions + 1
    logged = Logged.objects.get(verb="translation.saved")
    assert logged.after == {"curriculum": "viet-nam", "module": "A", "written": 1, "done": 1}


def test_nothing_is_written_when_nothing_changed(bond, translator):
    revisions = bond.module.revisions.count()
    assert save(translator, entry(TEXT, done=False)).parts == 0
    assert found().module.revisions.count() == revisions
    assert not Translation.objects.exists() and not Logged.objects.filter(verb="translation.saved").exists()


def test_two_at_once_the_second_is_told_and_nothing_is_lost(bond, translator):
    mine, theirs, elsewhere = entry(QUESTION, text="Của tôi"), entry(QUESTION, text="Của bạn"), entry(OBJECTIVES, objectives=["một"])
    save(translator, theirs)
    saved = save(translator, mine, elsewhere)
    assert saved.clashes == [mine] and saved.parts == 1
    assert own(QUESTION).fields["text"] == "Của bạn" and own(OBJECTIVES).fields["objectives"] == ["một"]


def test_two_who_write_the_same_do_not_clash(bond, translator):
    entries = [entry(QUESTION, text="Giống nhau"), entry(QUESTION, text="Giống nhau")]
    for one in entries:
        assert not save(translator, one).clashes


def test_a_part_that_was_taken_out_meanwhile_is_given_back(bond, translator):
    mine = entry(QUESTION, text="Của tôi")
    draft = drafts.draft_of(bond.module)
    drafts.set_blocks(draft, [row for row in drafts.raw_blocks(draft) if f"block:{row['id']}" != QUESTION])
    draft.save_revision()
    assert save(translator, mine).clashes == [mine]
    assert part(QUESTION).own is None and part(QUESTION).state is State.TODO
    here = part(QUESTION)
    save(translator, Entry(QUESTION, {}, was="", source=here.source.digest, done=True))
    assert part(QUESTION).state is State.DONE, "left out on purpose"


def test_a_change_of_the_region_that_was_adopted_opens_the_part_again(bond, tree, translator):
    save(translator, entry(TEXT, done=True))
    assert part(TEXT).state is State.DONE
    frozen = region_writes(tree, "Trafficking is a crime.")
    assert part(TEXT).state is State.DONE, "not decided on yet"
    adopt(frozen)
    here = part(TEXT)
    assert here.state is State.CHANGED and "Trafficking is a crime" in here.fields[1].source
    assert "<del>" in here.changes[0].then_html and "crime" in here.changes[0].now_html
    save(translator, entry(TEXT, done=False))
    assert part(TEXT).state is State.CHANGED, "a page that was saved without a word changes nothing"
    save(translator, entry(TEXT, done=False, text="<p>Mua bán người là tội</p>"))
    assert part(TEXT).state is State.DRAFT and part(TEXT).before
    save(translator, entry(TEXT, done=True))
    assert part(TEXT).state is State.DONE and not part(TEXT).before


def test_a_tick_holds_for_the_text_that_the_person_saw(bond, tree, translator):
    stale = entry(TEXT, done=True)
    adopt(region_writes(tree, "Newer"))
    save(translator, stale)
    assert part(TEXT).state is State.CHANGED
    save(translator, Entry(TEXT, {}, was=stale.was, source="f" * 64, done=True))
    assert Translation.objects.get(unit=TEXT).source == stale.source, "a text that never was is not taken down"


def test_a_local_part_stands_at_its_place_without_source(bond, translator):
    draft = drafts.draft_of(bond.module)
    blocks = drafts.raw_blocks(draft)
    blocks.insert(1, {"type": "question", "id": "local-1", "value": {"text": "Ở đây?"}})
    drafts.set_blocks(draft, blocks)
    draft.save_revision()
    keys = [one.key for one in translating.desk(found()).parts]
    assert keys[keys.index(OBJECTIVES) + 1] == "block:local-1"
    assert part("block:local-1").state is State.LOCAL and part("block:local-1").source is None
    save(translator, Entry("block:local-1", {"text": "Ở kia?"}, was=part("block:local-1").own.digest, source=""))
    assert own("block:local-1").fields["text"] == "Ở kia?" and not Translation.objects.exists()


def test_a_round_of_consensus_locks_the_desk(bond, translator):
    body = Body.objects.create(key="wg", kind="working-group", country=make.country("VN"))
    opened = ConsensusRound.objects.create(curriculum=bond.curriculum, body=body, number=1, opened_at=NOW, opened_by=translator.uuid,
                                           closes_on=make.date(2027, 3, 1))
    RoundModule.objects.create(round=opened, module=bond.module, revision=bond.module.latest_revision, sort_order=0)
    with pytest.raises(Refused, match="locked"):
        save(translator, entry(QUESTION, text="Khác"))


def test_desk_and_board_count_alike(bond, translator):
    for key in (OBJECTIVES, TEXT, QUESTION):
        save(translator, entry(key, done=True))
    followed = following.follow(following.history(found().curriculum.origin), [found()])[0]
    counts = translating.desk(found()).counts()
    assert counts["open"] == len(followed.to_translate) and counts["all"] == len(followed.wanted) and counts["done"] == 3


# --- pages ------------------------------------------------------------------------------------------------------------

def text(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize(("role", "place", "status"), [
    ("translator", "VN", 200), ("chair", "VN", 200), ("trainer", "VN", 403), ("coordinator", "VN", 403),
    ("translator", "KH", 403), ("secretariat", None, 403), ("", "VN", 403)])
def test_who_comes_in(client, bond, role, place, status):
    client.force_login(make.person("X-1", role, make.country(place) if place else None))
    for name, args in (("translate", ["viet-nam"]), ("translate_module", ["viet-nam", "a"]), ("translate_files", ["viet-nam", "a"]),
                       ("translate_file", ["viet-nam", "a", "xlf"])):
        assert client.get(reverse(f"curricula:{name}", args=args)).status_code == status


def test_a_curriculum_that_is_not_public_is_not_there_for_others(client, bond):
    make.CurriculumPage.objects.get(slug="viet-nam").unpublish()
    client.force_login(make.person("KH-1", "translator", make.country("KH")))
    assert client.get(HERE).status_code == 404
    client.force_login(make.person("VN-1", "translator", make.country("VN")))
    assert client.get(HERE).status_code == 200


def test_strangers_sign_in_first(client, bond):
    assert client.get(HERE).status_code == 302
    assert client.post(HERE, {}).status_code == 302


@pytest.mark.parametrize("address", ["regional/translate/", "regional/a/translate/", "viet-nam/zz/translate/", "nowhere/translate/",
                                     "viet-nam/a/translate/text.exe", "viet-nam/zz/translate/files/"])
def test_unknown_addresses(client, bond, translator, address):
    client.force_login(translator)
    assert client.get(f"/en/curricula/{address}").status_code == 404


def form(key: str, **fields) -> dict:
    here = part(key)
    return {"part": [key], f"{key}-was": here.own.digest, f"{key}-source": here.source.digest,
            **{f"{key}-{name}": value for name, value in fields.items()}}


def test_the_page_shows_both_texts_and_saves(client, bond, translator):
    Term.objects.create(english="trafficking", language="vi", text="mua bán người")
    Term.objects.create(english="trafficking", language="vi", text="chuyến đi", status="deprecated", instead="hành trình")
    client.force_login(translator)
    shown = text(client.get(HERE))
    assert "Trafficking is not a journey." in shown and "Mua bán người không phải là một chuyến đi." in shown
    assert '<dt lang="en">trafficking</dt><dd lang="vi">mua bán người</dd>' in shown
    assert '<span lang="vi">chuyến đi</span>: write <b lang="vi">hành trình</b>' in shown
    response = client.post(HERE, form(TEXT, heading="Tiêu đề", text="Một **đậm**\n\n- hai", done="on"))
    assert response.status_code == 302
    assert own(TEXT).fields["text"] == "<p>Một <b>đậm</b></p><ul><li>hai</li></ul>"
    assert own(TEXT).fields["heading"] == "Tiêu đề" and part(TEXT).state is State.DONE


def test_the_regional_words_are_not_in_the_field_and_an_empty_field_takes_nothing_away(client, bond, translator):
    client.force_login(translator)
    assert not re.search(r"<textarea[^>]*>\s*explain it", text(client.get(HERE)))
    client.post(HERE, form(OBJECTIVES, objectives=""))
    assert own(OBJECTIVES).fields["objectives"] == ["explain it", "tell it apart"]
    refused = client.post(HERE, form(OBJECTIVES, objectives="", done="on"))
    assert refused.status_code == 200 and "Fill this in." in text(refused) and part(OBJECTIVES).state is State.TODO


def test_a_fault_in_one_part_does_not_lose_the_others(client, bond, translator):
    client.force_login(translator)
    data = form(QUESTION, text="Câu hỏi") | form(units.HEAD, title=" ", summary="Tóm tắt")
    response = client.post(HERE, data | {"part": [QUESTION, units.HEAD]})
    assert response.status_code == 200 and "A title cannot be empty." in text(response) and "Tóm tắt" in text(response)
    assert own(QUESTION).fields["text"] == "Câu hỏi" and own(units.HEAD).fields["title"] == "Giới thiệu"


def test_the_second_editor_sees_both_texts_and_may_save_again(client, bond, translator):
    client.force_login(translator)
    mine = form(QUESTION, text="Của tôi")
    save(translator, entry(QUESTION, text="Của bạn"))
    shown = text(client.post(HERE, mine))
    assert "Someone else wrote this part" in shown and "Của tôi" in shown and "Của bạn" in shown
    assert own(QUESTION).fields["text"] == "Của bạn"
    was = re.search(rf'name="{QUESTION}-was" value="(\w+)"', shown)[1]
    assert client.post(HERE, mine | {f"{QUESTION}-was": was}).status_code == 302
    assert own(QUESTION).fields["text"] == "Của tôi"


def test_hostile_input_is_kept_as_text_and_never_breaks_the_page(client, bond, translator):
    client.force_login(translator)
    client.post(HERE, form(TEXT, heading="<script>alert(1)</script>", text="<img src=x onerror=alert(1)> [a](javascript:b)"))
    assert own(TEXT).fields["text"] == "<p>&lt;img src=x onerror=alert(1)&gt; [a](javascript:b)</p>"
    assert "<script>alert" not in text(client.get(HERE)) and "<img src=x" not in text(client.get(HERE))
    for data in ({"part": ["block:nothing"]}, {"part": ["\x00"]}, {}, {"part": [TEXT]}, {"part": [TEXT], f"{TEXT}-was": "x" * 999}):
        assert client.post(HERE, data).status_code in (200, 302)
    for query in ("?session=9", "?session=²", "?session=-1", "?show=x&page=zz", "?page=999"):
        assert client.get(HERE + query).status_code == 200


def test_only_what_is_to_do(client, bond, translator):
    save(translator, entry(QUESTION, done=True, text="Câu hỏi xong"))
    client.force_login(translator)
    assert "Câu hỏi xong" in text(client.get(HERE)) and "Câu hỏi xong" not in text(client.get(HERE + "?show=todo"))


def test_the_overview_says_how_far_each_module_is(client, bond, translator):
    save(translator, entry(QUESTION, done=True, text="Câu hỏi"))
    client.force_login(translator)
    shown = text(client.get("/en/curricula/viet-nam/translate/"))
    assert "7 parts to do" in shown and "12 %" in shown.replace("\xa0", " ")


def long_module(tree, count: int) -> ModulePage:
    """A regional and a national module of `count` blocks more, released."""
    for page in (ModulePage.objects.get(pk=tree.A.pk), ModulePage.objects.get(pk=tree.national.pk)):
        blocks = list(page.body.get_prep_value()) + [
            {"type": "text", "id": str(uuid5(SPACE, f"long:{at}")), "value": {"heading": f"H {at}", "text": f"<p>{page.language} {at}</p>"}}
            for at in range(count)]
        page.body = json.dumps(blocks)
        page.save_revision().publish()
    make.release(make.CurriculumPage.objects.get(slug="regional"), "4.0", in_force=make.date(2026, 9, 1))
    Adaptation.objects.update(base=VersionModule.objects.filter(module=tree.A).order_by("-pk").first())
    return page


def test_a_long_module_works_and_costs_the_same(client, bond, tree, translator):
    client.force_login(translator)
    counts = []
    for more in (1, 200):
        if more == 200:
            long_module(tree, 200)
        client.get(HERE)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(HERE).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1], counts
    key = f"block:{uuid5(SPACE, 'long:150')}"
    assert client.post(HERE + "?page=17", form(key, heading="Dài", text="Dài")).status_code == 302
    assert own(key).fields["heading"] == "Dài"


def test_the_overview_costs_the_same_for_many(client, bond, tree, translator):
    client.force_login(translator)
    counts = []
    for letters in ("", "BCEFGHIJKL"):
        for letter in letters:
            make.module(tree.regional, letter)
        if letters:
            make.release(make.CurriculumPage.objects.get(slug="regional"), "4.0", in_force=make.date(2026, 9, 1))
            for letter in letters:
                make.adapt(make.module(tree.vietnam, letter), ModulePage.objects.get(slug=letter.lower(), language="en"))
        client.get("/en/curricula/viet-nam/translate/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/en/curricula/viet-nam/translate/")
        counts.append(len(asked))
    assert counts[0] == counts[1], counts
