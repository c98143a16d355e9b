"""What a text leaves in the index and what a query asks for."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.search.domain.scan import composed, runs
from lms.search.domain.tokens import BOUNDARY, Term, encode, plain_key, prepared, terms, tokens

from .probes import HOSTILE, PROBES, SENTENCES


def stands_in(term: Term, found: list[str]) -> bool:
    """A term as the databases judge it."""
    size = len(term.tokens)
    for place in range(len(found) - size + 1):
        part = found[place : place + size]
        if tuple(part) == term.tokens:
            return True
        begins = part[-1].startswith(term.tokens[-1])
        if term.prefix and begins and tuple(part[:-1]) == term.tokens[:-1]:
            return True
    return False


def finds(query: str, text: str, **how: bool) -> bool:
    wanted, found = terms(query, **how), tokens(text)
    return bool(wanted) and all(stands_in(term, found) for term in wanted)


@pytest.mark.parametrize(("language", "word", "sentence"), PROBES)
def test_probe_word_is_found_in_its_sentence(language: str, word: str, sentence: str) -> None:
    assert finds(word, sentence)
    assert finds(word, sentence, prefix=True)
    assert finds(word, sentence, phrase=True)


@pytest.mark.parametrize(("language", "word", "sentence"), PROBES)
def test_probe_word_is_not_found_elsewhere(language: str, word: str, sentence: str) -> None:
    others = [other for _, other in SENTENCES if other != sentence and plain_key(word) not in plain_key(other)]
    assert not [other for other in others if finds(word, other)]


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("học viên", "học viện cảnh sát", False),
        ("học viên", "các học viên mới", True),
        ("hoc vien", "học viện cảnh sát", True),
        ("hoc vien", "các học viên mới", True),
        ("HỌC VIÊN", "các học viên mới", True),
        ("hoà giải", "hòa giải ở cơ sở", True),
        ("hòa giải", "hoà giải ở cơ sở", True),
        ("khóa học", "khoá học", True),
        ("thuỷ", "thủy", True),
        ("hóa", "hoà", False),
        ("đào tạo", "đào tạo", True),
        ("dao tao", "đào tạo", True),
        ("đào", "dao", False),
        ("ho\u0323c vie\u0302n", "học viên", True),
        ("cours", "courses", False),
        ("courses", "course", True),
        ("2567", "พ.ศ. ๒๕๖๗", True),
        ("២០២៦", "ឆ្នាំ 2026", True),
        ("\uff21\uff22\uff23", "abc", True),
        ("ស្រ្តី", "ក្រុមស្ត្រីនេះ", True),
        ("ជួញដូរ", "អំពើជួញ\u200bដូរមនុស្ស", True),
        ("ជួញ\u200bដូរ", "អំពើជួញដូរមនុស្ស", True),
        ("นํ้า", "ดื่มน้ำสะอาด", True),
        ("人", "被害人在这里", True),
        ("人", "人口", True),
        ("害口", "被害人口", False),
        ("ມະນຸດ ຄ້າ", "ການຄ້າມະນຸດ", True),
        ("ໝາຍ", "ຫມາຍ", True),
    ],
)
def test_what_counts_as_the_same(query: str, text: str, found: bool) -> None:
    assert finds(query, text) is found


def test_an_unfinished_word_is_found_by_its_beginning() -> None:
    assert finds("trai", "two trainers", prefix=True)
    assert finds("họ", "các học viên", prefix=True)
    assert finds("two trai", "two trainers", prefix=True)
    assert not finds("rain", "two trainers", prefix=True)


def test_phrase_asks_for_words_side_by_side() -> None:
    assert finds("border guards", "the border guards met", phrase=True)
    assert not finds("border guards", "guards of the border", phrase=True)
    assert finds("วิทยากร ASEAN", "มีวิทยากร ASEAN มา", phrase=True)
    assert finds("mua bán người", "chống mua bán người ở", phrase=True)


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_query_asks_for_little_and_never_fails(query: str) -> None:
    for how in ({}, {"phrase": True}, {"prefix": True}):
        for term in terms(query, **how):
            assert re.fullmatch(r"[b-df-hj-np-rtv-xz]+", "".join(term.tokens))
            assert sum(map(len, term.tokens)) < 5000


@pytest.mark.parametrize("query", ["", '"', "\x00", "\U0001f600", "!?.,;:", "\u200b\u200d"])
def test_query_without_a_word_asks_for_nothing(query: str) -> None:
    assert terms(query) == []


def test_prepared_field_has_a_boundary_at_both_ends() -> None:
    assert prepared("!") == ""
    assert prepared("one two").split()[:1] == prepared("one two").split()[-1:] == [BOUNDARY]


@given(st.text(max_size=60))
def test_any_text_gives_tokens_of_the_safe_alphabet(text: str) -> None:
    assert all(re.fullmatch(r"[b-df-hj-np-rtv-xz]+", token) for token in tokens(text))


@given(st.text(max_size=20), st.text(max_size=20))
def test_code_of_a_beginning_is_the_beginning_of_the_code(start: str, rest: str) -> None:
    assert encode(start + rest).startswith(encode(start))


@given(st.text(max_size=20), st.text(max_size=20))
def test_different_keys_have_different_codes(one: str, other: str) -> None:
    assert (encode(one) == encode(other)) is (one == other)


@given(st.data())
def test_two_neighbouring_clusters_are_always_found(data: st.DataObject) -> None:
    spaceless = [sentence for language, sentence in SENTENCES if language not in ("vi", "en")]
    text = composed("".join(data.draw(st.lists(st.sampled_from(spaceless), min_size=1, max_size=3))))
    run = data.draw(st.sampled_from([run for run in runs(text) if run.spaceless and len(run.clusters) > 1]))
    first = data.draw(st.integers(0, len(run.clusters) - 2))
    last = data.draw(st.integers(first + 1, min(len(run.clusters) - 1, first + 40)))
    start, end = run.clusters[first].start, run.clusters[last].end
    assert finds(text[start:end], text)


@given(st.data())
def test_random_runs_of_a_script_are_found_by_any_part(data: st.DataObject) -> None:
    low, high = data.draw(st.sampled_from([(0x0E01, 0x0E4E), (0x0E81, 0x0ECD), (0x1780, 0x17D3), (0x1000, 0x103F)]))
    text = composed(data.draw(st.text(st.characters(min_codepoint=low, max_codepoint=high), max_size=40)))
    for run in runs(text):
        if len(run.clusters) > 1:
            assert finds(text[run.clusters[0].start : run.clusters[1].end], text)
