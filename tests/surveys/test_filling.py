"""What a page shows of every type of question, and what it sends back: repeats, grids, ranks, dates, files, media."""

import re
from html import unescape
from uuid import UUID

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.surveys.domain.instance import first_data
from lms.surveys.forms import filling
from lms.surveys.forms.page import Page, page_of
from tests.surveys.made import NOW, definition, judged

INSTANCE = UUID("5f0c1b1e-0000-4000-8000-000000000000")
LISTS = {"five": ["1", "2", "3"], "many": [f"c{number}" for number in range(13)]}
PEOPLE = definition(("text", "title"), ("repeat", "members"), ("text", "members/name"),
                    ("select_multiple", "members/skills", {"list": "five"}), ("repeat", "members/kids"),
                    ("integer", "members/kids/age"), ("repeat", "fixed", {"count": "2"}), ("text", "fixed/word"), lists=LISTS)


def page(form, data=None, **more):
    at_first = first_data(form, NOW, str(INSTANCE)) if data is None else data
    found = judged(form, at_first, seed=str(INSTANCE))
    context = page_of("/en/forms/x/", definition=form, judged=found, language="en", instance_id=INSTANCE, now=NOW, **more)
    return render_to_string("surveys/sheet.html", context)


def sent(form, **fields):
    post = QueryDict(mutable=True)
    for name, value in fields.items():
        post.setlist(name, value if isinstance(value, list) else [value])
    return filling.read_sent(post=post, files=MultiValueDict(), definition=form)




# --- what is shown ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("kind", "more", "expected"), [
    ("text", {}, '<textarea id="q-x" name="a:x" rows="2">'),
    ("text", {"appearance": "multiline"}, 'rows="4"'),
    ("integer", {}, 'inputmode="numeric"'),
    ("decimal", {}, 'inputmode="decimal"'),
    ("date", {}, 'type="date"'),
    ("date", {"appearance": "month-year"}, 'type="month"'),
    ("time", {}, 'type="time"'),
    ("dateTime", {}, 'type="datetime-local"'),
    ("range", {"range": {"start": "1", "end": "5", "step": "1"}}, '<div class="rating">'),
    ("range", {"range": {"start": "0", "end": "100", "step": "1"}}, "From 0 to 100, in steps of 1."),
    ("range", {"range": {"start": "a", "end": "", "step": "0"}}, 'name="a:x"'),
    ("select_one", {"list": "five"}, 'type="radio" id="q-x:1" name="a:x" value="1"'),
    ("select_one", {"list": "many"}, '<select id="q-x"'),
    ("select_one", {"list": "five", "appearance": "minimal"}, '<select id="q-x"'),
    ("select_one", {"list": "five", "appearance": "likert"}, '<div class="choice-row">'),
    ("select_one", {"list": "five", "filter": "name != '2'"}, '<div class="choice-rows" data-choices>'),
    ("select_multiple", {"list": "many"}, 'type="checkbox"'),
    ("rank", {"list": "five"}, 'aria-label="Place 3"'),
    ("acknowledge", {}, 'type="checkbox" id="q-x" name="a:x" value="OK"'),
    ("geopoint", {}, 'data-geo="geopoint"'),
    ("geoshape", {}, 'rows="4" data-geo="geoshape"'),
    ("barcode", {}, 'type="text"'),
    ("image", {}, 'type="file" id="q-x" name="f:x" accept="image/jpeg,image/png"'),
    ("video", {"appearance": "new"}, 'capture="environment"'),
    ("file", {}, ".pdf"),
    ("note", {}, 'class="node said" id="q-x"'),
    ("text", {"readonly": "true()", "default": "Fixed"}, " readonly"),
    ("select_one", {"list": "five", "readonly": "true()", "default": "2"}, '<input type="hidden" name="a:x" value="2">'),
    ("hidden", {"default": "kept"}, '<input type="hidden" name="a:x" value="kept">')])
def test_each_type_has_its_field(kind, more, expected):
    html = page(definition((kind, "x", more), lists=LISTS))
    assert expected in html and 'data-at="x" data-path="x"' in html


def test_what_a_field_of_the_browser_cannot_show_is_not_lost():
    html = page(definition(("date", "x")), {"x": "next <week>"})
    assert 'type="text"' in html and 'value="next &lt;week&gt;"' in html


