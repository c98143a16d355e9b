"""Filled forms with repeats, cascades, calculations and quoted answers; and shapes that hold for any answers."""

import time
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.surveys.domain import xpath
from lms.surveys.domain.evaluation_tree import MOST_INSTANCES
from lms.surveys.domain.instance import first_data, from_xml, to_xml
from lms.surveys.models.definition import SILENT, STRUCTURE
from tests.surveys.made import NOW, definition, judged

HOUSE = definition(
    ("integer", "size"), ("repeat", "people"), ("text", "people/name", {"required": "true()"}),
    ("integer", "people/age", {"relevant": " ../name  != ''", "constraint": ". <= 120"}),
    ("calculate", "people/place", {"calculation": "position(..)"}),
    ("repeat", "people/children", {"count": " ../age  - 30"}),
    ("text", "people/children/name", {"first": "concat('child ', position(..), ' of ', /data/people/name)"}),
    ("calculate", "sum", {"calculation": "sum(/data/people/age)"}),
    ("calculate", "all", {"calculation": "count(/data/people)"}),
    ("calculate", "second", {"calculation": "indexed-repeat(/data/people/name, /data/people, 2)"}),
    ("calculate", "deep", {"calculation": "indexed-repeat(/data/people/children/name, /data/people, 1, /data/people/children, 2)"}),
    ("group", "more", {"relevant": "/data/all > 1"}), ("text", "more/why"), ("calculate", "more/echo", {"calculation": "../why"}))
PLACES = definition(
    ("select_one", "province", {"list": "provinces"}),
    ("select_one", "district", {"list": "districts", "filter": "province =  /data/province "}),
    ("calculate", "label", {"calculation": "jr:choice-name( /data/district , ' /data/district ')"}),
    ("calculate", "found", {"calculation": "instance('districts')/root/item[name =  /data/district ]/code"}),
    ("rank", "order", {"list": "provinces", "shuffle": "by instance"}),
    lists={"provinces": ["a", "b"], "districts": [
        (f"{letter}{number}", {"province": letter, "code": str(number)}) for letter in "ab" for number in range(1, 9)]})


def node(result, at):
    return next(one for one in result.nodes if one.at == at)


def test_an_expression_in_a_repeat_means_its_own_instance():
    result = judged(HOUSE, {"people": [{"people/name": "Lan", "people/age": "32"}, {"people/name": "Sokha", "people/age": "8"}]})
    assert not result.complaints
    first, second = result.answers["people"]
    assert (first["people/place"], second["people/place"]) == ("1", "2")
    assert first["people/children"] == [{"people/children/name": "child 1 of Lan"}, {"people/children/name": "child 2 of Lan"}]
    assert "people/children" not in second
    assert {key: result.answers[key] for key in ("sum", "all", "second", "deep")} == {
        "sum": "40", "all": "2", "second": "Sokha", "deep": "child 2 of Lan"}


def test_what_does_not_show_counts_as_empty_and_says_nothing():
    result = judged(HOUSE, {"people": [{"people/name": "", "people/age": "900"}], "more/why": "because"})
    assert list(result.complaints) == ["people[1]/name"]
    assert "more/why" not in result.answers and "more/echo" not in result.answers and result.answers["sum"] == "0"
    assert node(result, "people[1]/age").value == "900", "what was typed is not lost"
    assert {"people", "people[1]/name"} <= result.relevant and not {"people[1]/age", "more", "more/why"} & result.relevant


def test_nodes_stand_in_the_form_s_order():
    result = judged(HOUSE, {"people": [{"people/name": "a", "people/age": "31"}, {}]})
    assert [one.at for one in result.nodes if one.item["type"] not in SILENT] == [
        "size", "people", "people[1]/name", "people[1]/age", "people[1]/children", "people[1]/children[1]/name",
        "people[2]/name", "people[2]/age", "people[2]/children", "more", "more/why"]
    people, children = node(result, "people"), node(result, "people[1]/children")
    assert (people.instances, people.addable, children.instances, children.addable) == (2, True, 1, False)
    assert node(result, "people[1]/name").required and not node(result, "people[1]/age").required


