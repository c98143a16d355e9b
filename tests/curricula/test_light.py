"""Light markup: what people type, and the HTML that is kept; the same text both ways, and nothing else gets through."""

import re
from html import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from curricula.domain import light, rich
from curricula.domain.units import Written

SCRIPTS = ["trafficking", "mua bán người", "ការជួញដូរមនុស្ស", "贩卖人口", "ການຄ້າມະນຸດ", "လူကုန်ကူးမှု", "การค้ามนุษย์"]
WORDS = st.one_of(
    st.sampled_from(SCRIPTS),
    st.text(alphabet="ab*\\[]()-1.) <>&\"'\u00a0•!#", max_size=12),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn"]), max_size=8))
TARGETS = st.sampled_from(["", "", "https://example.org/a", "https://example.org/a(b)?c=\\d&e", "mailto:a@example.org", "page:7"])


@st.composite
def html(draw):
    """Formatted text as an editor keeps it."""
    def spans():
        found = ""
        for _at in range(draw(st.integers(1, 4))):
            text = escape(draw(WORDS))
            text = f"<b>{text}</b>" if draw(st.booleans()) else text
            target = draw(TARGETS)
            if target.startswith("page:"):
                text = f'<a linktype="page" id="7">{text}</a>'
            elif target:
                text = f'<a href="{escape(target)}">{text}</a>'
            found += text + draw(st.sampled_from(["", "", " ", "<br/>", "<br/><br/>"]))
        return found

    def items(depth):
        tag = draw(st.sampled_from(["ul", "ol"]))
        inner = "".join(f"<li>{spans()}{items(depth + 1) if depth < 3 and draw(st.booleans()) else ''}</li>"
                        for _at in range(draw(st.integers(1, 3))))
        return f"<{tag}>{inner}</{tag}>"
    return "".join(f"<p>{spans()}</p>" if draw(st.booleans()) else items(0) for _at in range(draw(st.integers(1, 4))))


def words(text: str) -> str:
    """All words and where they lead, without spaces."""
    return re.sub(r"[ \n]+", "", light.tidy("".join(f"{span.text}<{span.bold}{span.target}>" if span.text.strip() else ""
                                            for paragraph in rich.paragraphs(rich.read(text))
                                            for span in paragraph.spans)))


@given(html())
@example("<ul><li>\xa0</li></ul>")
def test_out_and_in_loses_nothing(kept):
    once = light.to_html(light.to_light(kept))
    assert light.to_html(light.to_light(once)) == once
    assert re.sub("<[^>]*>", "", words(once)) == re.sub("<[^>]*>", "", words(kept))
    leads = [[span.target for paragraph in rich.paragraphs(rich.read(text)) for span in paragraph.spans if span.text.strip()
              and span.target] for text in (once, kept)]
    assert set(leads[0]) == set(leads[1])


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60)
       | st.text(alphabet="ab*\\[](): -1.\n<&/htps", max_size=60))
def test_in_and_out_settles_at_once_and_holds_only_what_an_editor_may(typed):
    kept = light.to_html(typed)
    assert light.to_html(light.to_light(kept)) == kept
    assert light.to_light(light.to_html(light.to_light(kept))) == light.to_light(kept)
    assert not re.sub(r'</?(p|ul|ol|li|b)>|<br/>|<a (href="[^"<>]*"|linktype="page" id="\d+")>|</a>', "", kept).count("<")


@given(st.lists(st.tuples(st.sampled_from(["p", "ul", "ol"]), st.sampled_from(SCRIPTS), st.booleans()), min_size=1))
def test_what_the_editor_wrote_comes_back_as_it_was(blocks):
    kept, last = "", ""
    for tag, text, bold in blocks:
        inner = f"<b>{text}</b>" if bold else text
        if tag == "p":
            kept, last = f"{kept}<p>{inner}</p>", ""
        elif tag == last:
            kept = f"{kept[:-5]}<li>{inner}</li></{tag}>"
        else:
            kept, last = f"{kept}<{tag}><li>{inner}</li></{tag}>", tag
    assert light.to_html(light.to_light(kept)) == kept


def test_it_reads_like_a_text():
    kept = ('<p data-block-key="x1">See <b>this</b> and <a href="https://example.org/a">that</a>.<br/>New line</p>'
            "<ul><li>one<ul><li>deep</li></ul></li><li>two</li></ul><ol><li>first</li><li>second</li></ol><p>1. April</p>")
    assert light.to_light(kept) == (
        "See **this** and [that](https://example.org/a).\nNew line\n\n"
        "- one\n  - deep\n- two\n1. first\n2. second\n\n1\\. April")


def test_people_may_type_it_their_way():
    assert light.to_html("Do:\n• one\n* two\n    - deep\n១. មួយ\n\n\nEnd") == (
        "<p>Do:</p><ul><li>one</li><li>two<ul><li>deep</li></ul></li></ul><ol><li>មួយ</li></ol><p>End</p>")


@pytest.mark.parametrize("typed", [
    "<script>alert(1)</script>", "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](data:text/html,a)",
    '[x](https://a.b/"onclick="alert(1))', "<img src=x onerror=alert(1)>", "[x](//evil.example/)", "[x](page:1\" id=\"2)",
    "**<b onclick=x>**", "&lt;script&gt;", "[<i>](https://a.b)"])
def test_hostile_text_is_text(typed):
    kept = light.to_html(typed)
    found = re.findall(r"<[^>]*>", kept)
    assert all(re.fullmatch(r'</?(p|b|a)>|<a href="https://[^"]*">', tag) for tag in found), kept
    assert "javascript" not in "".join(found).lower()


@pytest.mark.parametrize("kept", [
    "<p>a<script>alert(1)</script></p>", '<p onclick="x">a</p>', '<p><a href="javascript:x">a</a></p>', "<p>a<iframe src=x></p>"])
def test_hostile_html_leaves_its_words_alone(kept):
    assert light.to_html(light.to_light(kept)) == "<p>a</p>"


@pytest.mark.parametrize(("typed", "named"), [
    ("all **good** [a](https://b.c)", []), ("one ** alone", ["**"]), ("a <b>bold</b>", ["<b>", "</b>"]),
    ("[a](javascript:b)", ["[a](javascript:b)"]), ("[a](https://a b)", ["]("]), ("2 < 3 > 1", []), ("\\*\\*", [])])
def test_marks_that_look_meant_are_named(typed, named):
    assert light.faults(typed) == named


@pytest.mark.parametrize(("how", "value"), [
    (Written.LINE, "A title"), (Written.TEXT, "One\nTwo"), (Written.LIST, ["a", "- b", "c"]), (Written.RICH, "<p>x</p>")])
def test_fields_come_back(how, value):
    assert light.from_text(light.to_text(value, how), how) == value


def test_odd_characters_go_and_letters_are_composed():
    assert light.from_text("a\x00\u202eb\tc\r\n  hoa\u0300 ", Written.TEXT) == "ab c\nhoà"


def test_it_is_quick_on_hostile_text():
    for typed in ("[" * 50_000, "**" * 25_000, "[a](" * 12_000, "  - " * 12_000, "\\" * 50_000, "- a\n" * 10_000):
        assert light.to_light(light.to_html(typed)).count("a") == typed.count("a")
