"""Judging answers: types, required, constraints, relevance, and text kept letter by letter."""

from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.surveys.domain.instance import from_xml, to_xml
from lms.surveys.domain.publish import check
from lms.surveys.domain.reading import clean
from tests.surveys import made
from tests.surveys.workbooks import SURVEY, workbook

FORM = check(content=workbook()).compiled.definition
GROUPED = check(content=workbook([
    SURVEY[0], ["select_one yesno", "a", "A", "A"],
    ["begin group", "g", "G", "G", "", "", "", "", "", "", "${a} = 'yes'"],
    ["select_multiple yesno", "b", "B", "B", "", "", "", "count-selected(.) < 2"],
    ["text", "c", "C", "C", "", "", "true()", "", "", "", "selected(${b}, 'no')"], ["end group"]])).compiled.definition


def judged(data, language="en", form=FORM):
    return made.judged(form, data, language)


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
    assert judged({"a": "no", "g/b": ["no"], "g/c": ""}, form=GROUPED).relevant == {"a"}
    open_group = judged({"a": "yes", "g/b": ["no"]}, form=GROUPED)
    assert list(open_group.complaints) == ["g/c"]
    both = judged({"a": "yes", "g/b": ["no", "yes"], "g/c": "x"}, form=GROUPED)
    assert list(both.complaints) == ["g/b"]


def test_hidden_answer_counts_as_empty_for_others():
    form = check(content=workbook([
        SURVEY[0], ["select_one yesno", "a", "A", "A"],
        ["select_one yesno", "b", "B", "B", "", "", "", "", "", "", "${a} = 'yes'"],
        ["text", "c", "C", "C", "", "", "", "", "", "", "${b} = 'yes'"]])).compiled.definition
    assert judged({"a": "no", "b": "yes", "c": "x"}, form=form).answers == {"a": "no"}


def test_an_expression_that_breaks_later_costs_no_answer():
    form = made.definition(("text", "a", {"constraint": "regex(., .)"}))
    assert judged({"a": "(("}, form=form).answers == {"a": "(("}


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_xml_gives_any_text_back(text):
    result = judged({"clear": "no", "first": text})
    xml = to_xml(definition=FORM, judged=result, form_key="e", number=1, instance_id=uuid4(), meta={})
    back = {path: answer for path, answer in from_xml(definition=FORM, xml=xml).items() if answer}
    assert back == result.answers == {"clear": "no"} | ({"first": clean(text)} if clean(text) else {})
    assert not set(text) - set(clean(text)) - set("\r") - {c for c in text if c.isspace() or not c.isprintable()}
