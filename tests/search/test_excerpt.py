"""The piece of a text shown with a result."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.search.domain.excerpt import ELLIPSIS, excerpt
from lms.search.domain.scan import boundaries, composed

from .probes import HOSTILE, PROBES, SENTENCES


def marked(text: str, query: str, length: int = 160) -> list[str]:
    return [piece for piece, is_hit in excerpt(text, query, length) if is_hit]


@pytest.mark.parametrize(("language", "word", "sentence"), PROBES)
def test_probe_word_is_marked_in_a_long_text(language: str, word: str, sentence: str) -> None:
    around = "".join(f"{other}. " for _, other in SENTENCES)
    text = f"{around * 4}{sentence}. {around * 4}"
    pieces = excerpt(text, word, 80)
    assert any(is_hit for _, is_hit in pieces)
    assert sum(len(piece) for piece, _ in pieces) <= 84


def test_hits_are_marked_as_the_query_was_typed() -> None:
    text = "Học viện mời các học viên."
    assert marked(text, "học viên") == ["Học", "học", "viên"]
    assert marked(text, "hoc vien") == ["Học", "viện", "học", "viên"]
    assert marked("hoà bình, hòa giải", "hòa") == ["hoà", "hòa"]


def test_a_run_is_marked_exactly() -> None:
    assert marked("การค้ามนุษย์ในไทย", "ค้ามนุษย์") == ["ค้ามนุษย์"]
    assert marked("被害人在这里", "人") == ["人"]
    assert marked("打击人口贩运", "人口贩运") == ["人口贩运"]


def test_pieces_give_the_whole_of_a_short_text() -> None:
    assert excerpt("One  two\nthree", "two") == [("One ", False), ("two", True), (" three", False)]
    assert excerpt("", "two") == []
    assert excerpt("  \n", "two") == []


def test_without_a_hit_it_is_the_beginning() -> None:
    assert excerpt("word " * 100, '"', 20) == [("word word word word", False), (ELLIPSIS, False)]


def test_the_place_with_most_words_wins() -> None:
    text = "border " + "nothing here " * 40 + "the border guards " + "nothing here " * 40
    assert marked(text, "border guards", 60) == ["border", "guards"]


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_query_gives_an_excerpt(query: str) -> None:
    assert "".join(piece for piece, _ in excerpt("Plain words here", query)) == "Plain words here"


@given(st.text(max_size=80), st.text(max_size=10), st.integers(-3, 50))
def test_no_piece_begins_inside_a_cluster(text: str, query: str, length: int) -> None:
    whole = composed(" ".join(text.split()))
    place = None
    for piece, _ in excerpt(text, query, length):
        if piece == ELLIPSIS and ELLIPSIS not in whole:
            continue
        place = whole.find(piece, place or 0)
        assert place >= 0
        assert place == 0 or unicodedata.category(piece[0])[0] != "M"
        place += len(piece)


def test_boundaries_keep_families_flags_and_tones_together() -> None:
    assert boundaries("\U0001f469\u200d\U0001f467 \U0001f1fb\U0001f1f3 \U0001f44d\U0001f3fd") == [0, 3, 4, 6, 7, 9]
    assert boundaries("น้ำ") == [0, 3]
    assert boundaries("word one") == [0, 4, 5, 8]
