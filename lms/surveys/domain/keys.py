"""The right answers of a test: three columns of our own on the survey sheet, which never leave the server.

    answer    a choice's name; several between spaces for select_multiple; a number or a range "10..12"; texts between "|"
    points    how many a right answer gives; 1 where the cell is empty
    partial   yes: some of the right choices give some of the points
"""

import io
import re
from collections.abc import Iterator
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.packaging.core import DocumentProperties
from openpyxl.packaging.custom import CustomPropertyList
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidationList
from openpyxl.worksheet.header_footer import HeaderFooter
from pyxform.xls2json import RE_SELECT

from lms.surveys.domain.columns import YES, Places, cell, head_of, kind_of
from lms.surveys.domain.refusals import Problem
from lms.surveys.domain.workbook import Row

COLUMNS = frozenset({"answer", "points", "partial"})
SHEETS = frozenset({"survey", "choices", "settings", "external_choices", "entities", "osm"})
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
RANGE = re.compile(rf"{NUMBER.pattern}\s*\.\.\s*{NUMBER.pattern}")
NUMBERS = frozenset({"integer", "int", "decimal", "range"})
TEXTS = frozenset({"text", "string", "date", "time", "datetime", "barcode"})


def keys_of(places: Places) -> dict[str, dict[str, Any]]:
    """{path: {"right": [text], "points": float, "partial": bool}} of the questions that have a right answer."""
    return {path: {"right": _right(row), "points": _points(row), "partial": cell(row, "partial").lower() in YES}
            for path, row in places.rows.items() if cell(row, "answer")}


def _right(row: Row) -> list[str]:
    answer, kind = cell(row, "answer"), kind_of(row)
    if RE_SELECT.search(kind):
        return answer.split()
    if kind in NUMBERS:
        return [re.sub(r"\s+", "", answer)]
    return [text.strip() for text in answer.split("|") if text.strip()]


def _points(row: Row) -> float:
    text = cell(row, "points")
    return float(text) if NUMBER.fullmatch(text) else 1.0


def key_problems(survey: list[Row], places: Places) -> Iterator[Problem]:
    """What is wrong with the answer columns."""
    for row in survey:
        answer, points = cell(row, "answer"), cell(row, "points")
        said = [("answer", text) for text in _answer_problems(row, places)] if answer else []
        if points and not (NUMBER.fullmatch(points) and float(points) > 0):
            said.append(("points", _("Points are a number above 0.")))
        if points and not answer:
            said.append(("points", _("A question with points needs a right answer.")))
        yield from (Problem("survey", row.number, places.head(column), text) for column, text in said)


def _answer_problems(row: Row, places: Places) -> Iterator[str]:
    kind, answer = kind_of(row), cell(row, "answer")
    if selects := RE_SELECT.search(kind):
        names = {cell(choice, "name") for choice in places.lists.get(selects.group("list_name"), [])}
        yield from (_("\"%(name)s\" is none of the choices.") % {"name": name} for name in answer.split()
                    if names and name not in names)
        if len(answer.split()) > 1 and _takes_one(selects.group("select_command")):
            yield _("Only one choice can be taken here, so only one is right.")
    elif kind in NUMBERS:
        if not NUMBER.fullmatch(answer) and not RANGE.fullmatch(answer):
            yield _("The right answer is a number, or a range such as 10..12.")
    elif kind.lower() not in TEXTS:
        yield _("A row of this type has no right answer.")


def _takes_one(command: str) -> bool:
    return "multiple" not in command and "all" not in command and command != "rank"


def without_keys(xlsx: bytes) -> bytes:
    """The workbook without its answer columns, for those who may not edit it: the form's own sheets, with values only.

    Other sheets, comments, drop-down lists, colours, page heads and what the file says of itself go too: each could
    repeat a right answer.
    """
    book = openpyxl.load_workbook(io.BytesIO(xlsx), data_only=True, keep_links=False)
    alone = len(book.sheetnames) == 1  # then it may have any name
    for sheet in book.worksheets:
        if sheet.title.lower() not in SHEETS and not alone:
            book.remove(sheet)
            continue
        sheet.conditional_formatting = ConditionalFormattingList()
        sheet.data_validations = DataValidationList()
        sheet.HeaderFooter = HeaderFooter()
        for cells in sheet.iter_rows():
            for one in cells:
                one.comment = None
                if one.has_style:
                    one.fill, one.font = PatternFill(), Font()
        if alone or sheet.title.lower() == "survey":
            columns = [one.column for one in next(sheet.iter_rows(max_row=1), ())
                       if head_of(str(one.value or "").strip()).column in COLUMNS]
            for column in reversed(columns):
                sheet.delete_cols(column)
    for sheet in [*book.chartsheets]:
        book.remove(sheet)
    book.defined_names.clear()
    book.properties, book.custom_doc_props = DocumentProperties(creator=None), CustomPropertyList()
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
