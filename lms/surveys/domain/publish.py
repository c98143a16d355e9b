"""Makes a version of a form from an XLSForm workbook: guarded, compiled, read, checked, stored, for good."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from lms.audit.domain import log
from lms.people.models import Country, Person
from lms.surveys.domain import columns
from lms.surveys.domain import workbook as guarded
from lms.surveys.domain.refusals import FormRefused
from lms.surveys.domain.xform import Compiled, parse
from lms.surveys.models import Form, FormVersion

PLACE = re.compile(r"^\s*\[row : (\d+)\]\s*(?:On the '(\w+)' sheet, the '([^']*)')?")


@dataclass(frozen=True)
class Checked:
    """A workbook that can be published."""

    xform: str
    compiled: Compiled
    sha256: str

    @property
    def questions(self) -> int:
        """How many of its nodes ask something."""
        return sum(item["type"] not in {"note", "group", "meta"} for item in self.compiled.items)


def check(*, content: bytes, anonymous: bool = False) -> Checked:
    """Take an XLSForm workbook through every check without storing it. Raises FormRefused, and nothing else.

    The compiled XForm carries `data` as its root name, so that paths do not depend on the file's name.
    """
    sheets = guarded.read(workbook=content)
    try:
        places = columns.check(sheets=sheets, anonymous=anonymous)
        compiled = convert(xlsform=content, validate=False, form_name="data", file_type=".xlsx").xform
        parsed = parse(xform=compiled, places=places, default=columns.default_language(sheets))
    except FormRefused:
        raise
    except PyXFormError as error:
        raise _said_by_the_compiler(str(error)) from error
    except Exception as error:  # pyxform raises many kinds on odd sheets
        raise FormRefused("", None, "", _("The form cannot be compiled: %(reason)s")
                          % {"reason": str(error)[:300] or type(error).__name__}) from error
    if not parsed.items:
        raise FormRefused("survey", None, "", _("The form asks nothing."))
    return Checked(compiled, parsed, hashlib.sha256(content).hexdigest())


def _said_by_the_compiler(message: str) -> FormRefused:
    found = PLACE.match(message)
    if not found:
        sheet = re.search(r"'?(survey|choices|settings)'? sheet", message)
        return FormRefused(sheet.group(1) if sheet else "", None, "", message[:500])
    row, sheet_name, column = found.groups()
    return FormRefused(sheet_name or "survey", int(row), column or "", message[message.index("]") + 1:].strip()[:500])


@transaction.atomic
def publish(*, key: str, workbook: bytes, kind: str, titles: dict[str, str] | None, anonymous: bool,
            country: Country | None, by: Person | None, now: datetime, invited: bool = False) -> FormVersion:
    """Publish a workbook under `key` and return its version; the newest version if it is this same workbook.

    A new key makes a new form. An old form keeps its kind, country and promise of anonymity: answers were
    given under it. `titles` {language: text} replace the old ones; None keeps them, or takes the workbook's.
    `by` is the publisher (None: loaded by a command). Raises FormRefused.
    """
    checked = check(content=workbook, anonymous=anonymous)
    titles = titles or {}
    form, made = Form.objects.select_for_update().get_or_create(key=key, defaults={
        "kind": kind, "anonymous": anonymous, "invited": invited, "country": country,
        "titles": titles or {checked.compiled.languages[0]: checked.compiled.title or key}})
    if (form.kind, form.anonymous, form.country) != (kind, anonymous, country):
        raise FormRefused("", None, "", _(
            "The form \"%(key)s\" exists with another kind, country or promise of anonymity. Choose another key.")
            % {"key": key})
    if not made and (form.invited != invited or (titles and form.titles != titles)):
        form.invited, form.titles = invited, titles or form.titles
        form.save(update_fields=["invited", "titles"])
    newest = form.versions.order_by("-number").first()
    if newest is not None and newest.sha256 == checked.sha256:
        return newest
    version = FormVersion.objects.create(
        form=form, number=newest.number + 1 if newest else 1, xlsx=workbook, xform=checked.xform,
        items=checked.compiled.items, languages=checked.compiled.languages, sha256=checked.sha256,
        published_at=now, published_by=by)
    log.record(verb="form.published", thing=version, by=by.uuid if by else None, now=now,
               country=country.code if country else "",
               after={"key": key, "number": version.number, "sha256": version.sha256})
    return version
