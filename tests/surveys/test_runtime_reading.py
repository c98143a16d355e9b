"""One typed answer into the form in which it is kept: every type, every script's digits, every bad value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.surveys.domain.reading import Unreadable, read
from tests.surveys.made import EMPTY

NAMES = {"a": None, "b": None, "c": None}


def kept(kind, typed, **changes):
    return read(item=EMPTY | {"type": kind} | changes, given=typed, names=NAMES)


@pytest.mark.parametrize(("kind", "typed", "answer"), [
    ("text", "  a\r\nb\0 ", "a\nb"), ("text", "", None), ("text", None, None), ("text", 12, "12"),
    ("integer", "១២", 12), ("integer", 7, 7), ("integer", 7.0, 7), ("integer", "-5", -5), ("integer", "   ", None),
    ("decimal", "12,5", 12.5), ("decimal", "၁၂.၅", 12.5), ("decimal", 3, 3.0), ("decimal", 0.1, 0.1),
    ("select_one", "a", "a"), ("select_multiple", ["c", "a", "a"], ["a", "c"]), ("select_multiple", "c a", ["a", "c"]),
    ("select_multiple", [], None), ("select_multiple", [""], None), ("rank", ["c", "a"], ["c", "a"]), ("rank", "b a c", ["b", "a", "c"]),
    ("date", "2026-12-01", "2026-12-01"), ("date", "២០២៦-១២-០១", "2026-12-01"), ("date", "2026-2-1", "2026-02-01"),
    ("date", "2026-12-01T10:00:00.000+07:00", "2026-12-01"), ("date", "2026-12-01 00:00:00", "2026-12-01"), ("time", "13:30", "13:30"), ("time", "9:05", "09:05"),
    ("time", "13:30:00.000+07:00", "13:30"), ("dateTime", "2026-12-01T13:30", "2026-12-01T13:30"),
    ("dateTime", "2026-12-01 ໑໓:໓໐", "2026-12-01T13:30"), ("dateTime", "2026-12-01T13:30:00.000+07:00", "2026-12-01T13:30"),
    ("acknowledge", "OK", "OK"), ("acknowledge", "", None), ("barcode", "4006381333931", "4006381333931"),
    ("geopoint", "11.5564 104.9282", "11.5564 104.9282 0 0"), ("geopoint", "11.5564, 104.9282", "11.5564 104.9282 0 0"),
    ("geopoint", "-11,5", "-11 5 0 0"), ("geopoint", "11.5 104.9 12 4.5", "11.5 104.9 12 4.5"),
    ("geotrace", "1 1; 2 2", "1 1 0 0;2 2 0 0"), ("geoshape", "0 0;0 1;1 1", "0 0 0 0;0 1 0 0;1 1 0 0;0 0 0 0"),
    ("image", "photo-1.jpg", "photo-1.jpg"), ("file", "ឯកសារ.pdf", "ឯកសារ.pdf")])
def test_what_is_kept(kind, typed, answer):
    found = kept(kind, typed)
    assert (found, type(found)) == (answer, type(answer))


@pytest.mark.parametrize(("kind", "typed", "said"), [
    ("integer", "twelve", "whole number"), ("integer", "1.5", "whole number"), ("integer", "9999999999", "whole number"),
    ("integer", float("nan"), "whole number"), ("decimal", "1e3", "Write a number"), ("decimal", "1.2.3", "Write a number"),
    ("decimal", float("inf"), "Write a number"), ("select_one", "d", "in the list"), ("select_multiple", ["a", "d"], "in the list"),
    ("rank", ["a", "a"], "one place of its own"), ("date", "01/12/2026", "year-month-day"), ("date", "2026-02-30", "year-month-day"),
    ("date", "2569-12-01", "year-month-day"), ("date", "0000-00-00", "year-month-day"), ("time", "25:00", "Write a time"),
    ("time", "1330", "Write a time"), ("dateTime", "2026-12-01", "a date and a time"), ("acknowledge", "no", "Tick the box"),
    ("geopoint", "91 0", "latitude and longitude"), ("geopoint", "0 181", "latitude and longitude"), ("geopoint", "x y", "latitude"),
    ("geopoint", "1", "latitude"), ("geopoint", "1 2 3 4 5", "latitude"), ("geotrace", "1 1", "two points"),
    ("geoshape", "0 0;1 1", "three points"), ("geotrace", ";".join(["1 1"] * 2001), "too many points"),
    ("image", "../../etc/passwd", "file cannot be taken"), ("image", ".hidden", "file cannot be taken"), ("file", "a" * 161, "file cannot"),
    ("text", "x" * 10_001, "10,000 letters"), ("select_one", {"a": 1}, "in the list"), ("integer", 10 ** 30, "whole number"), ("integer", "٣x", "whole number")])
def test_what_cannot_be_read(kind, typed, said):
    with pytest.raises(Unreadable, match=said):
        kept(kind, typed)


RANGE = {"range": {"start": "0", "end": "5", "step": "0.5"}}


@pytest.mark.parametrize(("typed", "bounds", "answer"), [
    ("2.5", RANGE, 2.5), ("0", RANGE, 0.0), ("5", RANGE, 5.0), ("3", {"range": {"start": "1", "end": "10", "step": "1"}}, 3),
    ("-3", {"range": {"start": "5", "end": "-5", "step": "-2"}}, -3), ("7", {"range": {}}, 7), ("0.3", {"range": {"step": "0.1"}}, 0.3)])
def test_a_range_keeps_its_steps(typed, bounds, answer):
    found = kept("range", typed, **bounds)
    assert (found, type(found)) == (answer, type(answer))


@pytest.mark.parametrize(("typed", "bounds"), [("5.5", RANGE), ("-0.5", RANGE), ("0.3", RANGE), ("x", RANGE), ("11", {"range": {}})])
def test_outside_of_a_range(typed, bounds):
    with pytest.raises(Unreadable):
        kept("range", typed, **bounds)


KINDS = ["text", "integer", "decimal", "range", "select_one", "select_multiple", "rank", "date", "time", "dateTime", "acknowledge",
         "geopoint", "geotrace", "geoshape", "barcode", "image"]
LOOSE = st.one_of(st.text(max_size=30), st.integers(), st.floats(), st.lists(st.text(max_size=3), max_size=4), st.none(), st.booleans(),
                  st.text(alphabet="0123456789-:T.,; ១၃", max_size=25))


@given(st.sampled_from(KINDS), LOOSE)
def test_reading_again_changes_nothing(kind, typed):
    try:
        answer = kept(kind, typed)
    except Unreadable as error:
        assert str(error)
        return
    assert answer is None or kept(kind, answer) == answer