def test_groups_nest_with_headings_of_their_depth_and_hidden_ones_are_on_the_page():
    form = definition(("group", "a"), ("group", "a/b", {"labels": {}}), ("group", "a/b/c", {"relevant": "false()"}),
                      ("text", "a/b/c/x"))
    html = page(form)
    assert re.findall(r"<h(\d)", html) == ["2", "3"]
    assert 'id="q-a/b/c" data-at="a/b/c" data-path="a/b/c" hidden' in html and 'data-path="a/b/c/x" hidden' in html


def test_a_repeat_shows_its_instances_and_one_to_copy():
    html = page(PEOPLE, {"members": [{"members/name": "Lan"}, {"members/name": "Sokha", "members/kids": [{}, {}]}]})
    assert re.findall(r'name="(r:[^"]+)" value="(\d)"', html)[:4] == [
        ("r:members", "2"), ("r:members[1]/kids", "0"), ("r:members[2]/kids", "2"), ("r:members[0]/kids", "1")]
    assert 'data-instance="members[2]/kids[2]"' in html and 'name="a:members[2]/kids[2]/age"' in html
    assert '<template data-new="members">' in html and 'name="a:members[0]/name"' in html
    assert 'value="add:members" formaction="/en/forms/x/#q-members"' in html and 'value="remove:members[2]"' in html
    assert 'value="add:fixed"' not in html and 'value="remove:fixed' not in html and 'name="a:fixed[2]/word"' in html


def test_a_grid_is_one_table_with_full_names():
    row = {"list": "five", "appearance": "list-nolabel"}
    form = definition(("group", "g", {"appearance": "table-list"}), ("select_one", "g/a", row), ("select_one", "g/b", row),
                      ("text", "g/why"), ("select_one", "g/c", row), lists=LISTS)
    html = page(form, {"g/a": "2"})
    assert html.count('<table class="grid">') == 2 and html.count('scope="col"') == 6 and html.count('scope="row"') == 3
    assert 'name="a:g/a" value="2" checked aria-labelledby="q-g/a-label q-g/a-2"' in html
    assert '<tr class="node question" data-at="g/b" data-path="g/b">' in html


def test_pages_part_the_form_at_its_top():
    form = definition(("note", "n"), ("group", "f"), ("text", "f/x"), ("text", "a"), ("text", "b"), ("group", "g"), ("text", "g/x"), ("text", "c"), style="pages")
    html = page(form)
    assert [re.findall(r'name="a:([^"]+)"', part) for part in html.split("<div data-page>")[1:]] == [["f/x"], ["a", "b"], ["g/x"], ["c"]]


def test_media_stand_beside_texts_when_the_form_has_the_file():
    media = {"en": {"image": "map.png", "audio": "gone.mp3"}}
    html = page(definition(("text", "x", {"media": media})), media_at=lambda name: f"/m/{name}" if name == "map.png" else "")
    assert '<img class="medium" src="/m/map.png" alt="x"' in html and "audio" not in html.split("</style>")[-1].split("<script")[0]


def test_quoted_answers_are_marked_and_nothing_of_them_is_markup():
    form = definition(("text", "name"), ("note", "hello", {"labels": {"en": ["Dear **", {"value": "/data/name"}, "**"]}}))
    assert '<strong><span data-value="/data/name">&lt;script&gt;*x*</span></strong>' in page(form, {"name": "<script>*x*"})


def test_a_preview_cannot_be_sent():
    html = page(definition(("text", "x")), preview=True)
    assert 'value="send"' not in html and 'value="save"' not in html


def test_the_enter_key_never_sends():
    assert re.search(r'<button[^>]*value="(\w+)"', page(definition(("integer", "x")))).group(1) == "show"


def test_complaints_lead_to_their_field():
    form = definition(("integer", "x", {"required": "true()"}), ("select_one", "y", {"list": "five", "required": "true()"}),
                      lists=LISTS)
    found = judged(form, {"x": "many"})
    shown = Page(form, found, "en", "en", found.complaints)
    shown.parts()
    assert [(one.target, one.label.plain) for one in shown.wrong()] == [("q-x", "x"), ("q-y:1", "y")]


