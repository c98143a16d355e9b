"""Looks over all rows of a workbook and says everything that keeps it from becoming a form, in plain words.

The compiler stops at its first error, and is silent about much: so what can be seen in the sheets is seen here.
"""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _

from lms.surveys.domain.checks_choices import choice_problems
from lms.surveys.domain.checks_columns import column_problems
from lms.surveys.domain.checks_rows import row_problems
from lms.surveys.domain.columns import Places, live
from lms.surveys.domain.keys import key_problems
from lms.surveys.domain.refusals import Problem
from lms.surveys.domain.workbook import Sheet

SHEETS = ("survey", "choices", "settings")
MOST_PROBLEMS = 200


def look_over(*, sheets: dict[str, Sheet], places: Places, anonymous: bool,
              files: Collection[str] | None = None) -> list[Problem]:
    """All problems of the sheets, in their order. `files` are the pictures and sounds that came along; None: not asked."""
    if "survey" not in sheets:
        return [Problem("survey", None, "", _("The workbook has no sheet named survey."))]
    survey = live(sheets["survey"])
    unvalued = list(_unvalued(sheets))
    found = [*column_problems(sheets, survey, places),
             *row_problems(survey, sheets, places, anonymous=anonymous, files=files),
             *choice_problems(sheets, survey, places, files=files), *key_problems(survey, places)]
    lost = {(one.sheet, one.row, one.column) for one in unvalued}
    return in_order(unvalued + [one for one in found if (one.sheet, one.row, one.column) not in lost], sheets)


def in_order(problems: list[Problem], sheets: dict[str, Sheet]) -> list[Problem]:
    """First to last as one reads the workbook, each place and message once, at most 200."""
    def place(problem: Problem) -> tuple[int, int, int]:
        sheet = sheets.get(problem.sheet.lower())
        heads = sheet.heads if sheet else []
        at = SHEETS.index(problem.sheet.lower()) if problem.sheet.lower() in SHEETS else len(SHEETS)
        return at, problem.row or 0, heads.index(problem.column) if problem.column in heads else len(heads)

    return sorted(dict.fromkeys(problems), key=place)[:MOST_PROBLEMS]


def _unvalued(sheets: dict[str, Sheet]) -> Iterator[Problem]:
    for name in SHEETS:
        for row, head in sheets[name].without_value if name in sheets else ():
            yield Problem(name, row, head, _("The formula in this cell has no value. Write the value itself."))
