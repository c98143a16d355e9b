"""What changed between two versions."""

from copy import deepcopy

from hypothesis import given
from hypothesis import strategies as st

from lms.surveys.domain.differences import differences
from lms.surveys.domain.publish import check
from lms.surveys.models.definition import Definition
from tests.surveys.workbooks import asking, workbook

OLD = check(content=workbook()).compiled.definition


def changed(act) -> Definition:
    items, lists = deepcopy(OLD.items), deepcopy(OLD.lists)
    act(items, lists)
    return Definition(items, lists, OLD.languages)


def said(new: Definition) -> list[tuple]:
    return [(one.kind, one.path, [(change.what, change.language) for change in one.changes]) for one in differences(OLD, new)]


def test_nothing_changed():
    assert differences(OLD, deepcopy(OLD)) == []


def test_texts_are_named_by_language():
    def act(items, _lists):
        items[1]["labels"]["km"] = "ថ្មី"
        del items[2]["hints"]["en"]
    new = changed(act)
    assert said(new) == [("changed", "clear", [("labels", "km")]), ("changed", "years", [("hints", "en")])]
    change = differences(OLD, new)[0].changes[0]
    assert (change.before, change.after) == ("តើច្បាស់ទេ?", "ថ្មី")


def test_types_rules_and_choices():
    def act(items, lists):
        items[2].update(type="decimal", constraint=". > 1")
        lists["yesno"] = [lists["yesno"][0] | {"labels": {"en": "Yes!", "km": "បាទ"}},
                          {"name": "maybe", "labels": {"en": "Maybe"}, "media": {}, "more": {}}]
    assert said(changed(act)) == [("changed", "clear", [("choices", "yes"), ("choices", "no"), ("choices", "maybe")]),
                                  ("changed", "years", [("type", ""), ("constraint", "")])]


def test_the_order_of_choices():
    assert said(changed(lambda _items, lists: lists["yesno"].reverse())) == [("changed", "clear", [("choices", "")])]


def test_added_removed_moved():
    def act(items, _lists):
        items[:] = [items[3], items[0], items[2], items[1] | {"path": "new", "name": "new"}]
    assert said(changed(act)) == [("moved", "first", []), ("removed", "clear", []), ("added", "new", [])] or said(
        changed(act)) == [("moved", "first", []), ("added", "new", []), ("removed", "clear", [])]


@given(st.permutations(range(4)), st.sets(st.integers(0, 3)))
def test_every_question_is_said_once_and_back_again(order, gone):
    new = changed(lambda items, _lists: items.__setitem__(slice(None), [items[at] for at in order if at not in gone]))
    there, back = differences(OLD, new), differences(new, OLD)
    paths = [one.path for one in there]
    assert len(paths) == len(set(paths))
    assert {one.path for one in there if one.kind == "removed"} == {one.path for one in back if one.kind == "added"} == {
        OLD.items[at]["path"] for at in gone}
    kept = [at for at in order if at not in gone]
    assert (kept == sorted(kept)) == (not any(one.kind == "moved" for one in there))


def test_a_grid_further_down_is_the_same_grid():
    grid = [{"type": "begin group", "name": "g", "label": "G", "appearance": "table-list"},
            {"type": "select_one yesno", "name": "a"}, {"type": "end group"}]
    old, new = (check(content=asking(*rows)).compiled.definition for rows in (grid, [{"type": "text", "name": "t"}, *grid]))
    assert [(one.kind, one.path) for one in differences(old, new)] == [("added", "t")]
