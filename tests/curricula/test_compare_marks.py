"""Two texts beside each other: no word is lost, none is invented, no cluster is torn, and hostile text stays text."""

import re
import time

import pytest
from django.utils.html import strip_tags
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from curricula.domain import comparing, rich, units, wording
from lms.search.domain.scan import boundaries, composed

SENTENCES = {
    "en": "Trafficking is not a journey. It is what is done to a person on the way.",
    "vi": "Mua bán người không phải là một chuyến đi. Đó là điều xảy ra với một con người.",
    "km": "ការជួញដូរមនុស្សមិនមែនជាការធ្វើដំណើរទេ វាជាអ្វីដែលត្រូវបានធ្វើចំពោះមនុស្ស។",
    "th": "การค้ามนุษย์ไม่ใช่การเดินทาง แต่เป็นสิ่งที่เกิดขึ้นกับคนคนหนึ่งระหว่างทาง",
    "lo": "ການຄ້າມະນຸດບໍ່ແມ່ນການເດີນທາງ ແຕ່ແມ່ນສິ່ງທີ່ເກີດຂຶ້ນກັບຄົນ",
    "my": "လူကုန်ကူးမှုသည် ခရီးသွားခြင်း မဟုတ်ပါ။ လမ်းခရီးတွင် လူတစ်ဦးအပေါ် ပြုလုပ်သောအရာ ဖြစ်သည်။",
    "zh-hans": "贩运人口不是旅行。它是途中对一个人所做的事。",
}
WORDS = [word for text in SENTENCES.values() for word in wording.cut(text)]
texts = st.lists(
    st.sampled_from([*WORDS, " ", "\n", "<b>", "&amp;", "a\u0301", "ក្ដី"]) | st.text(max_size=4), max_size=30).map("".join)
htmls = st.lists(st.sampled_from(
    ["<p>", "</p>", "<b>", "</b>", "<ul>", "<ol>", "<li>", "</li>", "</ul>", "</ol>", "<br/>", '<a href="https://a.example/x">',
     '<a linktype="page" id="7">', "</a>", "<script>", "</script>", "<img src=x onerror=alert(1)>", "&lt;", *WORDS]),
    max_size=30).map("".join)


def part(text, heading="H", kind="text"):
    return units.unit("block:1", kind, {"heading": heading, "text": text})


def question(text):
    return units.unit("block:1", "question", {"text": text})


def field(then, now, name="text"):
    return next((pair for pair in comparing.marked(then, now) if pair.name == name), None)


def read(html: str) -> str:
    """What stands on the page, without what is only said to those who listen."""
    return re.sub(r'<span class="hidden"[^>]*>.*?</span>', "", html)


def common(html: str, tag: str) -> str:
    return strip_tags(re.sub(rf"<{tag}( class=\"break\")?>.*?</{tag}>", "", read(html).replace("<br>", "\n"), flags=re.S))


@given(texts)
def test_pieces_are_the_text_and_tear_no_cluster(text):
    pieces, whole = wording.cut(text), composed(text)
    assert "".join(pieces) == whole
    allowed, place = set(boundaries(whole)), 0
    for piece in pieces:
        place += len(piece)
        assert place in allowed or "_" in text


@given(texts, texts)
def test_no_word_is_lost_and_what_is_not_marked_is_the_same(then, now):
    pair = field(question(then), question(now))
    if pair is None:
        assert not then
        assert not now
        return
    for html, text in ((pair.then_html, then), (pair.now_html, now)):
        shown = read(html).replace("<br>", "\n")
        shown = re.sub(r"</?(p|ins|del)( class=\"break\")?>", "", shown)
        assert shown == str(comparing.escape(composed(text)))
    assert common(pair.then_html, "del") == common(pair.now_html, "ins") or not then or not now
    assert pair.changed == (then != now)


@given(htmls, htmls)
def test_formatted_text_loses_no_word(then, now):
    pair = field(part(then), part(now))
    for html, text in ((pair and pair.then_html, then), (pair and pair.now_html, now)):
        again = rich.words(rich.read(read(html or "").replace(' class="break"', "")))
        assert again == composed(rich.words(rich.read(text)))


@given(htmls)
def test_a_text_beside_itself_has_no_mark(html):
    rows = comparing.compare([part(html)], [part(html)])
    assert [row.kind for row in rows] == [comparing.Kind.SAME]
    assert not comparing.count(rows)
    for pair in rows[0].fields:
        assert not pair.changed
        assert "<ins" not in pair.now_html + pair.then_html
        assert "<del" not in pair.now_html + pair.then_html


@given(htmls, htmls)
def test_no_markup_but_ours_comes_out(then, now):
    for pair in comparing.marked(part(then), part(now)):
        for tag in re.findall(r"<([^>]*)>", pair.then_html + pair.now_html):
            assert re.fullmatch(r'/?(p|b|ul|ol|li|br|ins|del|a|span)|(ins|del) class="break"|span class="hidden" lang="en"'
                                r'|a href="https://a.example/x" rel="noopener"', tag)


