"""Decisions of a group on what the region released: kept, replayed, and never over a word that somebody wrote."""

import json
import os
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from curricula.domain import decisions, drafts, tandem
from curricula.domain.decisions import Verdict, decide, take_new
from curricula.domain.following import follow, history
from curricula.models import Adaptation, CurriculumVersion, Decision, ModulePage, Session, Translation, VersionModule
from lms.audit.models import Entry
from lms.people.domain.refusal import Refused
from tests.curricula import factories as make
from tests.curricula.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def chair(tree):
    return make.person("VN-0001", "chair", tree.vietnam.country)


@pytest.fixture(autouse=True)
def released_long_ago(tree):
    """Decisions are made now: revisions carry the clock of the machine."""
    CurriculumVersion.objects.filter(curriculum=tree.vietnam).update(released_at=timezone.now() - timedelta(days=90))


@pytest.fixture
def bond(tree):
    return Adaptation.objects.get(module=tree.national)


def blocks(page: ModulePage) -> list[dict]:
    return drafts.raw_blocks(page)


def publish(page: ModulePage, rows: list[dict]) -> None:
    page.body = json.dumps(rows)
    page.save_revision().publish()
    page.refresh_from_db()


def text_block(words: str, key: str | None = None) -> dict:
    return {"type": "text", "value": {"heading": "", "text": f"<p>{words}</p>"}, "id": key or str(uuid4())}


def pending(bond: Adaptation) -> dict[str, tandem.Change]:
    past = history(bond.curriculum.origin)
    return {change.unit: change for change in follow(past, [bond])[0].changes}


def newest(bond: Adaptation) -> int:
    return history(bond.curriculum.origin).releases[-1][0].pk


def say(bond: Adaptation, by, *verdicts: Verdict, **options) -> int:
    return decide(bond=bond, verdicts=verdicts, by=by, now=timezone.now(), **{"seen": newest(bond), **options})


def change_the_region(tree, number="4.0") -> tuple[str, str, str]:
    """Region 4.0: the text block reads differently, a question is dropped, a block is new. Their keys, in this order."""
    rows = blocks(tree.A)
    changed, dropped, new = rows[1]["id"], rows[3]["id"], text_block("Quite new")
    rows[1]["value"] = {**rows[1]["value"], "text": "<p>Trafficking is not a journey, it is exploitation.</p>"}
    publish(tree.A, [*rows[:3], new, rows[4]])
    make.release(tree.regional, number)
    return f"block:{changed}", f"block:{dropped}", f"block:{new['id']}"


def test_a_release_becomes_a_task_of_each_country(tree, bond):
    assert pending(bond) == {}
    changed, dropped, new = change_the_region(tree)
    assert {unit: change.kind.value for unit, change in pending(bond).items()} == {
        changed: "changed", dropped: "removed", new: "added"}


def test_adopting_puts_the_new_part_in_its_place_and_takes_the_dropped_one_out_and_leaves_words_alone(tree, bond, chair):
    changed, dropped, new = change_the_region(tree)
    before = drafts.parts(drafts.draft_of(bond.module))
    assert say(bond, chair, *(Verdict(unit, "adopt") for unit in (changed, dropped, new))) == 3
    bond.module.refresh_from_db()
    after = drafts.parts(drafts.draft_of(bond.module))
    assert after[changed] == before[changed], "the words are the translator's"
    assert dropped not in after and after[new].fields["text"] == "<p>Quite new</p>"
    keys = list(after)
    assert keys.index(new) == keys.index(changed) + 2, "behind the question that stands before it in the region's text"
    assert pending(bond) == {}
    assert bond.module.live_revision.content["body"] == tree.national.live_revision.content["body"], "nothing public changed"