# --- what is sent -----------------------------------------------------------------------------------------------------
def test_answers_are_read_by_place():
    data = sent(PEOPLE, **{"a:title": "T", "r:members": "2", "a:members[1]/name": "Lan", "a:members[2]/name": "Sokha",
                           "a:members[2]/skills": ["2", "1"], "r:members[2]/kids": "1", "a:members[2]/kids[1]/age": "5",
                           "a:members[3]/name": "beyond", "a:nobody": "x", "r:fixed": "2", "a:fixed[2]/word": "w"}).data
    assert data == {
        "title": "T", "fixed": [{}, {"fixed/word": "w"}], "members": [
            {"members/name": "Lan", "members/skills": [], "members/kids": []},
            {"members/name": "Sokha", "members/skills": ["2", "1"], "members/kids": [{"members/kids/age": "5"}]}]}
    assert judged(PEOPLE, data).complaints == {}


@pytest.mark.parametrize(("appearance", "typed", "kept"), [
    ("month-year", "2026-12", "2026-12-01"), ("year", "2026", "2026-01-01"), ("year", "soon", "soon"), ("", "2026-12", "2026-12")])
def test_a_month_or_a_year_is_a_date(appearance, typed, kept):
    form = definition(("date", "x", {"appearance": appearance}))
    assert sent(form, **{"a:x": typed}).data == {"x": kept}
    assert f'value="{typed}"' in page(form, {"x": kept})


def test_instances_are_added_and_taken_away_where_the_button_says():
    data = {"members": [{"members/name": "1", "members/kids": []}, {"members/name": "2"}]}
    filling.with_instance(data=data, definition=PEOPLE, place="members[1]/kids")
    filling.without_instance(data=data, definition=PEOPLE, place="members[2]")
    assert data == {"members": [{"members/name": "1", "members/kids": [{}]}]}
    for place in ("title", "fixed", "members[9]/kids", "", "x[", "members[x]", "members[1]/kids[7]", "[1]", "members[٣]"):
        filling.with_instance(data=data, definition=PEOPLE, place=place)
        filling.without_instance(data=data, definition=PEOPLE, place=place)
    assert data == {"members": [{"members/name": "1", "members/kids": [{}]}]}


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r", exclude_categories=["Cs", "Cc"]), max_size=8)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(TEXT, st.lists(st.integers(0, 99), max_size=2)), max_size=3), TEXT)
def test_what_was_typed_comes_back_as_it_was(members, title):
    data = {"title": title, "members": [
        {"members/name": name, "members/skills": [], "members/kids": [{"members/kids/age": str(age)} for age in ages]}
        for name, ages in members], "fixed": [{"fixed/word": ""}, {"fixed/word": ""}]}
    html = re.sub(r"<template.*?</template>", "", page(PEOPLE, data), flags=re.S)
    fields = dict(re.findall(r'<input (?!type="checkbox)[^>]*name="([ar]:[^"]+)" value="([^"]*)"', html))
    fields |= dict(re.findall(r'<textarea id="[^"]*" name="([^"]+)"[^>]*>\n(.*?)</textarea>', html, re.S))
    back = sent(PEOPLE, **{name: unescape(value) for name, value in fields.items()}).data
    assert back == data


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.text(max_size=12) | st.sampled_from(["do", "instance", "version", "shown", "r:members"]),
                       st.text(max_size=12), max_size=5))
def test_nothing_that_is_posted_breaks_the_reading(fields):
    found = sent(PEOPLE, **fields)
    assert found.action in filling.ACTIONS and set(found.data) <= {"title", "members", "fixed"}


@pytest.mark.parametrize("do", ["drop:title[1]", "drop:members[1]/skills[2]", f"add:members[{'1' * 5000}]", "remove:members[0]", "add:\x00"])
def test_an_odd_button_changes_nothing(do):
    assert sent(PEOPLE, **{"do": do, "a:title": "Kept\x00", "r:members": "1"}).data["title"] == "Kept"


def test_counts_that_nobody_typed_do_not_fill_the_memory():
    fields = {"r:members": "200"} | {f"r:members[{number}]/kids": "200" for number in range(1, 201)}
    data = sent(PEOPLE, **fields).data
    assert sum(len(member.get("members/kids", [])) for member in data["members"]) < 25_000
