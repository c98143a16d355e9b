"""Compiles a workbook into an XForm with pyxform, and puts what pyxform says no to into our words and places."""

import re

from django.utils.translation import gettext as _
from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from lms.surveys.domain.refusals import FormRefused
from lms.surveys.domain.xform_texts import ROOT

PLACE = re.compile(r"^\s*\[row : (\d+)\]\s*(?:On the '(\w+)' sheet, the '([^']*)')?")
SHEET = re.compile(r"'?\b(survey|choices|settings)\b'?(?: in this xlsform| sheet)?")
SEEN_BY_US = re.compile(
    r"List name not in choices sheet|choices sheet in this xlsform|Unmatched|Unknown question type|Question with no type"
    r"|Question or group with no name|Choice names with spaces|must be unique|must not be the same|value is invalid\. "
    r"(?:Names must|Reference variable|Choice names must|Choices must have a name)|no survey element named"
    r"|multiple survey elements|has no label or hint|external choices|external_choices")


def compiled(content: bytes) -> str:
    """The XForm of a guarded workbook, with `data` as its root unless the workbook names another. Raises FormRefused."""
    try:
        return convert(xlsform=content, validate=False, form_name=ROOT, file_type=".xlsx").xform
    except PyXFormError as error:
        raise _said(str(error)) from error
    except Exception as error:  # pyxform raises many kinds on odd sheets
        raise FormRefused("", None, "", _("The form cannot be compiled: %(reason)s")
                          % {"reason": str(error)[:300] or type(error).__name__}) from error


def seen_by_us(refusal: FormRefused) -> bool:
    """True for a kind of error that our own look over the rows finds too, with a better place and words."""
    return bool(SEEN_BY_US.search(refusal.message))


def _said(message: str) -> FormRefused:
    found = PLACE.match(message)
    if not found:
        sheet = SHEET.search(message)
        return FormRefused(sheet.group(1) if sheet else "", None, "", message[:500])
    row, sheet_name, column = found.groups()
    return FormRefused(sheet_name or "survey", int(row), column or "", message[message.index("]") + 1:].strip()[:500])
