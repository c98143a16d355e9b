"""Sessions laid over days: none lost, none twice, in order, no overlap."""

from datetime import date, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from lms.courses.domain.timetable import lay_out

FIRST = date(2027, 3, 1)


@given(st.lists(st.integers(5, 600), max_size=40), st.integers(0, 14))
@example([420, 195], 0)  # lunch pushed the first session so far that the second ended at midnight
def test_every_session_has_one_place_in_order_without_overlap(minutes, days):
    last = FIRST + timedelta(days=days)
    places = lay_out(minutes=minutes, first=FIRST, last=last)
    assert [place.index for place in places] == list(range(len(minutes)))
    assert all(FIRST <= place.day <= last and place.start < place.end for place in places)
    for one, other in zip(places, places[1:], strict=False):
        assert (one.day, one.end) <= (other.day, other.start)


def test_a_quiet_day_keeps_lunch_free():
    places = lay_out(minutes=[90, 90, 90, 90], first=FIRST, last=FIRST)
    assert [(p.start.isoformat("minutes"), p.end.isoformat("minutes")) for p in places] == [
        ("09:00", "10:30"), ("10:45", "12:15"), ("13:30", "15:00"), ("15:15", "16:45")]


def test_no_sessions_no_timetable():
    assert lay_out(minutes=[], first=FIRST, last=FIRST) == []