def test_what_is_adopted_waits_for_the_translator_and_what_is_declined_does_not(tree, bond, chair):
    Translation.objects.bulk_create([Translation(adaptation=bond, unit=key, source=digest, done=True, at=NOW)
                                     for key, digest in bond.base.units])
    changed, dropped, new = change_the_region(tree)
    say(bond, chair, Verdict(changed, "adopt"), Verdict(dropped, "decline", "We use it"), Verdict(new, "decline", "Too long"))
    followed = follow(history(tree.regional), [bond])[0]
    assert followed.to_translate == [changed]
    assert dropped in followed.wanted and new not in followed.wanted


def test_a_figure_follows_by_itself_and_the_translation_stays_done(tree, bond, chair):
    Translation.objects.bulk_create([Translation(adaptation=bond, unit=key, source=digest, done=True, at=NOW)
                                     for key, digest in bond.base.units])
    rows = list(tree.A.sessions.all())
    rows[0].minutes = 45
    tree.A.sessions = rows
    tree.A.save_revision().publish()
    make.release(tree.regional, "4.0")
    unit = f"session:{rows[0].uid}"
    say(bond, chair, Verdict(unit, "adopt"))
    bond.module.refresh_from_db()
    assert drafts.parts(drafts.draft_of(bond.module))[unit].minutes == 45
    assert follow(history(tree.regional), [bond])[0].to_translate == []


def test_a_reason_is_needed_and_names_the_part(tree, bond, chair):
    changed, dropped, _new = change_the_region(tree)
    with pytest.raises(Refused) as refused:
        say(bond, chair, Verdict(dropped, "adopt"), Verdict(changed, "adapt", "  "))
    assert refused.value.field == changed and not Decision.objects.exists()


@pytest.mark.parametrize(("role", "code"), [("chair", "KH"), ("translator", "VN"), ("trainer", "VN"), ("working-group", "VN")])
def test_others_do_not_decide(tree, bond, role, code):
    changed, *_rest = change_the_region(tree)
    with pytest.raises(PermissionDenied):
        say(bond, make.person("XX-0009", role, make.country(code)), Verdict(changed, "adopt"))


def test_a_newer_release_and_another_decider_are_told(tree, bond, chair):
    changed, dropped, new = change_the_region(tree)
    seen = newest(bond)
    say(bond, chair, Verdict(dropped, "adopt"), last=0)
    with pytest.raises(Refused, match="Somebody else"):
        say(bond, chair, Verdict(changed, "adopt"), last=0)
    make.release(tree.regional, "4.1")
    with pytest.raises(Refused, match="newer version"):
        say(bond, chair, Verdict(changed, "adopt"), seen=seen)
    with pytest.raises(Refused, match="not to decide"):
        say(bond, chair, Verdict("block:unheard-of", "adopt"))


def test_a_decision_is_changed_and_what_it_did_is_taken_back_unless_somebody_worked_on_it(tree, bond, chair):
    changed, dropped, new = change_the_region(tree)
    before = list(drafts.parts(drafts.draft_of(bond.module)))
    say(bond, chair, Verdict(dropped, "adopt"), Verdict(new, "adopt"))
    say(bond, chair, Verdict(dropped, "decline", "Kept"), Verdict(new, "decline", "Not now"))
    bond.module.refresh_from_db()
    assert list(drafts.parts(drafts.draft_of(bond.module))) == before
    say(bond, chair, Verdict(new, "adopt"))
    bond.module.refresh_from_db()
    drafts.change(module=bond.module, by=chair, edit=lambda draft: drafts.write(draft, new, {"text": "<p>Mới</p>"}))
    say(bond, chair, Verdict(new, "decline", "Again"))
    bond.module.refresh_from_db()
    assert drafts.parts(drafts.draft_of(bond.module))[new].fields["text"] == "<p>Mới</p>"
    assert [row.choice for row in Decision.objects.filter(unit=new)] == ["adopt", "decline", "adopt", "decline"]


def test_after_the_national_release_a_decision_stays(tree, bond, chair):
    changed, *_rest = change_the_region(tree)
    say(bond, chair, Verdict(changed, "adopt"))
    assert changed in decisions.may_change(bond, newest(bond))
    CurriculumVersion.objects.filter(curriculum=tree.vietnam).update(released_at=timezone.now())
    with pytest.raises(Refused, match="not to decide"):
        say(bond, chair, Verdict(changed, "decline", "Too late"))


