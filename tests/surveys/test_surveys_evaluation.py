"""Judging answers: types, required, constraints, relevance, and text kept letter by letter."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from lms.surveys.domain import xpath
from lms.surveys.domain.evaluation import judge
from lms.surveys.domain.instance import clean, from_xml, to_xml
from lms.surveys.domain.publish import check
from tests.surveys.workbooks import SURVEY, workbook

NOW = datetime(2027, 1, 20, 3, 0, tzinfo=UTC)
ITEMS = check(content=workbook()).compiled.items
GROUPED = check(content=workbook([
    SURVEY[0], ["select_one yesno", "a", "A", "A"],
    ["begin group", "g", "G", "G", "", "", "", "", "", "", "${a} = 'yes'"],
    ["select_multiple yesno", "b", "B", "B", "", "", "", "count-selected(.) < 2"],
    ["text", "c", "C", "C", "", "", "true()", "", "", "", "selected(${b}, 'no')"], ["end group"]])).compiled.items


def judged(data, language="en", items=ITEMS):
    return judge(items=items, data=data, language=language, now=NOW)


def test_required_is_asked_for():
    assert list(judged({}).complaints) == ["clear"]
    assert judged({"clear": "  "}).complaints["clear"].message == "Answer this question."


def test_constraint_speaks_the_form_s_language():
    complaint = judged({"clear": "yes", "years": "51"}, "km").complaints["years"]
    assert (complaint.message, complaint.language) == ("ពី 0 ដល់ 50។", "km")
    assert judged({"clear": "yes", "years": "51"}).complaints["years"].message == "Between 0 and 50."


@pytest.mark.parametrize(("typed", "kept"), [("12", 12), (" 7 ", 7), ("១២", 12), ("໒໐", 20), ("၃", 3), ("๔", 4), ("+5", 5)])
def test_digits_of_every_script(typed, kept):
    assert judged({"clear": "yes", "years": typed}).answers["years"] == kept


@pytest.mark.parametrize("typed", ["twelve", "1.5", "1e3", "99999999999", "--1", "1 2", "٣x"])
def test_what_is_no_whole_number(typed):
    assert "whole number" in judged({"clear": "yes", "years": typed}).complaints["years"].message


def test_unknown_choice_and_unknown_question():
    assert set(judged({"clear": "perhaps", "extra": "1"}).complaints) == {"clear", "extra"}


def test_hidden_answer_is_dropped():
    result = judged({"clear": "no", "years": "900", "first": "x"})
    assert result.answers == {"clear": "no", "first": "x"} and not result.complaints
    assert "years" not in result.relevant


def test_group_hides_what_is_in_it():
    assert judged({"a": "no", "g/b": ["no"], "g/c": ""}, items=GROUPED).relevant == {"a"}
    open_group = judged({"a": "yes", "g/b": ["no"]}, items=GROUPED)
    assert list(open_group.complaints) == ["g/c"]
    both = judged({"a": "yes", "g/b": ["no", "yes"], "g/c": "x"}, items=GROUPED)
    assert list(both.complaints) == ["g/b"]


def test_hidden_answer_counts_as_empty_for_others():
    items = check(content=workbook([
        SURVEY[0], ["select_one yesno", "a", "A", "A"],
        ["select_one yesno", "b", "B", "B", "", "", "", "", "", "", "${a} = 'yes'"],
        ["text", "c", "C", "C", "", "", "", "", "", "", "${b} = 'yes'"]])).compiled.items
    assert judged({"a": "no", "b": "yes", "c": "x"}, items=items).answers == {"a": "no"}


@pytest.mark.parametrize(("expression", "value"), [
    ("selected('a b', 'b')", True), ("selected('ab', 'b')", False), ("count-selected('a b c')", 3.0),
    ("string-length('ខ្មែរ')", 5.0), ("string-length() = 2", True), ("regex('AB12', '[A-Z]{2}[0-9]+')", True),
    ("regex('xAB12', '[A-Z]{2}[0-9]+')", False), ("int(2.9)", 2.0), ("int(-2.9)", -2.0), ("round(2.5)", 3.0),
    ("round(2.345, 2)", 2.35), ("coalesce('', 'b')", "b"), ("if(1 > 2, 'a', 'b')", "b"), ("once('z')", "19"),
    ("today() = date('2027-01-20')", True), ("now() > today()", True), ("number('x') = 1", False),
    ("not(true()) or false()", False), (". + 1", 20.0)])
def test_functions(expression, value):
    node = etree.fromstring("<data><age>19</age></data>")[0]
    xpath.check(expression=expression, known_paths=set())
    assert xpath.evaluate(expression=expression, node=node, clock=xpath.Clock(NOW, NOW.date())) == value


def test_an_expression_that_breaks_later_costs_no_answer():
    items = [dict(item) for item in ITEMS]
    items[3]["constraint"] = "regex(., .)"
    assert judged({"clear": "no", "first": "(("}, items=items).answers["first"] == "(("


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_xml_gives_any_text_back(text):
    result = judged({"clear": "no", "first": text})
    xml = to_xml(items=ITEMS, texts=result.texts, relevant=result.relevant, form_key="e", number=1, instance_id=uuid4())
    assert from_xml(xml=xml) == result.texts == {"clear": "no"} | ({"first": clean(text)} if clean(text) else {})
    assert not set(text) - set(clean(text)) - set("\r") - {c for c in text if c.isspace() or not c.isprintable()}
