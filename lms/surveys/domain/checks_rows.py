"""Checks the rows of the survey sheet one after the other: types, names, groups, lists, references, defaults."""

import re
from collections import Counter
from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _
from pyxform.aliases import settings_header
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL, RE_OSM, RE_SELECT

from lms.surveys.domain import xpath
from lms.surveys.domain.columns import MEDIA, Places, cell, head_of, kind_of
from lms.surveys.domain.refusals import Problem
from lms.surveys.domain.workbook import Row, Sheet
from lms.surveys.domain.xform_texts import ROOT

NAME = re.compile(r"[^\W\d][\w.-]*(?::[^\W\d][\w.-]*)?")
REFERENCE = re.compile(r"\$\{\s*((?:last-saved#)?)([^{}\s]*)\s*\}")
QUOTING = frozenset({"label", "hint", "guidance_hint", "constraint_message", "required_message", "relevant", "constraint",
                     "required", "calculation", "read_only", "choice_filter", "default", "repeat_count", "trigger",
                     "parameters"})
EXPRESSIONS = ("relevant", "constraint", "calculation", "choice_filter", "repeat_count")
LISTED = re.compile(r"['\"]([^'\"]*)['\"]")
FILED = re.compile(r"\.(?:csv|xml|geojson)\b", re.I)
TELLING = frozenset({"audit", "phone number", "start-geopoint", "background-audio", "background-geopoint"})
DYNAMIC = re.compile(r"[(${*]|\bdiv\b|\bmod\b|jr:")


def row_problems(survey: list[Row], sheets: dict[str, Sheet], places: Places, *, anonymous: bool,
                 files: Collection[str] | None) -> Iterator[Problem]:
    """What is wrong with the rows of the survey sheet."""
    names = Counter(cell(row, "name") for row in survey)
    for row in survey:
        kind = kind_of(row)
        for column, said in (*_type(row, kind, places, anonymous), *_elsewhere(row, kind), *_default(row, kind, places),
                             *_pictures(row, files)):
            yield Problem("survey", row.number, places.head(column), said)
        for head, text in row.cells.items():
            if head_of(head).column in QUOTING:
                yield from (Problem("survey", row.number, head, said) for said in quoted(text, names))
    yield from _nesting(survey, places)


def quoted(text: str, names: Counter[str]) -> Iterator[str]:
    """What is wrong with the ${questions} that a text names."""
    for found in REFERENCE.finditer(text):
        saved, name = found.groups()
        if saved:
            yield _("Answers of an earlier form cannot be used on our pages.")
        elif not names[name] and name not in {"instanceID", "instanceName"}:
            yield _("No question is named \"%(name)s\".") % {"name": name}
        elif names[name] > 1:
            yield _("More than one question is named \"%(name)s\". Give each its own name.") % {"name": name}
    if text.count("${") > len(REFERENCE.findall(text)):
        yield _("A question is named as ${name}. Check the brackets.")


def unread(survey: list[Row], places: Places) -> Iterator[Problem]:
    """The expressions that cannot be read, of a form that does not compile: a compiled one is checked whole."""
    for row in survey:
        for column in EXPRESSIONS:
            text = REFERENCE.sub(f"/{ROOT}/question", cell(row, column))
            try:
                named = xpath.references(expression=text) if text else set()
                if text:
                    xpath.check(expression=text, known_paths=named, lists=LISTED.findall(text))
            except xpath.ExpressionRefused as error:
                yield Problem("survey", row.number, places.head(column), str(error))


def _type(row: Row, kind: str, places: Places, anonymous: bool) -> Iterator[tuple[str, str]]:
    if not kind:
        yield "type", _("The row has no type.")
        return
    if kind in settings_header or RE_END_CONTROL.search(kind):
        return
    name = cell(row, "name")
    begins, selects = RE_BEGIN_CONTROL.search(kind), RE_SELECT.search(kind)
    if not name and kind not in {"note", "audit"}:
        yield "name", _("The row has no name.")
    elif name and not NAME.fullmatch(name):
        yield "name", _("A name begins with a letter and has letters, digits, \"_\", \"-\" and \".\" only.")
    if selects:
        listed = selects.group("list_name")
        if not kind.startswith("select_one_external") and not FILED.search(kind) and "${" not in kind and listed not in places.lists:
            yield "type", _("The sheet choices has no list named \"%(name)s\".") % {"name": listed}
    elif not begins and not RE_OSM.search(kind) and kind not in QUESTION_TYPE_DICT and kind not in {
            "csv-external", "xml-external"}:
        yield "type", _("There is no type \"%(kind)s\".") % {"kind": kind}
    elif _asks(kind, bool(selects)) and not _speaks(row):
        yield "label", _("The question has no text.")
    if anonymous and _tells(kind):
        yield "type", _("This form is anonymous, and \"%(kind)s\" would tell who answered or when. Delete the row.") % {
            "kind": kind}


