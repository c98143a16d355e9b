"""Reading lists: what a person sees in the sheet is what arrives, as text; what cannot be read is named by cell."""

import io
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook, load_workbook

from lms.files.domain.guard import UploadRefused
from lms.files.domain.sheets import column_letter, read
from lms.files.domain.sheets.numbers import shown_number
from tests.files.test_sheets_hostile import FIRST, SHEET, sheet, strings, with_parts


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def book_of(*rows) -> Workbook:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return book


def values(content: bytes, **given) -> list[tuple[str, ...]]:
    return [row.values for row in read(content=content, name="list", **given).rows]


def refusal(content: bytes, **given) -> str:
    with pytest.raises(UploadRefused) as refused:
        read(content=content, name="list", **given)
    return str(refused.value)


def test_every_kind_of_cell_arrives_as_text():
    content = saved(book_of(["a"] * 1 + list("bcdefghi"), [
        "  Mâ\u0303u ", 12, 12.0, 0.1, date(2551, 3, 12), datetime(2026, 2, 28, 9, 30), time(8, 5), True, -3]))
    assert values(content) == [("Mẫu", "12", "12", "0.1", "2551-03-12", "2026-02-28 09:30", "08:05", "TRUE", "-3")]


def test_row_numbers_are_those_of_the_sheet():
    content = saved(book_of([], ["name", "age"], [], ["A", 1], ["", " "], ["B"]))
    assert [(row.number, row.values) for row in read(content=content, name="a").rows] == [(4, ("A", "1")), (6, ("B", ""))]
    rows = read(content=b"\r\nname,age\r\n\r\nA,1\r\n,\r\n\"B\r\nC\"\r\nD,2\r\n", name="a").rows
    assert [(row.number, row.values) for row in rows] == [(4, ("A", "1")), (6, ("B\nC", "")), (7, ("D", "2"))]


def test_a_formula_gives_what_was_computed_or_a_note():
    cells = b'<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="A2"><f>1+1</f><v>2</v></c>%s</row>'
    read_ = read(content=sheet(cells % b'<c r="B2"><f>NOW()</f></c>'), name="a")
    assert read_.rows[0].values == ("2", "") and "B2" in read_.notes[0]
    assert read(content=sheet(cells % b""), name="a").notes == []


def test_dates_that_only_local_programs_know():
    styles = b'<styleSheet><cellXfs><xf/><xf numFmtId="31"/><xf numFmtId="81"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    rows = b"".join(b'<row><c t="str"><v>d</v></c></row>' if not at else b'<row><c s="%d"><v>39519</v></c></row>' % at
                    for at in range(4))
    assert values(with_parts({FIRST: SHEET % (rows, b""), "xl/styles.xml": styles})) == [("2008-03-12",)] * 3


def test_days_are_counted_from_1904_where_the_book_says_so():
    book = book_of(["d"], [date(2008, 3, 12)])
    book.epoch = datetime(1904, 1, 1)
    assert values(saved(book)) == [("2008-03-12",)]


@pytest.mark.parametrize(("raw", "shown"), [("1E+3", "1000"), ("84912345678", "84912345678"), ("1e300", "1e+300"),
                                            ("inf", "inf"), ("nan", "nan"), ("x", "x"), ("007", "7"), ("-0.50", "-0.5")])
def test_numbers(raw, shown):
    assert shown_number(raw, as_date=False, from_1904=False) == shown


def test_a_date_that_no_calendar_has_stays_a_number():
    assert shown_number("99999999", as_date=True, from_1904=False) == "99999999"


def test_shared_texts_without_their_reading_aids():
    body = b'<si><r><t>Tr\xe1\xba\xa7n </t></r><r><t>M\xe1\xba\xabu</t></r><rPh><t>x</t></rPh></si>'
    assert read(content=strings(body), name="a").header == ["Trần Mẫu"]


def test_the_first_shown_sheet_with_content_is_read():
    book = Workbook()
    book.active.title = "empty"
    for title, state in (("hidden", "hidden"), ("deep", "veryHidden"), ("people", "visible"), ("more", "visible")):
        tab = book.create_sheet(title)
        tab.sheet_state = state
        tab.append([title])
    got = read(content=saved(book), name="a.xlsx")
    assert (got.name, got.header) == ("people", ["people"])
    assert "2 sheets" in got.notes[0] and "people" in got.notes[0]


def test_merged_cells():
    book = book_of(["country", "name"], ["Viet Nam", "A"], [None, "B"], ["Laos", "C"])
    book.active.merge_cells("A2:A3")
    got = read(content=saved(book), name="a")
    assert [row.values for row in got.rows] == [("Viet Nam", "A"), ("Viet Nam", "B"), ("Laos", "C")]
    assert "A2:A3" in got.notes[0]
    book.active.merge_cells("A1:B1")
    assert "A1:B1" in refusal(saved(book))


def test_what_is_named_by_cell_or_row():
    assert "Cell B3" in refusal(saved(book_of(["a", "b"], ["x", "y"], ["x", "y" * 10_001])))
    assert "Cell B2" in refusal(("a,b\n1," + "y" * 10_001).encode())
    assert "CW1" in refusal(saved(book_of(["a"] * 101)))
    assert "Row 3" in refusal(b"name,age\nA,1\nNguyen, Van A,2\n")
    assert "A and C" in refusal(b"Name,age,name\n")
    assert "10 rows" in refusal(b"n\n" + b"1\n" * 11, most_rows=10)
    assert "10 rows" in refusal(saved(book_of(*[[at] for at in range(12)])), most_rows=10)
    assert len(values(b"n\n" + b"1\n" * 10, most_rows=10)) == 10
    assert "empty" in refusal(saved(Workbook())) and "empty" in refusal(b"\r\n,\r\n")


@pytest.mark.parametrize("content", [b"a;b\n1,5;2\n", b"a\tb\n1,5\t2\n", b'a,b\n"1,5",2\n', b"sep=;\r\na;b\r\n1,5;2\r\n",
                                     b"a;b\r1,5;2\r", b"a;b\n1,5;2\n\x1a"])
def test_delimiters_and_line_ends(content):
    assert values(content) == [("1,5", "2")]


def test_one_column_needs_no_delimiter():
    assert values("tên\nMẫu\n".encode()) == [("Mẫu",)]


def test_what_cannot_be_seen_is_taken_away():
    assert values("a\n\u202eevil\u202c\n\u200bx\ufeff\n\u00a0y\u3000\n'+84 91\n'quoted\n".encode()) == [
        ("evil",), ("x",), ("y",), ("+84 91",), ("'quoted",)]


def test_column_letters():
    assert [column_letter(index) for index in (0, 25, 26, 701, 702, 16383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


def test_openpyxl_reads_the_same():
    rows = [[f"h{at}" for at in range(8)], *[[f"t{row}", row, row / 4, None, "Mẫu", -row, f"{row}", "x"] for row in range(1, 200)]]
    content = saved(book_of(*rows))
    theirs = [["" if cell is None else str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
               for cell in row] for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]
    got = read(content=content, name="a")
    assert [got.header, *[list(row.values) for row in got.rows]] == theirs