def test_one_more_instance_to_add():
    result = judged(HOUSE, {"people": [{"people/name": "a"}]})
    spare = result.fresh(node(result, "people"))
    assert [one.at for one in spare][:2] == ["people[0]/name", "people[0]/age"]
    assert result.answers["all"] == "1" and result.say({"en": [{"value": "position(..)"}]}, "people[0]/name").text == "2"


def test_a_fresh_form_has_its_first_values():
    form = definition(("text", "a", {"default": "x"}), ("date", "b", {"first": "today()"}),
                      ("select_multiple", "c", {"list": "l", "default": "p q"}), ("repeat", "r"),
                      ("integer", "r/n", {"first": "position(..) * 10"}), ("hidden", "h", {"first": "uuid()"}),
                      ("repeat", "counted", {"count": "2"}), ("text", "counted/t", {"default": "d"}), lists={"l": ["p", "q"]})
    data = first_data(form, NOW, "s")
    assert data | {"h": ""} == {"a": "x", "b": "2027-01-20", "c": ["p", "q"], "r": [{"r/n": "10"}], "h": ""}
    assert data["h"] == first_data(form, NOW, "s")["h"] != first_data(form, NOW, "t")["h"]
    answers = judged(form, data | {"r": [*data["r"], {}]}).answers
    assert answers["r"] == [{"r/n": 10}, {"r/n": 20}] and answers["counted"] == [{"counted/t": "d"}] * 2
    assert judged(form, {}).answers == {"counted": [{"counted/t": "d"}] * 2}, "an emptied answer stays empty"


def test_a_counted_repeat_follows_its_count_and_keeps_what_was_typed():
    form = definition(("integer", "n"), ("repeat", "r", {"count": "/data/n"}), ("text", "r/t"))
    rows = [{"r/t": "one"}, {"r/t": "two"}]
    assert judged(form, {"n": "1", "r": rows}).answers["r"] == [{"r/t": "one"}]
    assert judged(form, {"n": "3", "r": rows}).answers["r"] == [{"r/t": "one"}, {"r/t": "two"}, {}]
    assert "r" not in judged(form, {"n": "", "r": rows}).answers
    many = judged(form, {"n": "999999"})
    assert len(many.answers["r"]) == MOST_INSTANCES and "more than 200" in many.complaints["r"].message


def test_a_choice_outside_the_filter_is_refused():
    assert judged(PLACES, {"province": "a", "district": "a3"}).answers == {
        "province": "a", "district": "a3", "label": "Label of a3", "found": "3"}
    result = judged(PLACES, {"province": "b", "district": "a3"})
    assert list(result.complaints) == ["district"]
    assert [one["name"] for one in result.choices(node(result, "district"))] == [f"b{number}" for number in range(1, 9)]
    assert judged(PLACES, {"district": "a3"}).complaints, "no province, no district"


def test_a_filter_that_breaks_hides_no_choice():
    form = definition(("select_one", "a", {"list": "l", "filter": "count(1) > 0"}), lists={"l": ["x", "y"]})
    assert judged(form, {"a": "y"}).answers == {"a": "y"}


def test_shuffled_choices_stand_still_for_one_person():
    def order(seed):
        result = judged(PLACES, {}, seed=seed)
        return [one["name"] for one in result.choices(node(result, "order"))]

    assert {tuple(order(str(number))) for number in range(20)} == {("a", "b"), ("b", "a")}
    assert order("s") == order("s")


@pytest.mark.parametrize(("seed", "order"), [("42", "AFCBDE"), ("-42", "EDAFBC"), ("1", "BFEACD"), ("11111111", "ACDBFE")])
def test_a_numbered_shuffle_is_the_one_of_other_clients(seed, order):
    form = definition(("integer", "s"), ("select_one", "a", {"list": "l", "shuffle": " /data/s "}), lists={"l": list("ABCDEF")})
    result = judged(form, {"s": seed})
    assert "".join(one["name"] for one in result.choices(node(result, "a"))) == order