def test_the_log_says_what_was_decided_and_by_whom_as_a_number(tree, bond, chair):
    changed, dropped, _new = change_the_region(tree)
    say(bond, chair, Verdict(changed, "adopt"), Verdict(dropped, "decline", "We use it"))
    entry = Entry.objects.get(verb="change.decided")
    assert entry.actor == chair.uuid and entry.country == "VN"
    assert entry.after == {"curriculum": "viet-nam", "module": "A", "version": "4.0", "adopt": 1, "adapt": 0, "decline": 1}


def test_a_module_that_the_region_added_is_taken_up_as_a_draft_or_declined_with_a_reason(tree, chair):
    frozen = VersionModule.objects.filter(module=tree.D).last()
    with pytest.raises(Refused, match="Say why"):
        take_new(curriculum=tree.vietnam, frozen=frozen, choice="decline", reason="", by=chair, now=NOW)
    bond = take_new(curriculum=tree.vietnam, frozen=frozen, choice="adopt", reason="", by=chair, now=NOW)
    assert (bond.status, bond.module.live, bond.module.language) == ("as-is", False, "vi")
    assert drafts.parts(drafts.draft_of(bond.module)).keys() == dict(frozen.units).keys()
    with pytest.raises(Refused, match="already"):
        take_new(curriculum=tree.vietnam, frozen=frozen, choice="decline", reason="No", by=chair, now=NOW)
    other = VersionModule.objects.filter(module=tree.P).last()
    declined = take_new(curriculum=tree.vietnam, frozen=other, choice="decline", reason="Not taught", by=chair, now=NOW)
    assert (declined.status, declined.module) == ("declined", None) and pending(declined) == {}


def test_a_module_that_the_region_took_out_is_given_up_or_kept(tree, bond, chair):
    tree.A.unpublish()
    make.release(tree.regional, "4.0")
    assert pending(bond).keys() == {tandem.MODULE}
    say(bond, chair, Verdict(tandem.MODULE, "decline", "We keep it"))
    bond.refresh_from_db()
    assert pending(bond) == {} and bond.status == "adapted"
    say(bond, chair, Verdict(tandem.MODULE, "adopt"))
    bond.refresh_from_db()
    assert bond.status == "declined" and ModulePage.objects.get(pk=bond.module_id).live, "public until the next release"


def test_a_module_taken_up_again_gets_the_parts_it_lacks_and_keeps_its_own(tree, bond, chair):
    tree.A.unpublish()
    make.release(tree.regional, "4.0")
    say(bond, chair, Verdict(tandem.MODULE, "adopt"))
    bond.refresh_from_db()
    _changed, _dropped, new = change_the_region(tree, "5.0")
    say(bond, chair, Verdict(tandem.MODULE, "adapt", "Needed after all"))
    bond.refresh_from_db()
    bond.module.refresh_from_db()
    parts = drafts.parts(drafts.draft_of(bond.module))
    assert bond.status == "adapted" and bond.base.version.number == "5.0" and pending(bond) == {}
    assert parts[new].fields["text"] == "<p>Quite new</p>"
    assert any(part.fields.get("text") == "<p>Mua bán người không phải là một chuyến đi.</p>" for part in parts.values())


def test_an_adopted_order_moves_what_both_have_and_keeps_local_parts_behind_their_neighbour(tree, bond, chair):
    local = text_block("Của riêng chúng tôi")
    rows = blocks(tree.national)
    publish(tree.national, [*rows[:2], local, *rows[2:]])
    theirs = blocks(tree.A)
    publish(tree.A, [theirs[1], theirs[0], *theirs[2:]])
    make.release(tree.regional, "4.0")
    bond = Adaptation.objects.get(pk=bond.pk)
    say(bond, chair, Verdict(tandem.ORDER, "adopt"))
    bond.module.refresh_from_db()
    order = [row["id"] for row in blocks(drafts.draft_of(bond.module))]
    assert order[:3] == [rows[1]["id"], local["id"], rows[0]["id"]]


