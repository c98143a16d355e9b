"""Everything that is wrong with a workbook, at once, in the place where it is wrong."""

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.surveys.domain.publish import examine
from tests.surveys.workbooks import asking, hostile, workbook

A = {"type": "text", "name": "a"}


def places(*rows, anonymous=False, files=None, **more) -> list[tuple]:
    problems = examine(content=asking(*rows, **more), anonymous=anonymous, files=files).problems
    assert all(one.message for one in problems)
    return [(one.sheet, one.row, one.column) for one in problems]


WRONG = {
    "no type": ([A, {"name": "b"}], (3, "type")),
    "unknown type": ([A, {"type": "interger", "name": "b"}], (3, "type")),
    "no name": ([A, {"type": "text", "label": "B"}], (3, "name")),
    "bad name": ([A, {"type": "text", "name": "my name"}], (3, "name")),
    "name twice": ([A, A], (3, "name")),
    "no end": ([A, {"type": "begin group", "name": "g"}, {"type": "text", "name": "b"}], (3, "type")),
    "no begin": ([A, {"type": "end group"}], (3, "type")),
    "other end": ([{"type": "begin repeat", "name": "r"}, A, {"type": "end group"}, {"type": "end repeat"}], (4, "type")),
    "no text": ([A, {"type": "text", "name": "b", "label": ""}], (3, "label")),
    "no list": ([A, {"type": "select_one nobody", "name": "b"}], (3, "type")),
    "quotes nobody": ([A, {"type": "note", "name": "b", "label": "Dear ${nobody}"}], (3, "label")),
    "quotes badly": ([A, {"type": "note", "name": "b", "label": "Dear ${a"}], (3, "label")),
    "refers to a double": ([A, {"type": "begin group", "name": "g"}, A, {"type": "end group"},
                            {"type": "note", "name": "n", "label": "${a}"}], (6, "label")),
    "default is no choice": ([A, {"type": "select_one yesno", "name": "b", "default": "maybe"}], (3, "default")),
    "one of the defaults is none": ([A, {"type": "select_multiple yesno", "name": "b", "default": "yes maybe"}], (3, "default")),
    "misspelled column": ([A, {"type": "text", "name": "b", "label": "B", "relevent": "${a} = 1"}], (1, "relevent")),
    "misspelled translation": ([{"type": "text", "name": "b", "label::Lao": "B", "lable::Thai": "B"}], (1, "lable::Thai")),
    "earlier form": ([A, {"type": "text", "name": "b", "default": "${last-saved#a}"}], (3, "default")),
    "choices in a file": ([A, {"type": "select_one_from_file places.csv", "name": "b"}], (3, "type")),
    "a file of its own": ([A, {"type": "csv-external", "name": "places"}], (3, "type")),
    "search()": ([A, {"type": "select_one yesno", "name": "b", "appearance": "search('places')"}], (3, "appearance")),
    "pulldata": ([A, {"type": "calculate", "name": "b", "calculation": "pulldata('places', 'x', 'y', ${a})"}],
                 (3, "calculation")),
    "sound in the background": ([A, {"type": "background-audio", "name": "b"}], (3, "type")),
    "choices from answers": ([{"type": "begin repeat", "name": "r"}, A, {"type": "end repeat"},
                              {"type": "select_one ${a}", "name": "b"}], (5, "type")),
    "function": ([A, {"type": "text", "name": "b", "constraint": "longer(., 2)"}], (3, "constraint")),
    "syntax": ([A, {"type": "text", "name": "b", "calculation": "1 + "}], (3, "calculation")),
    "syntax of a filter": ([A, {"type": "select_one yesno", "name": "b", "choice_filter": "name = = 1"}], (3, "choice_filter")),
    "relative path": ([A, {"type": "text", "name": "b", "relevant": "../nobody = 1"}], (3, "relevant")),
    "list of a look-up": ([A, {"type": "calculate", "name": "b",
                               "calculation": "instance('nobody')/root/item[name = ${a}]/label"}], (3, "calculation")),
    "shown by itself": ([A, {"type": "text", "name": "b", "relevant": "${b} = 1"}], (3, "relevant")),
    "worked out from itself": ([A, {"type": "calculate", "name": "b", "calculation": "${b} + 1"}], (3, "calculation")),
    "shown by what is in it": ([{"type": "begin group", "name": "g", "relevant": "${a} = 1"}, A, {"type": "end group"}],
                               (2, "relevant")),
}


@pytest.mark.parametrize("name", WRONG)
def test_each_wrong_is_said_in_its_place(name):
    rows, (row, column) = WRONG[name]
    assert places(*rows) == [("survey", row, column)]


