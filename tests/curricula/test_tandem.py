"""The pure rules of keeping in tandem: shown once until decided, collapsed over releases, replayed alike, nothing lost."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curricula.domain import tandem
from curricula.domain.tandem import ADAPT, ADOPT, DECLINE, MODULE, ORDER, PLACE, Edition, Kind, Release, Ruling, State

DAY = date(2026, 1, 1)


def edition(at: int, parts: dict[str, str], *, among=("m",), origin="m") -> Edition:
    return Edition(pk=at, number=(at, 0), whole=repr(list(parts.items())), origin=origin, parts=parts, among=among)


def history(*texts: dict[str, str] | None) -> list[Release]:
    """One release a month; None: the module is not part of it."""
    return [Release(DAY + timedelta(days=30 * at), None if text is None else edition(at, text))
            for at, text in enumerate(texts)]


def units(changes) -> dict[str, Kind]:
    return {change.unit: change.kind for change in changes}


def test_a_country_that_stands_at_the_newest_text_has_nothing_to_decide():
    past = history({"a": "1", "b": "1"})
    assert tandem.pending(base=past[0].edition, rulings=[], history=past) == []


def test_added_changed_and_removed_parts_are_told_apart_with_the_day_that_brought_them():
    past = history({"a": "1", "b": "1", "c": "1"}, {"a": "1", "b": "2", "c": "1"}, {"a": "1", "b": "2", "d": "1"})
    changes = tandem.pending(base=past[0].edition, rulings=[], history=past)
    assert units(changes) == {"b": Kind.CHANGED, "d": Kind.ADDED, "c": Kind.REMOVED}
    assert {change.unit: change.since for change in changes} == {"b": past[1].on, "d": past[2].on, "c": past[2].on}


def test_several_releases_collapse_and_what_was_taken_back_is_not_shown():
    past = history({"a": "1", "b": "1"}, {"a": "2", "b": "2"}, {"a": "3", "b": "1"})
    changes = tandem.pending(base=past[0].edition, rulings=[], history=past)
    assert units(changes) == {"a": Kind.CHANGED}
    assert changes[0].then == past[0].edition and changes[0].since == past[1].on


@pytest.mark.parametrize("choice", [ADOPT, ADAPT, DECLINE])
def test_a_decided_change_is_not_shown_again_until_the_part_changes_again(choice):
    past = history({"a": "1"}, {"a": "2"})
    ruling = Ruling("a", choice, past[1].edition)
    assert tandem.pending(base=past[0].edition, rulings=[ruling], history=past) == []
    past = history({"a": "1"}, {"a": "2"}, {"a": "3"})
    again = tandem.pending(base=past[0].edition, rulings=[ruling], history=past)
    assert units(again) == {"a": Kind.CHANGED} and again[0].then == past[1].edition


def test_only_what_left_its_place_is_moved():
    assert tandem.moved("abcd", "abcd") == []
    assert tandem.moved("abcd", "bcda") == ["a"]
    assert tandem.moved("abcd", "xbad") in (["a"], ["b"])
    past = history({"a": "1", "b": "1", "c": "1"}, {"c": "1", "a": "1", "b": "1"})
    changes = tandem.pending(base=past[0].edition, rulings=[], history=past)
    assert units(changes) == {ORDER: Kind.MOVED}
    assert tandem.pending(base=past[0].edition, rulings=[Ruling(ORDER, DECLINE, past[1].edition)], history=past) == []


def test_a_module_that_changed_its_place_among_the_others_is_asked_about_once():
    one = edition(0, {"a": "1"}, among=("m", "n", "o"))
    two = edition(1, {"a": "1"}, among=("n", "o", "m"))
    past = [Release(DAY, one), Release(DAY + timedelta(days=9), two)]
    assert units(tandem.pending(base=one, rulings=[], history=past)) == {PLACE: Kind.MOVED}
    assert tandem.pending(base=one, rulings=[Ruling(PLACE, ADOPT, two)], history=past) == []


def test_a_new_module_a_removed_one_and_one_that_comes_back():
    past = history(None, {"a": "1"})
    assert units(tandem.pending(base=None, rulings=[], history=past)) == {MODULE: Kind.ADDED}
    past = history({"a": "1"}, None)
    gone = tandem.pending(base=past[0].edition, rulings=[], history=past)
    assert units(gone) == {MODULE: Kind.REMOVED} and gone[0].since == past[1].on
    kept = [Ruling(MODULE, DECLINE, None)]
    assert tandem.pending(base=past[0].edition, rulings=kept, history=past) == []
    past = history({"a": "1"}, None, {"a": "2"})
    assert units(tandem.pending(base=past[0].edition, rulings=kept, history=past)) == {MODULE: Kind.ADDED}


def test_a_declined_module_is_asked_about_again_only_when_it_changes():
    past = history({"a": "1"})
    declined = {"base": past[0].edition, "declined": True}
    assert tandem.pending(rulings=[], history=past, **declined) == []
    past = history({"a": "1"}, {"a": "2", "b": "1"})
    assert units(tandem.pending(rulings=[], history=past, **declined)) == {MODULE: Kind.CHANGED}


@pytest.mark.parametrize(("status", "rulings", "to_translate", "waits", "said"), [
    ("as-is", [], 0, False, State.IN_STEP), ("as-is", [ADOPT], 0, False, State.IN_STEP),
    ("as-is", [], 3, False, State.TRANSLATING), ("adapted", [], 0, False, State.DIVERGED),
    ("as-is", [ADOPT, ADAPT], 0, False, State.DIVERGED), ("as-is", [ADOPT, DECLINE], 0, False, State.DECLINED),
    ("declined", [], 0, False, State.DECLINED), ("adapted", [DECLINE], 2, True, State.WAITING)])
def test_one_word_for_the_board(status, rulings, to_translate, waits, said):
    past = history({"a": "1"}, {"a": "2"})
    changes = tandem.pending(base=past[0].edition, rulings=[], history=past) if waits else []
    given_ = [Ruling(str(at), choice, past[1].edition) for at, choice in enumerate(rulings)]
    assert tandem.state(changes=changes, rulings=given_, status=status, to_translate=to_translate) is said


def test_what_was_declined_is_still_to_say_what_it_said():
    past = history({"a": "1", "b": "1", "c": "1"}, {"a": "2", "b": "2", "d": "1"})
    rulings = [Ruling("a", ADOPT, past[1].edition), Ruling("b", DECLINE, past[1].edition),
               Ruling("c", ADOPT, past[1].edition), Ruling("d", ADAPT, past[1].edition)]
    assert tandem.wanted(base=past[0].edition, rulings=rulings) == {"a": "2", "b": "1", "d": "1"}


def test_a_decision_made_again_takes_the_place_of_the_first():
    past = history({"a": "1", "b": "1"}, {"a": "2", "b": "1", "c": "1"})
    newest = past[1].edition
    rulings = [Ruling("a", ADOPT, newest), Ruling("c", ADAPT, newest), Ruling("a", DECLINE, newest), Ruling("c", DECLINE, newest)]
    assert tandem.wanted(base=past[0].edition, rulings=rulings) == {"a": "1", "b": "1"}
    assert tandem.wanted(base=past[0].edition, rulings=[*rulings, Ruling("a", ADOPT, newest)]) == {"a": "2", "b": "1"}


def test_a_module_taken_up_again_begins_anew():
    past = history({"a": "1"}, {"a": "2"}, None, {"a": "3"})
    rulings = [Ruling("a", DECLINE, past[1].edition), Ruling(MODULE, ADOPT, None), Ruling(MODULE, ADOPT, past[3].edition)]
    assert tandem.pending(base=past[3].edition, rulings=rulings, history=past) == []
    assert tandem.wanted(base=past[3].edition, rulings=rulings) == {"a": "3"}


def test_a_module_that_was_declined_and_is_gone_asks_nothing():
    past = history({"a": "1"}, None)
    assert tandem.pending(base=past[0].edition, rulings=[], history=past, declined=True) == []


# --- shapes -----------------------------------------------------------------------------------------------------------
TEXTS = st.dictionaries(st.sampled_from("abcde"), st.sampled_from("123"), min_size=1)
CHOICES = st.sampled_from([ADOPT, ADAPT, DECLINE])


@st.composite
def lives(draw):
    """A regional module through its releases, and after each release decisions on some of what is pending."""
    past, rulings, base, steps = [], [], None, []
    for at in range(draw(st.integers(1, 6))):
        text = draw(st.one_of(st.none(), TEXTS)) if at else draw(TEXTS)
        if text is not None:
            keys = draw(st.permutations(list(text)))
            text = {key: text[key] for key in keys}
        past = [*past, Release(DAY + timedelta(days=at), None if text is None else edition(at, text))]
        base = base or past[0].edition
        changes = tandem.pending(base=base, rulings=rulings, history=past)
        chosen = [change for change in changes if draw(st.booleans())]
        steps.append((list(past), list(rulings), changes, chosen))
        rulings = [*rulings, *(Ruling(change.unit, draw(CHOICES), past[-1].edition) for change in chosen)]
    return base, steps, past, rulings


@given(lives())
def test_every_change_is_shown_until_it_is_decided_and_not_after(life):
    base, steps, past, rulings = life
    for at, (known, made, changes, chosen) in enumerate(steps):
        names = [change.unit for change in changes]
        assert len(names) == len(set(names)), "a change is shown once"
        assert tandem.pending(base=base, rulings=made, history=known) == changes, "the same rulings, the same board"
        after = steps[at + 1][1] if at + 1 < len(steps) else rulings
        left = units(tandem.pending(base=base, rulings=after, history=known))
        decided = {change.unit for change in chosen}
        assert not decided & left.keys(), "what was decided is not shown"
        if MODULE not in decided:
            assert set(names) - decided == left.keys(), "what was not decided is still shown"


@given(lives())
def test_nothing_is_pending_exactly_when_the_newest_text_is_what_was_looked_at(life):
    base, _steps, past, rulings = life
    now = past[-1].edition
    changes = units(tandem.pending(base=base, rulings=rulings, history=past))
    at = tandem.standing(rulings=rulings)
    first = at.get(MODULE, base)
    if now and first and not {ORDER, PLACE} & changes.keys():
        looked_at = {key: (at.get(key, first).parts.get(key) if at.get(key, first) else None)
                     for key in {*now.parts, *first.parts, *at} - {ORDER, PLACE, MODULE}}
        assert changes.keys() == {key for key, digest in looked_at.items() if now.parts.get(key) != digest}


@given(lives())
def test_the_text_to_say_comes_from_the_region_and_only_by_decision(life):
    base, _steps, past, rulings = life
    wanted = tandem.wanted(base=base, rulings=rulings)
    ever = {(key, digest) for one in past if one.edition for key, digest in one.edition.parts.items()}
    assert wanted.items() <= ever
    assert tandem.wanted(base=base, rulings=[one for one in rulings if one.choice == DECLINE]) == base.parts


@given(st.lists(st.integers(), unique=True), st.randoms())
def test_moved_parts_explain_the_new_order(keys, lot):
    shuffled = list(keys)
    lot.shuffle(shuffled)
    gone = set(tandem.moved(keys, shuffled))
    assert [key for key in keys if key not in gone] == [key for key in shuffled if key not in gone]
