"""Everything that is recorded has words."""

import ast
import re
from pathlib import Path

import pytest

from lms.people.domain import log_words
from lms.people.domain.log_words import NOUNS, differences, halves, word_for

ROOT = Path(__file__).resolve().parents[2]
VERB = re.compile(rf"({'|'.join(set(NOUNS) - {'people'})})\.[a-z_ ]+")
"""`people` is a room as well, whose models are called people.person and the like."""


RECORD = ("record", "record_entry", "record_many", "log", "note", "changed")


def verbs_in_the_source() -> set[str]:
    """Texts in the business rules that look like a verb of the log, and all that are given as `verb=`."""
    found = set()
    for file in [*ROOT.glob("lms/*/domain/**/*.py"), *ROOT.glob("*/domain/**/*.py")]:
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and VERB.fullmatch(node.value):
                found.add(node.value)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in RECORD:
                found |= {word.value for word in node.args if isinstance(word, ast.Constant)}
                found |= {word.value.value for word in node.keywords
                          if word.arg == "verb" and isinstance(word.value, ast.Constant)}
    return found


def test_every_verb_that_is_recorded_has_words():
    found = verbs_in_the_source()
    assert {"result.entered", "grant.given", "certificate.issued", "pilot.updated"} <= found
    known = {f"{noun}.{past}" for noun, (_label, pasts) in NOUNS.items() for past in pasts}
    assert found - known == set()


def test_every_verb_of_the_choice_has_two_halves():
    for _noun, verbs in log_words.choices():
        for verb, label in verbs:
            assert all(halves(verb)) and label == word_for(verb)


def test_a_verb_without_words_is_a_change():
    assert [word_for(verb) for verb in ("test.done", "person.juggled", "", "person")] == ["Changed"] * 4


@pytest.mark.parametrize(("thing", "key", "value", "word"), [
    ("courses.nomination", "state", "reserve", "on the reserve"), ("courses.facilitation", "role", "co", "co-trainer"),
    ("certification.certificate", "level", "lead", "Lead trainer"), ("people.person", "level", "mid", "mid-level"),
    ("people.grant", "role", "focal-point", "focal point"), ("gone.model", "role", "focal-point", "focal point"),
    ("nonsense", "state", "open", "Open"), ("people.person", "name", "Lan", "Lan")])
def test_a_value_has_the_word_of_its_own_model(thing, key, value, word):
    assert log_words.written(key, value, thing, {}) == word


@pytest.mark.parametrize(("before", "after", "said"), [
    ({"state": "nominated"}, {"state": "endorsed"}, [("State", "nominated", "endorsed")]),
    ({}, {"country": "VN"}, [("Country", "", "Viet Nam")]),
    ({"present": None}, {"present": False}, [("Present", "", "no")]),
    ({"present": True}, {"present": False}, [("Present", "yes", "no")]),
    ({"until": None}, {"until": "2026-11-21"}, [("Last day", "", "21 November 2026")]),
    ({"seats": ["police"]}, {"seats": []}, [("Seats", "police", "none")]),
    ({"a": 1}, {"a": 1}, [("", "", "1")]), ({}, {"rows": {"a": 2}}, [("Rows", "", "a: 2")]), ({"a": None}, {}, []),
    ({}, {"sha256": "ab" * 32}, [("", "", "abababababab…")])])
def test_a_change_in_words(before, after, said):
    found = differences(before, after, thing="courses.nomination", names={"country": {"VN": "Viet Nam"}})
    assert [(one.label, one.before, one.after) for one in found] == said