def test_a_circle_of_three():
    rows = [{"type": "text", "name": "a", "relevant": "${c} = 1"}, {"type": "calculate", "name": "b", "calculation": "${a}"},
            {"type": "calculate", "name": "c", "calculation": "${b}"}]
    problems = examine(content=asking(*rows)).problems
    assert [(one.row, one.column) for one in problems] == [(2, "relevant")] and "a > c > b > a" in problems[0].message


def test_what_is_no_circle():
    assert places({"type": "integer", "name": "a", "constraint": "${a} > 1 and . < ${b}"},
                  {"type": "integer", "name": "b", "constraint": ". > ${a}"},
                  {"type": "begin repeat", "name": "r"}, {"type": "integer", "name": "x"},
                  {"type": "calculate", "name": "sum",
                   "calculation": "${x} + coalesce(indexed-repeat(${sum}, ${r}, position(..) - 1), 0)"},
                  {"type": "end repeat"}) == []


def test_all_at_once_in_the_order_of_the_workbook():
    rows = [{"type": "text", "name": "a b", "label": "${x}", "relevant": "(("}, {"type": "txt", "name": "b", "label": ""},
            {"type": "select_one none", "name": "c", "label": "C", "constraint": "f()"}, {"type": "end repeat"}]
    choices = [{"list_name": "l", "name": "", "label": "${y}"}, {"list_name": "l", "name": "n", "label": "N"},
               {"list_name": "l", "name": "n", "label": "N"}]
    assert places(*rows, choices=choices) == [
        ("survey", 2, "name"), ("survey", 2, "label"), ("survey", 2, "relevant"), ("survey", 3, "type"),
        ("survey", 4, "type"), ("survey", 4, "constraint"), ("survey", 5, "type"),
        ("choices", 2, "name"), ("choices", 2, "label"), ("choices", 4, "name")]


def test_choices():
    one = {"type": "select_multiple l", "name": "q"}
    listed = [{"list_name": "l", "name": name, "label": name or "-"} for name in ("a b", "c", "c")]
    assert places(one, choices=listed) == [("choices", 2, "name"), ("choices", 4, "name")]
    doubles = {"form_id": "f", "form_title": "F", "allow_choice_duplicates": "yes"}
    assert places(one, choices=listed[1:], settings=doubles) == []
    said = examine(content=asking(one, choices=listed[1:])).problems[0].message
    assert "allow_choice_duplicates" in said


def test_pictures_that_did_not_come():
    rows = [A | {"media::image": "a.png", "label": "A"}, {"type": "select_one l", "name": "b", "label": "B"}]
    choices = [{"list_name": "l", "name": "n", "label": "N", "image": "n.png"}]
    assert places(*rows, choices=choices) == []
    assert places(*rows, choices=choices, files={"a.png"}) == [("choices", 2, "image")]
    assert places(*rows, choices=choices, files=set()) == [("survey", 2, "media::image"), ("choices", 2, "image")]


LANGUAGES = {"type": "text", "name": "a", "label::English (en)": "A", "label::Thai (th)": "ก"}


@pytest.mark.parametrize(("rows", "place"), [
    ([LANGUAGES, LANGUAGES | {"name": "b", "label::Thai (th)": ""}], [(3, "label::Thai (th)")]),
    ([LANGUAGES, LANGUAGES | {"name": "b", "label::English (en)": ""}], [(3, "label::English (en)")]),
    ([LANGUAGES | {"constraint": ". > 1", "constraint_message::English (en)": "More", "constraint_message::Thai (th)": ""}],
     [(2, "constraint_message::Thai (th)")]),
    ([LANGUAGES | {"hint::English (en)": "H", "hint::thai (th)": "ก"}], [(1, "hint::thai (th)")]),
    ([LANGUAGES | {"hint::English (en)": "H", "hint": "ก"}], [(1, "hint")]),
    ([LANGUAGES | {"hint::English (en)": "", "hint::Thai (th)": ""}], []),
    ([LANGUAGES | {"hint::English (en)": "In no other language"}], []),
    ([LANGUAGES | {"hint": "In no language"}], [])])
def test_translations(rows, place):
    choices = [{"list_name": "l", "name": "n", "label::English (en)": "N", "label::Thai (th)": "ก"}]
    assert places(*rows, choices=choices) == [("survey", *one) for one in place]


TELLING = ["start", "end", "deviceid", "username", "phonenumber", "email", "simserial", "subscriberid", "imei", "start time",
           "get device id", "get phone number", "uri:deviceid", "audit", "start-geopoint"]