# --- whatever happens, in whatever order ---------------------------------------------------------------------------------
STEPS = st.lists(st.tuples(st.sampled_from(["edit", "add", "drop", "swap", "release", "decide", "local", "minutes"]),
                           st.integers(0, 9), st.sampled_from(["adopt", "adapt", "decline"])), min_size=3, max_size=14)


class Region:
    """Edits of the regional module, as they come."""

    def __init__(self, tree):
        self.tree, self.releases, self.page = tree, 4, ModulePage.objects.get(pk=tree.A.pk)

    def act(self, what: str, at: int) -> None:
        page = self.page
        rows = blocks(page)
        at %= max(len(rows), 1)
        if what == "edit" and rows and rows[at]["type"] in ("text", "facilitator_notes"):
            rows[at]["value"] = {**rows[at]["value"], "text": f"<p>{uuid4()}</p>"}
        elif what == "add":
            rows.insert(at, text_block(str(uuid4())))
        elif what == "drop" and len(rows) > 1:
            rows.pop(at)
        elif what == "swap" and len(rows) > 1:
            rows[at], rows[at - 1] = rows[at - 1], rows[at]
        elif what == "minutes":
            page.sessions = [Session(sort_order=n, uid=row.uid, key=row.key, title=row.title, minutes=30 + at, method=row.method,
                                     objective=row.objective) for n, row in enumerate(page.sessions.all())]
        publish(page, rows)

    def release(self) -> None:
        make.release(self.tree.regional, f"{self.releases}.0")
        self.releases += 1


# a failing walk is short enough to read: making it shorter would walk through the database for minutes
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], phases=[Phase.generate],
          max_examples=200 if os.environ.get("PROVE") == "1" else 8)
@given(STEPS)
def test_no_national_part_is_lost_or_changed_without_a_decision_about_it(tree, chair, steps):
    with transaction.atomic():
        walk(tree, chair, steps)
        transaction.set_rollback(True)


def walk(tree, chair, steps) -> None:
    """Take the steps, and look after each of them."""
    bond, region = Adaptation.objects.get(module=tree.national), Region(tree)
    for what, at, choice in steps:
        before = drafts.parts(drafts.draft_of(ModulePage.objects.get(pk=bond.module_id)))
        touched: set[str] = set()
        waiting = pending(bond)
        if what == "release":
            region.release()
        elif what == "decide":
            verdicts = [Verdict(unit, choice, "Because") for unit in list(waiting)[: at + 1]]
            touched = {one.unit for one in verdicts}
            say(bond, chair, *verdicts)
        elif what == "local":
            key = f"block:{list(before)[-1].partition(':')[2]}"
            touched = {key}
            drafts.change(module=bond.module, by=chair,
                          edit=lambda draft, key=key: drafts.write(draft, key, {"text": f"<p>{uuid4()}</p>"}))
        else:
            region.act(what, at)
        bond = Adaptation.objects.select_related("curriculum__country", "module", "origin").get(pk=bond.pk)
        after = drafts.parts(drafts.draft_of(bond.module))
        lost = {key for key in before if after.get(key) != before[key]} - touched
        assert not lost, "only what was decided on, or edited here, may change"
        for key in touched & before.keys() & after.keys():
            if what == "decide":
                words = ("text", "heading", "title", "objective", "summary")
                assert [before[key].fields.get(name) for name in words] == [after[key].fields.get(name) for name in words]
        if what == "decide":
            assert not touched & pending(bond).keys() and waiting.keys() - touched == pending(bond).keys()
        again = follow(history(tree.regional), [Adaptation.objects.get(pk=bond.pk)])[0]
        once = follow(history(tree.regional), [bond])[0]
        assert (once.state, once.changes, once.wanted) == (again.state, again.changes, again.wanted)