def test_calculations_in_any_order_come_to_rest():
    chain = definition(*[("calculate", f"c{at}", {"calculation": f"/data/c{at + 1} + 1"}) for at in range(40)], ("integer", "c40"))
    assert judged(chain, {"c40": "2"}).answers["c0"] == "42"
    circle = definition(("calculate", "a", {"calculation": "/data/b + 1"}), ("calculate", "b", {"calculation": "/data/a + 1"}))
    assert judged(circle, {}).complaints == {}


def test_a_calculated_question_is_worked_out_and_not_believed():
    form = definition(("integer", "a"), ("integer", "twice", {"calculation": "/data/a * 2", "constraint": ". < 10"}),
                      ("date", "soon", {"calculation": "date(today() + /data/a)"}), ("text", "kept", {"calculation": "once(/data/a)"}))
    result = judged(form, {"a": "3", "twice": "7", "kept": "old"})
    assert result.answers == {"a": 3, "twice": 6, "soon": "2027-01-23", "kept": "old"}
    assert node(result, "twice").value == "6"
    assert list(judged(form, {"a": "5"}).complaints) == ["twice"]
    assert judged(form, {"a": ""}).answers == {}


def test_a_trigger_fills_what_nobody_has_touched():
    form = definition(("integer", "a"), ("hidden", "h", {"changes": [{"when": "a", "value": "/data/a + 1"}]}),
                      ("text", "t", {"changes": [{"when": "a", "value": "'said'"}]}))
    assert judged(form, {"a": "1"}).answers == {"a": 1, "h": "2", "t": "said"}
    assert judged(form, {"a": "1", "h": "9", "t": ""}).answers == {"a": 1, "h": "9"}
    assert judged(form, {"a": ""}).answers == {}


def test_readonly_questions_are_not_asked_for():
    form = definition(("text", "a", {"required": "true()", "readonly": "true()"}), ("text", "b", {"required": "/data/a = ''"}))
    assert list(judged(form, {}).complaints) == ["b"]


def test_quoted_answers_are_filled_in_at_their_place():
    texts = {"en": ["Age of ", {"value": " ../name "}, "?"], "km": ["អាយុ ", {"value": " ../name "}]}
    result = judged(HOUSE, {"people": [{"people/name": "a"}, {"people/name": "<b>"}]}, "km")
    said = result.say(texts, "people[2]/age")
    assert (said.text, said.language) == ("អាយុ <b>", "km") and result.say({}, "size").text == ""
    assert result.value_of("../name", "people[1]/age") == "a" and result.value_of("1 div 0 - 1 div 0", "size") == ""
    form = definition(("integer", "a", {"constraint": ". < 5", "constraint_messages": {"en": ["Less than 5, not ", {"value": "."}]}}))
    assert judged(form, {"a": "7"}).complaints["a"].message == "Less than 5, not 7"


def test_what_the_device_fills_in():
    form = definition(("meta", "today", {"preload": ["date", "today"]}), ("meta", "start", {"preload": ["timestamp", "start"]}),
                      ("calculate", "day", {"calculation": "/data/today"}), ("calculate", "began", {"calculation": "/data/start"}))
    assert judged(form, {}).answers == {"day": "2027-01-20", "began": "2027-01-20T10:00:00.000+07:00"}
    assert judged(form, {"start": "2027-01-19T08:00:00.000+07:00"}).answers["began"].startswith("2027-01-19")


@pytest.mark.parametrize("data", [
    {"people": "x"}, {"people": ["x", None, 3, [], {"people/name": {"a": 1}}]}, {"people": {"people/name": "x"}}, {"size": ["1", ["2"]]},
    {"size": {"a": "b"}}, {"size": True}, {"people": [{"people/children": [{"people/children/name": "\0\x01"}], "people/age": "31"}]},
    {"size": float("inf")}, {"size": 10 ** 4000}, {"more/why": "x" * 1_000_000}, {7: "x", None: "y", "a" * 1000: "z"}])
def test_hostile_shapes_never_break_the_judging(data):
    result = judged(HOUSE, data)
    to_xml(definition=HOUSE, judged=result, form_key="k", number=1, instance_id=uuid4(), meta={})
    assert len(result.nodes) >= 8 and all(len(str(place)) <= 200 for place in result.complaints)