@pytest.mark.parametrize("kind", TELLING)
def test_what_tells_is_refused_in_an_anonymous_form_only(kind):
    row = {"type": kind} if kind == "audit" else {"type": kind, "name": "m", "label": None}
    assert places(A, row) == []
    assert places(A, row, anonymous=True) == [("survey", 3, "type")]


def test_nor_does_an_anonymous_form_ask_for_a_telephone_number():
    assert places(A, {"type": "phone number", "name": "b"}, anonymous=True) == [("survey", 3, "type")]


@pytest.mark.parametrize("row", [
    {"type": "calculate", "calculation": "now()"}, {"type": "text", "default": "now()"},
    {"type": "calculate", "calculation": "once(format-date-time(now(), '%H'))"},
    {"type": "calculate", "calculation": "property('deviceid')"},
    {"type": "calculate", "calculation": "now()", "trigger": "${a}"}])
def test_nor_is_a_clock_written_down(row):
    column = "default" if "default" in row else "calculation"
    assert places(A, row | {"name": "m"}) == []
    assert places(A, row | {"name": "m"}, anonymous=True) == [("survey", 3, column)]
    assert places({"type": "dateTime", "name": "a", "constraint": ". < now()"}, anonymous=True) == []


def test_a_preload_by_another_column_is_found_too():
    rows = [A, {"type": "hidden", "name": "m", "bind::jr:preload": "property", "bind::jr:preloadParams": "deviceid"}]
    assert places(*rows) == [] and places(*rows, anonymous=True) == [("survey", 3, "type")]


def test_formulas():
    book = openpyxl.load_workbook(io.BytesIO(asking(A)))
    book["survey"]["C2"] = '="A"&"B"'
    book.create_sheet("scratch")["A1"] = "=1+1"
    file = io.BytesIO()
    book.save(file)
    problems = examine(content=file.getvalue()).problems
    assert [(one.sheet, one.row, one.column) for one in problems] == [("survey", 2, "label")], "openpyxl keeps no value"
    with_value = _replaced(file.getvalue(), b"</f><v></v>", b"</f><v>3</v>", b"</f><v />", b"</f><v>3</v>")
    assert examine(content=with_value).checked.compiled.items[0]["labels"] == {"default": "3"}
    broken = _replaced(with_value, b'<c r="C2"', b'<c t="e" r="C2"')
    assert [one.row for one in examine(content=broken).problems] == [2]


def _replaced(content: bytes, *pairs: bytes) -> bytes:
    source = zipfile.ZipFile(io.BytesIO(content))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            for old, new in zip(pairs[::2], pairs[1::2], strict=True) if name == "xl/worksheets/sheet1.xml" else ():
                part = part.replace(old, new)
            target.writestr(name, part)
    return file.getvalue()


@pytest.mark.parametrize("name", ["empty", "old xls", "macros", "external links", "no workbook in it"])
def test_a_file_that_is_no_workbook_is_one_problem(name):
    examined = examine(content=hostile()[name])
    assert examined.checked is None and len(examined.problems) == 1


def test_one_sheet_of_any_name():
    book = openpyxl.Workbook()
    for row in (["type", "name", "label"], ["text", "a", "A"]):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    assert examine(content=file.getvalue()).checked.questions == 1


def _mutated(content: bytes, part: str, at: int, junk: bytes) -> bytes:
    source = zipfile.ZipFile(io.BytesIO(content))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            cut = at % len(data)
            target.writestr(name, data[:cut] + junk + data[cut + len(junk):] if name == part else data)
    return file.getvalue()


PARTS = ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet2.xml",
         "[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"]
JUNK = st.one_of(st.binary(min_size=1, max_size=20), st.sampled_from([
    b"<f>1</f>", b"<c/>", b"<row>", b"&#0;", b"<!--", b"]]>", b"<v>9999999999</v>", b't="s"', b'r="ZZZ9"', b"<!DOCTYPE a>"]))


def _survives(part: str, at: int, junk: bytes) -> None:
    examined = examine(content=_mutated(workbook(), part, at, junk))
    assert (examined.checked is None) == bool(examined.problems)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PARTS), st.integers(0, 100_000), JUNK)
def test_damaged_parts(part, at, junk):
    _survives(part, at, junk)


@pytest.mark.prove
@settings(max_examples=1_000, deadline=None)
@given(st.sampled_from(PARTS), st.integers(0, 100_000), JUNK)
def test_damaged_parts_at_length(part, at, junk):
    _survives(part, at, junk)
