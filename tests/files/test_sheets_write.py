"""Writing lists: nothing in them runs, numbers stay numbers, and what is written reads back the same."""

import csv
import io
import tracemalloc
import uuid
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from lms.files.domain.sheets import read, write_csv, write_xlsx
from lms.files.domain.sheets.text import clean, is_live

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\u00a0=1+1", "\u3000=1+1", "\u200b=1+1",
           "\ufeff=1+1", "\u202e=1+1", "\x00=1+1", "\x1b=1+1", "＝1+1", "＋1", "－1", "＠SUM(1)", "﹦1", "﹢1", "﹣1", "﹫1", "−1",
           "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x\",\"y\")", "=\"a\"&\"b\"", "+84 912 345 678", "-", "=", "@",
           "'=1+1", "''=1+1", "\t", "\r", "=1+1\n=2+2", "\ud800=1+1", "\ufffe=1+1", "\u00ad=1", "\u2066=1", "\x85=1", "\u2028=1",
           "a;=1", "a;'=1", "a\n-1", 'a; "@1', "a\t=1"]
STARTS = "=+-@\t\r＝＋－＠﹦﹢﹣﹫−"


def csv_rows(rows, header=("h",)) -> list[list[str]]:
    content = b"".join(write_csv(rows, header=header))
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def xlsx_cells(rows, header=("h",)) -> list:
    return list(load_workbook(io.BytesIO(write_xlsx(rows, header=header, title="List"))).active.iter_rows())


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_live(text):
    for shown in (csv_rows([[text]])[1][0], csv_rows([], header=[text])[0][0], xlsx_cells([[text, 1]])[1][0].value,
                  xlsx_cells([], header=[text, "x"])[0][0].value):
        visible = (shown or "").strip().lstrip("\u200b\u00ad\u2066\u202e\ufeff")
        assert not visible or visible[0] not in STARTS, shown
    assert all(cell.data_type in ("s", "n") and (cell.data_type == "s") == (cell.value is not None)
               for row in xlsx_cells([[text, text]]) for cell in row)


def test_a_semicolon_does_not_make_a_cell():
    """Where a semicolon parts cells, the same bytes are read otherwise."""
    content = b"".join(write_csv([["a;=1+1", "b\t=1+1", 'c";=1+1', 'd; "=1', "e\n=1"]], header=["x", "y;=1"])).decode("utf-8-sig")
    for delimiter in ";\t":
        for row in csv.reader(io.StringIO(content), delimiter=delimiter):
            assert not any(is_live(cell) for cell in row)


def test_numbers_and_dates_stay_what_they_are():
    row = [-5, 3.25, Decimal("-7.5"), True, date(2026, 1, 2), datetime(2026, 1, 2, 3, 4), None, 10 ** 18,
           float("nan"), "x"]
    cells = xlsx_cells([row])[1]
    assert [cell.value for cell in cells] == [-5, 3.25, -7.5, True, datetime(2026, 1, 2), datetime(2026, 1, 2, 3, 4), None,
                                             str(10 ** 18), None, "x"]
    assert [cell.data_type for cell in cells] == ["n", "n", "n", "b", "d", "d", "n", "s", "n", "s"]
    assert csv_rows([row])[1] == ["-5", "3.25", "-7.5", "TRUE", "2026-01-02", "2026-01-02 03:04", "", str(10 ** 18), "", "x"]
    assert b"\r\n-5,3.25,-7.5," in b"".join(write_csv([row], header=["h"]))


def test_whatever_comes_is_written():
    odd = [uuid.UUID(int=0), datetime(2026, 1, 2, tzinfo=UTC), ["=1"], {"a": 1}, b"x", "a" * 40_000, object()]
    assert len(csv_rows([odd])[1]) == len(xlsx_cells([odd])[1]) == len(odd)
    assert load_workbook(io.BytesIO(write_xlsx([], header=[], title="[a]:*?/\\" + "x" * 50))).sheetnames == ["a" + " " * 6 + "x" * 24]


@given(st.lists(st.lists(st.text(max_size=20) | st.integers() | st.sampled_from(HOSTILE), min_size=2, max_size=2), max_size=5))
def test_what_is_written_reads_back(rows):
    texts = [tuple(clean(str(value)) for value in row) for row in rows]
    wanted = [row for row in texts if any(row)]
    for content in (b"".join(write_csv(rows, header=["one", "two"])), write_xlsx(rows, header=["one", "two"], title="a")):
        got = [row.values for row in read(content=content, name="a").rows]
        assert [tuple(_as_stored(value) for value in row) for row in got] == [
            tuple(_as_stored(value) for value in row) for row in wanted]


def _as_stored(text: str) -> str:
    """A text is the same whether an apostrophe guards it or not."""
    while text.startswith("'") and is_live(text.lstrip("'")):
        text = clean(text)
    return text


def test_memory_does_not_grow_with_the_rows():
    def peak(count: int) -> int:
        tracemalloc.start()
        with open("/dev/null", "wb") as sink:
            write_xlsx(([at, "Nguyễn Thị Mẫu"] for at in range(count)), header=["n", "name"], title="a", to=sink)
        for _piece in write_csv(([at, "Nguyễn Thị Mẫu"] for at in range(count)), header=["n", "name"]):
            pass
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most
    assert peak(4_000) < peak(1_000) + 512 * 1024