@pytest.mark.parametrize("target", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//evil.example", " vbscript:x"])
def test_a_link_leads_to_the_web_or_to_mail_only(target):
    pair = field(None, part(f'<p><a href="{target}">here</a></p>'))
    assert pair.now_html == "<p>here</p>"


def test_hidden_and_running_parts_do_not_come_through():
    pair = field(None, part("<p>one<script>alert(1)</script><style>b{}</style> two</p><svg onload=x>three</svg>"))
    assert pair.now_html == "<p>one two</p><p>three</p>"


@pytest.mark.parametrize(("language", "old", "new"), [
    ("en", "journey", "crime"), ("vi", "chuyến đi", "tội phạm"), ("km", "មនុស្ស", "កុមារ"), ("th", "การเดินทาง", "อาชญากรรม"),
    ("lo", "ການເດີນທາງ", "ອາດຊະຍາກຳ"), ("my", "ခရီးသွားခြင်း", "ရာဇဝတ်မှု"), ("zh-hans", "旅行", "犯罪")])
def test_a_word_that_was_changed_is_marked_in_every_script(language, old, new):
    then = SENTENCES[language]
    now = then.replace(old, new, 1)
    assert now != then
    pair = field(part(f"<p>{then}</p>"), part(f"<p>{now}</p>"))
    assert pair.now_html.count("<ins>") <= 2
    marked = len("".join(strip_tags(x) for x in re.findall(r"<ins>(.*?)</ins>", read(pair.now_html))))
    assert 0 < marked <= len(new) + 2


def test_the_words_that_are_heard_are_of_the_frame():
    with override("vi"):
        html = field(part("<p>one two</p>"), part("<p>one three</p>")).now_html
    assert 'lang="vi"' in html


def test_a_link_that_leads_elsewhere_and_a_word_made_bold_are_marked():
    then = part('<p><a href="https://a.example/">rule</a> and word</p>')
    now = part('<p><a href="https://b.example/">rule</a> and <b>word</b></p>')
    pair = field(then, now)
    assert strip_tags(read(pair.now_html)) == "rule and word"
    assert pair.now_html.count("<ins>") == 2


def test_a_paragraph_that_was_divided_is_marked_where_it_begins():
    pair = field(part("<p>One two three. Four five six.</p>"), part("<p>One two three.</p><p>Four five six.</p>"))
    assert pair.now_html.count('<ins class="break">') == 1


def test_a_part_on_one_side_only_is_not_marked_word_by_word():
    pairs = comparing.marked(None, part("<p>All new</p>"))
    assert [(pair.name, pair.then_html, pair.changed) for pair in pairs] == [("heading", "", True), ("text", "", True)]
    assert pairs[1].now_html == "<p>All new</p>"


def test_minutes_and_known_methods_are_said_as_the_page_says_them():
    def session(minutes, method):
        return units.unit("session:1", units.SESSION, {"key": "A1", "title": "T", "minutes": minutes, "method": method})
    pairs = {pair.name: pair for pair in comparing.marked(session(60, "role-play"), session(90, "group work"))}
    assert "1\u00a0h" in pairs["minutes"].then_html
    assert "<ins>" in pairs["minutes"].now_html
    assert "role play" in read(pairs["method"].then_html).replace("<del>", "").replace("</del>", "")
    assert pairs["minutes"].in_frame
    assert not pairs["title"].changed


def test_parts_stand_in_the_order_of_today_and_a_removed_one_behind_its_neighbour():
    def one(key, text="x"):
        return units.unit(f"block:{key}", "question", {"text": text})
    rows = comparing.compare([one(1), one(2), one(3), one(4)], [one(4), one(1), one(3, "y"), one(5)])
    assert [(row.key[-1], row.kind.value, row.moved) for row in rows] == [
        ("4", "same", True), ("1", "same", False), ("2", "removed", False), ("3", "changed", False), ("5", "added", False)]
    assert comparing.count(rows) == comparing.Counts(added=1, changed=1, removed=1, moved=1)
    assert [stretch.quiet for stretch in comparing.stretches(rows)] == [False, True, False]


keys = st.lists(st.integers(0, 12), unique=True)


@given(keys, keys)
def test_every_part_of_both_texts_stands_there_once(then, now):
    def one(key):
        return units.unit(f"block:{key}", "question", {"text": str(key)})
    rows = comparing.compare(map(one, then), map(one, now))
    assert sorted(row.key for row in rows) == sorted(f"block:{key}" for key in {*then, *now})
    assert [row.key for row in rows if row.now] == [f"block:{key}" for key in now]


def test_forty_long_blocks_compare_quickly():
    for text in SENTENCES.values():
        then = [part(f"<p>{text} {at}</p>" * 8) for at in range(40)]
        now = [part(f"<p>{at} {text[:20]}</p>" + f"<p>{text} {at}</p>" * 7) for at in range(40)]
        wording.cut.cache_clear()
        begun = time.perf_counter()
        for before, after in zip(then, now, strict=True):
            comparing.marked(before, after)
        assert time.perf_counter() - begun < 1
