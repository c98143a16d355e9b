"""Texts of a form become HTML that a workbook cannot misuse."""

import re

import pytest
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from lms.surveys.domain.markup import html, plain

ALLOWED = r'<(?:/?(?:b|strong|i|em|u|sub|sup|a)|br|a href="[^"<>]*" target="_blank" rel="noopener noreferrer")>'


@pytest.mark.parametrize(("text", "made"), [
    ("plain & <simple>", "plain &amp; &lt;simple&gt;"),
    ("two\nlines", "two<br>lines"),
    ("**bold** and _weight_", "<strong>bold</strong> and <em>weight</em>"),
    ("**ខ្មែរ**ខ្មែរ", "<strong>ខ្មែរ</strong>ខ្មែរ"),
    ("# Head\ntext", "<b>Head</b><br>text"),
    ("1. What is it?", "1. What is it?"),
    ("a_name_with_lines", "a_name_with_lines"),
    ('<span style="color:red">red</span>', "red"),
    ("<b>a <u>b</u></b> <i>open", "<b>a <u>b</u></b> open"),
    ("a<br>b", "a<br>b"),
    ("[page](https://a.example/?x=1&y=2)",
     '<a href="https://a.example/?x=1&amp;y=2" target="_blank" rel="noopener noreferrer">page</a>')])
def test_what_workbooks_write(text, made):
    assert html(text) == made and isinstance(html(text), SafeString)


@pytest.mark.parametrize("text", [
    "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](data:text/html,1)", "[x](//other.example)", "[x](/my/)",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '<a href="javascript:1">x</a>', "![x](javascript:1)",
    "[x](&#106;avascript:alert(1))"])
def test_what_it_may_not_do(text):
    assert "<" not in re.sub(ALLOWED, "", html(text)) and "href" not in re.sub("&lt;.*?&gt;", "", html(text))


def test_a_quoted_answer_is_text_and_leads_nowhere():
    parts = ["**", {"value": "/data/a"}, "** [x](https://", {"value": "/data/b"}, ")"]
    made = html(parts, lambda expression: f"<{expression}>")
    assert made.startswith('<strong><span data-value="/data/a">&lt;/data/a&gt;</span></strong>') and "href" not in made
    assert plain(["Dear ", {"value": "/data/a"}], lambda _expression: "<Lan> & co") == "Dear <Lan> & co"


@given(st.text(st.sampled_from("*_#[]()<>/&;\\ \nab:\"'\ue0000\ue001") | st.characters(codec="utf-8"), max_size=60))
def test_whatever_is_written_only_known_tags_come_out(text):
    assert "<" not in re.sub(ALLOWED, "", html(text))
    assert isinstance(plain(text), str)
