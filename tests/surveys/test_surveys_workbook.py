"""Hostile and odd workbooks: each a refusal, fast, whatever is wrong with it."""

import time
import tracemalloc
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.surveys.domain.evaluation import judge
from lms.surveys.domain.publish import check
from lms.surveys.domain.refusals import FormRefused
from lms.surveys.domain.workbook import read
from tests.surveys.workbooks import SURVEY, hostile, workbook

HOSTILE = hostile()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_workbook_is_refused_fast(name):
    began = time.process_time()
    with pytest.raises(FormRefused) as refusal:
        check(content=HOSTILE[name])
    assert refusal.value.message
    assert time.process_time() - began < 2


def test_guard_takes_little_memory():
    tracemalloc.start()
    for name in ("zip bomb", "300,000 rows", "one row far down"):
        with pytest.raises(FormRefused):
            read(workbook=HOSTILE[name])
    assert tracemalloc.get_traced_memory()[1] < 64 * 1024 * 1024
    tracemalloc.stop()


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 10_000), junk=st.binary(min_size=1, max_size=30))
def test_damaged_workbook_is_refused_or_read(at, junk):
    whole = workbook()
    at %= len(whole)
    with suppress(FormRefused):
        check(content=whole[:at] + junk + whole[at + len(junk):])


CELLS = st.sampled_from([
    "", "text", "note", "select_one yesno", "select_multiple yesno", "integer", "begin group", "end group", "begin repeat",
    "calculate", "start", "range", "rank yesno", "date", "audit", "select_one yesno or_other", "yes", ". > 1", "${clear}",
    "${", "a b", "/data/x", "selected(", "true()", "label::", "label::Khmer (km)", "media::image::English (en)", "name",
    "choice_filter", "table-list", "quick", "=1+1", "'", "\U0001f600", "repeat_count", "parameters", "disabled", "trigger"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 11), CELLS), min_size=1, max_size=4))
def test_odd_cells_are_refused_or_published(changes):
    rows = [[*line, *[""] * (12 - len(line))] for line in SURVEY]
    for row, column, text in changes:
        rows[row][column] = text
    with suppress(FormRefused):
        compiled = check(content=workbook(rows)).compiled
        judge(definition=compiled.definition, data={}, language="en", now=datetime(2027, 1, 20, tzinfo=UTC))


def test_sheets_are_read_with_row_numbers():
    sheets = read(workbook=workbook())
    assert list(sheets) == ["survey", "choices", "settings"]
    assert [row.number for row in sheets["survey"].rows] == [2, 3, 4, 5]
    assert sheets["survey"].rows[0].cells["name"] == "intro"