def test_a_form_that_would_grow_without_end_is_refused_in_time():
    rows = [{"people/name": "a", "people/age": "120"}] * 200
    start = time.process_time()
    result = judged(HOUSE, {"people": rows})
    assert time.process_time() - start < 5
    assert not result.complaints or "more answers than one form can hold" in result.complaints[""].message
    greedy = definition(("repeat", "r"), ("text", "r/t", {"constraint": "count(/data/r[count(/data/r[count(/data/r) > 0]) > 0]) < 0"}))
    assert judged(greedy, {"r": [{"r/t": "x"}] * 200}).complaints


def test_a_long_list_is_looked_up_quickly():
    villages = [(f"v{number}", {"district": f"d{number % 100}"}) for number in range(5000)]
    form = definition(("repeat", "r"), ("text", "r/d"), ("select_one", "r/v", {"list": "v", "filter": "district= current()/../d "}),
                      ("calculate", "r/l", {"calculation": "instance('v')/root/item[name = current()/../v ]/label"}), lists={"v": villages})
    rows = [{"r/d": f"d{number}", "r/v": f"v{number}"} for number in range(50)]
    judged(form, {"r": rows})
    start = time.process_time()
    result = judged(form, {"r": rows})
    assert time.process_time() - start < 0.5 and not result.complaints and result.answers["r"][7]["r/l"] == "Label of v7"


# --- shapes that hold for any form and answers ---

QUESTIONS = ["a", "b", "c", "d"]
TERMS = st.sampled_from([*(f" /data/{name} " for name in QUESTIONS), "1", "3", "'x'", "''", "string-length(.)", "."])
TESTS = st.tuples(TERMS, st.sampled_from(["=", "!=", "<", ">="]), TERMS).map(" ".join)
LOGIC = st.one_of(st.just(""), TESTS, st.tuples(TESTS, st.sampled_from(["and", "or"]), TESTS).map(" ".join))
TYPED = st.sampled_from(["", "0", "1", "3", "12", "x", "-5", " 3 ", "၃"])


@st.composite
def forms(draw):
    """Four questions that lean on each other, one in a group and one in a repeat."""
    items = []
    for name in QUESTIONS:
        rules = {key: draw(LOGIC) for key in ("relevant", "constraint", "required")}
        items.append((draw(st.sampled_from(["integer", "text"])), name, rules))
    inner = {key: draw(LOGIC) for key in ("relevant", "constraint", "required")}
    return definition(*items, ("group", "g", {"relevant": draw(LOGIC)}), ("integer", "g/e", inner), ("repeat", "r", {"relevant": draw(LOGIC)}),
                      ("text", "r/f", inner), ("calculate", "sum", {"calculation": "sum(/data/a | /data/b) + count(/data/r)"}))


ANSWERS = st.fixed_dictionaries(dict.fromkeys([*QUESTIONS, "g/e"], TYPED) | {
    "r": st.lists(st.fixed_dictionaries({"r/f": TYPED}), max_size=3)})


@settings(max_examples=150, deadline=None)
@given(forms(), ANSWERS)
def test_shapes(form, data):
    result, again = judged(form, data), judged(form, data)
    assert (result.answers, result.complaints, result.relevant) == (again.answers, again.complaints, again.relevant)
    spots = {spot.at: spot for spot in result.root.each()}
    for place in result.complaints:
        above = place
        while above:
            assert spots[above].shown if above in spots else True, "what does not show says nothing"
            above = above.rpartition("/")[0]
    for at, spot in spots.items():
        if spot.shown and spot.answer is not None and spot.kind not in STRUCTURE | SILENT and at not in result.complaints:
            assert not spot.item["constraint"] or result._settled.holds(spot.item["constraint"], spot)
        if not spot.shown:
            assert spot.plan.path not in result.answers
    xml = to_xml(definition=form, judged=result, form_key="k", number=1, instance_id=uuid4(), meta={})
    back = judged(form, from_xml(definition=form, xml=xml))
    if not result.complaints:
        assert back.answers == result.answers, "what was sent is what was said"
    for item in form.items:
        for expression in filter(None, (item["relevant"], item["constraint"], item["calculation"])):
            assert isinstance(xpath.references(expression=expression, at=f"/data/{item['path']}"), set)
