"""An instrument on paper: every script, boxes and lines, when to skip in words, and right answers for editors alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.surveys.domain.outline import compared, outline
from lms.surveys.domain.paper import Paper, paper_pdf
from lms.surveys.domain.paper_rules import Numbered
from tests.documents.documents_pdf import fonts, pages
from tests.surveys.made import definition
from tests.surveys.workbooks import asking

NAMES = {"en": "English (en)", "km": "Khmer (km)", "lo": "Lao (lo)", "my": "Burmese (my)", "th": "Thai (th)",
         "zh-hans": "Chinese (zh-Hans)", "vi": "Vietnamese (vi)"}
WORDS = {"en": "Was it clear", "km": "តើច្បាស់ទេ", "lo": "ຊັດເຈນບໍ", "my": "ရှင်းလင်းပါသလား", "th": "ชัดเจนหรือไม่", "zh-hans": "清楚吗",
         "vi": "Có rõ ràng không"}
FONTS = {"en": "NotoSans-", "km": "NotoSansKhmer", "lo": "NotoSansLao", "my": "NotoSansMyanmar", "th": "NotoSansThai",
         "zh-hans": "NotoSansSC", "vi": "NotoSans-"}
ADDRESS = "https://academy.example/en/forms/evaluation/"
A, B = ("select_one", "a", {"list": "yn"}), ("select_one", "b", {"list": "yn"})
LISTS = {"yn": ["yes", "no", "1"]}


def said(**more):
    return {f"label::{name}": WORDS[code] for code, name in NAMES.items()} | more


@pytest.fixture
def version(make_form):
    return make_form(kind="test", anonymous=True, titles=dict(WORDS), workbook=asking(
        said(type="note", name="intro"), said(type="select_one yn", name="clear", required="yes", answer="yes", points="2"),
        said(type="integer", name="years", relevant="${clear} = 'yes'", answer="10..12"),
        said(type="begin group", name="g", appearance="table-list"), said(type="select_one yn", name="one"),
        said(type="select_one yn", name="two"), said(type="end group", name="g"),
        said(type="begin repeat", name="r"), said(type="text", name="why"), said(type="end repeat", name="r"),
        choices=[said(list_name="yn", name="yes"), said(list_name="yn", name="no")]))


@pytest.mark.parametrize("language", NAMES)
def test_every_script_is_printed(version, language):
    pdf = paper_pdf(version=version, language=language, address=ADDRESS)
    assert pdf.startswith(b"%PDF-") and pages(pdf) >= 1
    assert any(FONTS[language] in name for name in fonts(pdf)), fonts(pdf)
    content = Paper(version, language, language, False).content(ADDRESS)
    assert content["title"] == WORDS[language] and content["address"] == ADDRESS
    assert [part["label"] for part in content["parts"] if part["kind"] == "question"] == [WORDS[language]] * 3


def test_questions_grids_and_repeats_stand_in_order(version):
    parts = Paper(version, "en", "en", False).content(ADDRESS)["parts"]
    assert [part["kind"] for part in parts] == ["note", "question", "question", "heading", "grid", "heading", "question"]
    assert [part["number"] for part in parts if part["kind"] == "question"] == ["1", "2", "5"]
    assert [row["number"] for row in parts[4]["rows"]] == ["3", "4"]
    assert parts[1]["required"] and not parts[2]["required"]
    assert parts[2]["only"] == f"Only if the answer to question 1 is: {WORDS['en']}" and parts[2]["lines"] == 1


def test_right_answers_are_printed_only_when_asked_for(version):
    plain, keyed = (Paper(version, "en", "en", keys).content(ADDRESS)["parts"] for keys in (False, True))
    assert not any(box["right"] for part in plain for box in part.get("boxes", ())) and "10..12" not in str(plain)
    assert [box["right"] for box in keyed[1]["boxes"]] == [True, False] and keyed[1]["key"] == "Points: 2"
    assert keyed[2]["key"] == "10..12 · Points: 1"


def test_only_editors_get_the_right_answers_on_paper(client, version, persons, countries, give, monkeypatch):
    asked = []
    monkeypatch.setattr("lms.surveys.views.instruments_files.paper.paper_pdf",
                        lambda **given: asked.append(given["with_keys"]) or b"%PDF-")
    for person, role, country in ((persons[0], "focal-point", countries[0]), (persons[1], "secretariat", None)):
        person.sample = True
        person.save()
        give(person, role, country)
        client.force_login(person)
        assert client.get("/en/instruments/evaluation/1/paper/km.pdf?keys=1").status_code == 200
    assert asked == [False, True]


def test_a_letter_that_no_font_has_is_named(client, make_form, persons, give):
    make_form(workbook=asking({"type": "text", "name": "q", "label": "Ꙃ𓀀"}))
    persons[0].sample = True
    persons[0].save()
    give(persons[0], "secretariat", None)
    client.force_login(persons[0])
    page = client.get("/en/instruments/evaluation/1/paper/default.pdf", follow=True)
    assert page.redirect_chain == [("/en/instruments/evaluation/", 302)] and "𓀀" in page.content.decode()


@pytest.mark.parametrize(("relevant", "words"), [
    ("/data/a = 'yes'", "Only if the answer to question 1 is: Label of yes"),
    ("'yes' = /data/a", "Only if the answer to question 1 is: Label of yes"),
    (" ../a  = 1", "Only if the answer to question 1 is: Label of 1"),
    ("selected(/data/a, 'no')", "Only if the answer to question 1 is: Label of no"),
    ("/data/a != 'no'", "Only if the answer to question 1 is not: Label of no"),
    ("not(selected(/data/a, 'no'))", "Only if the answer to question 1 is not: Label of no"),
    ("/data/a = 'yes' or /data/a = 'no'", "Only if the answer to question 1 is: Label of yes / Label of no"),
    ("/data/a = 'yes' and /data/b = 'no'",
     "Only if the answer to question 1 is: Label of yes Only if the answer to question 2 is: Label of no"),
    ("/data/a = 'yes' or /data/b = 'no'", "Only for some answers to question 1, 2"),
    ("/data/a = 'other'", "Only for some answers to question 1"),
    ("count-selected(/data/b) > 1", "Only for some answers to question 2"),
    ("current()/../a = 'yes'", "Only for some answers to question 1"),
    ("/data/sum > 3", "Only for some answers to question 2"),
    ("true()", "Only in some cases"), ("(((", "Only in some cases"), ("", "")])
def test_a_condition_is_said_in_words(relevant, words):
    form = definition(A, B, ("calculate", "sum", {"calculation": "/data/b + 1"}), ("text", "q", {"relevant": relevant}), lists=LISTS)
    assert Numbered(form, {"a": "1", "b": "2", "q": "3"}, "en").only_if(form.by_path["q"]) == words


@given(st.text(alphabet="/data()'=!<> ab.or and not selected,1[]yes", max_size=60))
def test_no_condition_breaks_the_paper(relevant):
    form = definition(A, B, ("text", "q", {"relevant": relevant}), lists=LISTS)
    said = Numbered(form, {"a": "1", "b": "2", "q": "3"}, "en").only_if(form.by_path["q"])
    assert bool(said) == bool(relevant)


def test_a_form_says_what_it_asks_and_what_changed():
    old = definition(A, ("calculate", "c"), lists=LISTS)
    new = definition(("text", "a"), ("group", "g"), ("date", "g/when"), lists=LISTS)
    assert [(line.number, line.depth, line.kind) for line in outline(new, language="en")] == [
        ("1", 0, "Text"), ("", 0, "Part"), ("2", 1, "Day")]
    rows = compared(old, new, language="en", names={"en": "English"})
    assert {(row.path, row.word) for row in rows} == {
        ("a", "Changed"), ("g", "Added"), ("g/when", "Added"), ("c", "Taken away")}
    kind = next(change for row in rows for change in row.changes if change.what == "Kind")
    assert (kind.before.text, kind.after.text) == ("One choice", "Text")
