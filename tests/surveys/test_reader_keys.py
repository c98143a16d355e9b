"""The right answers of a test: read, checked, and kept away from everybody else."""

import io
import json

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation

from lms.surveys.domain.keys import without_keys
from lms.surveys.domain.publish import check, examine
from tests.surveys.workbooks import asking

TEST = [{"type": "begin group", "name": "g"},
        {"type": "select_one yesno", "name": "one", "answer": "yes"},
        {"type": "select_multiple yesno", "name": "many", "answer": "yes no", "points": 3, "partial": "yes"},
        {"type": "end group"},
        {"type": "integer", "name": "n", "answer": "10 .. 12", "points": 0.5},
        {"type": "decimal", "name": "d", "answer": 2.5},
        {"type": "text", "name": "t", "answer": "Palermo Protocol|the protocol "},
        {"type": "text", "name": "free"}]


def test_what_is_read():
    keys = check(content=asking(*TEST)).keys
    assert keys == {
        "g/one": {"right": ["yes"], "points": 1.0, "partial": False},
        "g/many": {"right": ["yes", "no"], "points": 3.0, "partial": True},
        "n": {"right": ["10..12"], "points": 0.5, "partial": False},
        "d": {"right": ["2.5"], "points": 1.0, "partial": False},
        "t": {"right": ["Palermo Protocol", "the protocol"], "points": 1.0, "partial": False}}


def test_no_key_in_what_a_browser_gets():
    rows = [*TEST, {"type": "text", "name": "s", "answer": "unheard-of words", "points": 77}]
    checked = check(content=asking(*rows))
    sent = checked.xform + json.dumps([checked.compiled.items, checked.compiled.lists])
    assert "unheard-of" not in sent and "77" not in sent and checked.keys["s"]["points"] == 77


@pytest.mark.parametrize(("row", "column"), [
    ({"type": "select_one yesno", "answer": "perhaps"}, "answer"), ({"type": "select_one yesno", "answer": "yes no"}, "answer"),
    ({"type": "select_multiple yesno", "answer": "yes never"}, "answer"), ({"type": "integer", "answer": "ten"}, "answer"),
    ({"type": "integer", "answer": "1..2..3"}, "answer"), ({"type": "note", "answer": "x"}, "answer"),
    ({"type": "text", "answer": "x", "points": "many"}, "points"), ({"type": "text", "answer": "x", "points": "0"}, "points"),
    ({"type": "text", "points": "1"}, "points")])
def test_keys_that_are_none(row, column):
    problems = examine(content=asking({"name": "q"} | row)).problems
    assert [(one.sheet, one.row, one.column) for one in problems] == [("survey", 2, column)]


def test_without_keys():
    book = openpyxl.load_workbook(io.BytesIO(asking(*TEST)))
    book["survey"]["B3"].comment = Comment("the answer is yes", "author")
    rule = DataValidation("list", formula1='"yes"')
    book["survey"].add_data_validation(rule)
    rule.add("D3")
    book.create_sheet("notes").append(["the answer is yes"])
    file = io.BytesIO()
    book.save(file)
    with_keys = file.getvalue()
    bare = without_keys(with_keys)
    left = openpyxl.load_workbook(io.BytesIO(bare))
    assert left.sheetnames == ["survey", "choices", "settings"]
    assert [cell.value for cell in left["survey"][1]] == ["type", "name", "label"]
    assert not left["survey"].data_validations.dataValidation and left["survey"]["B3"].comment is None
    one, other = check(content=with_keys), check(content=bare)
    assert other.keys == {} and one.keys and other.xform == one.xform and other.compiled.items == one.compiled.items


@pytest.mark.parametrize("head", ["bind::answer", "body::partial", "bind::points"])
def test_a_key_that_the_compiler_would_write_into_the_form_is_refused(head):
    problems = examine(content=asking({"type": "select_one yesno", "name": "q", head: "yes"})).problems
    assert ("survey", 1, head) in [(one.sheet, one.row, one.column) for one in problems]