def _asks(kind: str, selects: bool) -> bool:
    """True for a type that stands on the page; an action of the device has a control too, but no place there."""
    return selects or QUESTION_TYPE_DICT.get(kind, {}).get("control", {}).get("tag", "action") != "action"


def _speaks(row: Row) -> bool:
    """True for a row with a text or a picture, and for one that is worked out: the compiler takes that for hidden."""
    return any(text and head_of(head).column in MEDIA | {"label", "hint", "calculation", "trigger"}
               for head, text in row.cells.items())


def _tells(kind: str) -> bool:
    """True for what a device fills in about its owner or the time of day, in every spelling the compiler takes, and for
    files: a picture holds the place and the camera, a recording a voice."""
    known = QUESTION_TYPE_DICT.get(kind, {})
    return (kind in TELLING or known.get("bind", {}).get("jr:preload") in {"timestamp", "property"}
            or known.get("control", {}).get("tag") == "upload")


def _elsewhere(row: Row, kind: str) -> Iterator[tuple[str, str]]:
    """What draws on a file beside the form, or on a device."""
    if FILED.search(kind) or kind in {"csv-external", "xml-external"}:
        yield "type", _("Choices from another file cannot be shown on our pages. Put them on the sheet choices.")
    elif kind.startswith("osm"):
        yield "type", _("This type of question cannot be shown on our pages yet.")
    if cell(row, "appearance").startswith("search("):
        yield "appearance", _("Choices from another file cannot be shown on our pages. Put them on the sheet choices.")


def _default(row: Row, kind: str, places: Places) -> Iterator[tuple[str, str]]:
    """A default that is none of the choices would show as nothing at all."""
    selects, default = RE_SELECT.search(kind), cell(row, "default")
    if not selects or not default or DYNAMIC.search(default) or selects.group("list_name") not in places.lists:
        return
    names = {cell(choice, "name") for choice in places.lists[selects.group("list_name")]}
    for one in [default] if kind.startswith("select_one") or kind.startswith("select one") else default.split():
        if one not in names and not (selects.group("specify_other") and one == "other"):
            yield "default", _("\"%(name)s\" is none of the choices.") % {"name": one}


def _pictures(row: Row, files: Collection[str] | None) -> Iterator[tuple[str, str]]:
    for head, text in row.cells.items():
        if files is not None and text and head_of(head).column in MEDIA and text not in files and "${" not in text:
            yield head, _("The file %(name)s did not come with the workbook.") % {"name": text}


def _nesting(survey: list[Row], places: Places) -> Iterator[Problem]:
    """Groups that do not close or open, and names that stand twice in one group."""
    stack: list[tuple[str, Row]] = []
    seen: list[set[str]] = [set()]
    for row in survey:
        kind, name = kind_of(row), cell(row, "name")
        if ends := RE_END_CONTROL.search(kind):
            if not stack or not _same(stack[-1][0], ends.group("type")):
                yield Problem("survey", row.number, places.head("type"), _(
                    "Nothing of this kind is open here. Check the begin rows above."))
            else:
                stack.pop()
                seen.pop()
            continue
        if name and name in seen[-1]:
            yield Problem("survey", row.number, places.head("name"), _(
                "\"%(name)s\" stands twice in this group. Give each row its own name.") % {"name": name})
        seen[-1].add(name)
        if begins := RE_BEGIN_CONTROL.search(kind):
            stack.append((begins.group("type"), row))
            seen.append(set())
    for kind, row in stack:
        yield Problem("survey", row.number, places.head("type"), _(
            "This %(kind)s has no end. Add a row \"end %(kind)s\" below its last question.") % {"kind": kind})


def _same(begun: str, ended: str) -> bool:
    one, other = (("repeat" if kind in {"lgroup", "looped group"} else kind) for kind in (begun, ended))
    return one == other
