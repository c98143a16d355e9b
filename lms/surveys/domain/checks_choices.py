"""Checks the rows of the choices sheet: names, doubles, texts, pictures."""

from collections import Counter
from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _
from pyxform.xls2json import RE_SELECT

from lms.surveys.domain.checks_rows import quoted
from lms.surveys.domain.columns import MEDIA, YES, Places, cell, head_of, kind_of, setting
from lms.surveys.domain.refusals import Problem
from lms.surveys.domain.workbook import Row, Sheet


def choice_problems(sheets: dict[str, Sheet], survey: list[Row], places: Places, *,
                    files: Collection[str] | None) -> Iterator[Problem]:
    """What is wrong with the lists that a question uses; the others are nobody's business."""
    if "choices" not in sheets:
        return
    sheet = sheets["choices"]
    heads: dict[str, str] = {}
    for head in map(head_of, sheet.heads):
        heads.setdefault(head.column, head.text)
    several = _several(survey)
    doubles_allowed = setting(sheets, "allow_choice_duplicates").lower() in YES
    names = Counter(cell(row, "name") for row in survey)
    for listed, rows in places.lists.items():
        seen: set[str] = set()
        for row in rows:
            name = cell(row, "name")
            for column, said in _choice(row, name, listed in several, name in seen and not doubles_allowed):
                yield Problem(sheet.name, row.number, heads.get(column, column), said)
            seen.add(name)
            for written, text in row.cells.items():
                column = head_of(written).column
                if column == "label":
                    yield from (Problem(sheet.name, row.number, written, said) for said in quoted(text, names))
                elif files is not None and text and column in MEDIA and text not in files:
                    yield Problem(sheet.name, row.number, written,
                                  _("The file %(name)s did not come with the workbook.") % {"name": text})


def _several(survey: list[Row]) -> set[str]:
    """The lists of which more than one choice may be taken: their names stand in one answer, between spaces."""
    found = (RE_SELECT.search(kind_of(row)) for row in survey)
    return {one.group("list_name") for one in found if one and (
        "multiple" in one.group("select_command") or "all" in one.group("select_command")
        or one.group("select_command") == "rank")}


def _choice(row: Row, name: str, several: bool, double: bool) -> Iterator[tuple[str, str]]:
    if not name:
        yield "name", _("The choice has no name.")
    elif several and " " in name:
        yield "name", _("A choice of which several can be taken has no spaces in its name.")
    if double:
        yield "name", _("\"%(name)s\" stands twice in this list. Rename one, or set allow_choice_duplicates to yes on the "
                        "sheet settings.") % {"name": name}
