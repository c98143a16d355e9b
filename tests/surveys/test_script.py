"""What a page tells its script: all that the form's rules need, in the reader's words, and no more."""

import json
import re
from pathlib import Path

from django.utils.translation import override

from lms.surveys.domain.script import expressions, script_data, words
from tests.surveys.made import NOW, definition, judged

LISTS = {"town": [("pp", {"country": "kh"}), ("hn", {"country": "vn"})], "yesno": ["yes", "no"]}


def block(form, data=None, language="en"):
    found = script_data(definition=form, judged=judged(form, data or {}, language), language=language, now=NOW, seed="seed")
    return json.loads(json.dumps(found))


def item(found, path):
    return next(one for one in found["items"] if one["path"] == path)


def test_rules_are_told_and_what_is_empty_is_left_out():
    found = block(definition(("text", "a"), ("integer", "b", {"relevant": "/data/a = 'x'", "constraint": ". < 5"})))
    assert found["items"] == [{"path": "a", "type": "text"},
                              {"path": "b", "type": "integer", "relevant": "/data/a = 'x'", "constraint": ". < 5"}]
    assert found["now"] == "2027-01-20T10:00:00.000+07:00"


def test_only_lists_that_a_rule_looks_into_travel():
    plain = ("select_one", "sure", {"list": "yesno"})
    filtered = ("select_one", "town", {"list": "town", "filter": "country = /data/a"})
    found = block(definition(("text", "a"), plain, filtered, lists=LISTS))
    assert found["lists"] == {"town": [
        {"name": "pp", "label": "Label of pp", "more": {"country": "kh"}},
        {"name": "hn", "label": "Label of hn", "more": {"country": "vn"}}]}
    named = ("calculate", "said", {"calculation": "jr:choice-name(/data/sure, '/data/sure')"})
    assert set(block(definition(plain, named, lists=LISTS))["lists"]) == {"yesno"}


def test_messages_come_in_the_forms_words_and_say_their_language():
    more = {"required": "true()", "required_messages": {"km": "ឆ្លើយ"}, "constraint_messages": {"km": "ខុស"}}
    with override("en"):
        found = item(block(definition(("text", "a", more), languages=("km",)), language="km"), "a")
    assert found["required_message"] == {"text": "ឆ្លើយ", "lang": "km"}
    assert "constraint_message" not in found  # it has no rule that could be broken
    with override("km"):
        assert item(block(definition(("text", "a", more), languages=("km",)), language="km"), "a")[
            "required_message"]["lang"] == ""


def test_what_a_script_cannot_draw_itself_is_kept():
    form = definition(("text", "a"), ("meta", "day", {"preload": ["date", "today"]}),
                      ("calculate", "lot", {"calculation": "random()"}),
                      ("calculate", "twice", {"calculation": "concat(/data/a, /data/a)"}))
    kept = block(form, {"a": "x"})["kept"]
    assert set(kept) == {"day", "lot"}
    assert kept["day"] == "2027-01-20" and 0 <= float(kept["lot"]) < 1


def test_months_travel_when_a_date_is_written_out():
    written = ("calculate", "b", {"calculation": "format-date(today(), '%b')"})
    assert "calendar" not in block(definition(("text", "a")))
    calendar = block(definition(written))["calendar"]
    assert calendar["months"][0] == "Jan" and calendar["days"][0] == "Mon"


def test_quoted_answers_count_among_the_expressions():
    more = {"labels": {"en": ["Hello ", {"value": "/data/a"}]}, "changes": [{"when": "a", "value": "/data/c"}]}
    assert set(expressions(definition(("text", "b", more)).items[0])) == {"/data/a", "/data/c"}


def test_the_script_has_every_word_it_asks_for():
    """The modules read their words by name, and the kinds of wrong answers too."""
    folder = Path(__file__).parents[2] / "lms/surveys/static/surveys"
    text = "".join(file.read_text() for file in folder.glob("*.js"))
    said = words()
    read = set(re.findall(r"\bwords\.(\w+)", text))
    assert read <= set(said)
    kinds = {*re.findall(r'wrongly\("(\w+)"\)', text), *re.findall(r'(?:INTEGER|DECIMAL), "(\w+)"', text)}
    assert kinds and kinds <= set(said["wrong"])
    assert {*re.findall(r'kind: "(\w+)"', text)} <= set(said)
