"""Checks the heads of the sheets: misspelled columns, languages spelled two ways, missing translations."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from lms.surveys.domain.columns import (
    MEDIA,
    SELECT,
    SPOKEN,
    TRANSLATED,
    Head,
    Places,
    default_language,
    head_of,
    kind_of,
)
from lms.surveys.domain.keys import COLUMNS
from lms.surveys.domain.languages import code_of
from lms.surveys.domain.refusals import Problem
from lms.surveys.domain.workbook import Row, Sheet

KNOWN = {"survey": TRANSLATED | {"type", "name", "relevant", "constraint", "required", "calculation", "read_only",
                                 "appearance", "choice_filter", "repeat_count", "default", "trigger", "parameters",
                                 *COLUMNS},
         "choices": MEDIA | {"list_name", "name", "label"}}
NEAR = 0.8
FEW, FEW_OF_100 = 3, 10


@dataclass
class Gaps:
    """Of one language: how many texts there are to say, and where it has none."""

    texts: int = 0
    problems: list[Problem] = field(default_factory=list)


def column_problems(sheets: dict[str, Sheet], survey: list[Row], places: Places) -> list[Problem]:
    """What is wrong with the columns of survey and choices, in no order."""
    pages = [sheets[name] for name in KNOWN if name in sheets]
    twice = list(_spelled_twice(pages))
    found = [problem for page in pages for problem in _misspelled(page)] + twice
    if twice:
        return found
    found += [problem for page in pages for problem in _unnamed(page, _languages(sheets, pages))]
    unfinished = begun(sheets, survey, places)
    whole = [language for language in _languages(sheets, pages) if code(sheets, language) not in unfinished]
    return found + [gap for gaps in _gaps(sheets, survey, places, whole).values() if _forgotten(gaps)
                    for gap in gaps.problems]


def begun(sheets: dict[str, Sheet], survey: list[Row], places: Places) -> dict[str, Gaps]:
    """The languages that are only begun, by their code: the form is not offered in them until they are whole."""
    languages = _languages(sheets, [sheets[name] for name in KNOWN if name in sheets])
    gaps = _gaps(sheets, survey, places, languages)
    fullest = max(gaps.values(), key=lambda one: one.texts - len(one.problems), default=None)
    return {code(sheets, language): one for language, one in gaps.items()
            if one.problems and not _forgotten(one) and one is not fullest}


def _misspelled(page: Sheet) -> Iterator[Problem]:
    """Heads that are nearly one of ours, where ours is missing: nobody would miss the column otherwise."""
    heads = list(map(head_of, page.heads))
    known = KNOWN[page.name.lower()]
    there = {(head.column, head.text.partition(":")[2]) for head in heads}
    for head in heads:
        if head.column in COLUMNS and head.column in known and ":" in head.text:
            # the compiler would write a right answer into the form itself
            yield Problem(page.name, 1, head.text, _("There is no column of this name. Is it \"%(column)s\"?")
                          % {"column": head.column})
        if head.column in known or not any(head.text in row.cells and row.cells[head.text] for row in page.rows):
            continue
        meant = next((name for name in sorted(known) if abs(len(name) - len(head.column)) <= 1 and head.column.isalpha()
                      and SequenceMatcher(None, name, head.column).ratio() >= NEAR), None)
        if meant and (meant, head.text.partition(":")[2]) not in there:
            yield Problem(page.name, 1, head.text, _("There is no column of this name. Is it \"%(column)s\"?")
                          % {"column": meant})


def _spelled_twice(pages: Iterable[Sheet]) -> Iterator[Problem]:
    spelled: dict[str, str] = {}
    said = set()
    for page in pages:
        for head in map(head_of, page.heads):
            if head.language is None:
                continue
            code = code_of(head.language)
            if spelled.setdefault(code, head.language) != head.language and head.language not in said:
                said.add(head.language)
                yield Problem(page.name, 1, head.text, _(
                    "The same language is spelled \"%(one)s\" elsewhere. Spell it one way in every column.")
                    % {"one": spelled[code]})


def _languages(sheets: dict[str, Sheet], pages: list[Sheet]) -> list[str | None]:
    """The languages of the form as its heads name them; None stands for columns that name none.

    Columns without a language are in the one that the settings name; when only one is named, in that.
    """
    heads = [head for page in pages for head in map(head_of, page.heads)
             if head.column in SPOKEN and any(row.cells.get(head.text) for row in page.rows)]
    named = list(dict.fromkeys(head.language for head in heads if head.language is not None))
    stated = default_language(sheets)
    unnamed = any(head.language is None and head.column == "label" for head in heads)
    if not unnamed or stated in named:
        return list(named)
    return [None, *named]


def code(sheets: dict[str, Sheet], language: str | None) -> str:
    """The code of a language of the heads; of columns that name none, the settings'."""
    return code_of(language or default_language(sheets))


def _unnamed(page: Sheet, languages: list[str | None]) -> Iterator[Problem]:
    """A head without a language, beside the same one with."""
    columns = _columns(page)
    for column, heads in columns.items() if None not in languages else ():
        if None in heads and len(heads) > 1:
            yield Problem(page.name, 1, heads[None].text, _(
                "Other columns name their language. Name it here too, as in \"%(example)s\".")
                % {"example": f"{column}::English (en)"})


def _columns(sheet: Sheet) -> dict[str, dict[str | None, Head]]:
    columns: dict[str, dict[str | None, Head]] = {}
    for head in map(head_of, sheet.heads):
        if head.column in SPOKEN:
            columns.setdefault(head.column, {})[head.language] = head
    return columns


def _gaps(sheets: dict[str, Sheet], survey: list[Row], places: Places,
          languages: list[str | None]) -> dict[str | None, Gaps]:
    """Where each language of the form has no text though another has one in the same column of the same row.

    A column that a language lacks altogether is no gap: its texts are shown in the language that has them.
    """
    found = {language: Gaps() for language in languages}
    used = {listed.group(1) for row in survey if (listed := SELECT.match(kind_of(row)))}
    choices = [row for name, rows in places.lists.items() if name in used for row in rows]
    for name, rows in (("survey", survey), ("choices", choices)) if len(languages) > 1 else ():
        for column in _columns(sheets[name]).values() if name in sheets else ():
            for row in rows:
                filled = {one for one in languages if one in column and row.cells.get(column[one].text)}
                for language in (one for one in languages if filled and one in column):
                    found[language].texts += 1
                    if language not in filled:
                        found[language].problems.append(Problem(
                            sheets[name].name, row.number, column[language].text, _("The translation is missing here.")))
    return found


def _forgotten(gaps: Gaps) -> bool:
    """True when a language is whole but for some cells: then each is a mistake. With more, it is only begun."""
    return len(gaps.problems) <= max(FEW, gaps.texts * FEW_OF_100 // 100)
