"""Makes a version of a form from an XLSForm workbook: guarded, compiled, read, checked, stored, for good."""

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lms.audit.domain import log
from lms.files.models import StoredFile
from lms.people.domain.refusal import require
from lms.people.models import Country, Person
from lms.surveys.domain import columns
from lms.surveys.domain import workbook as guarded
from lms.surveys.domain.checks import in_order, look_over
from lms.surveys.domain.checks_columns import begun
from lms.surveys.domain.checks_rows import unread
from lms.surveys.domain.keys import keys_of
from lms.surveys.domain.refusals import FormRefused, Problem
from lms.surveys.domain.workbook import Sheet
from lms.surveys.domain.xform import Compiled, parse
from lms.surveys.domain.xform_choices import external_lists
from lms.surveys.domain.xform_compiler import compiled, seen_by_us
from lms.surveys.models import Form, FormFile, FormVersion

KEY = re.compile(r"[A-Za-z0-9_-]{1,60}")


@dataclass(frozen=True)
class Checked:
    """A workbook that can be published."""

    xform: str
    compiled: Compiled
    sha256: str
    keys: dict[str, Any] = field(default_factory=dict)

    @property
    def questions(self) -> int:
        """How many of its nodes a person answers."""
        return len(self.compiled.definition.asked)


@dataclass(frozen=True)
class Examined:
    """What is wrong with a workbook, first to last; `checked` when nothing is. Remarks are good to know."""

    problems: list[Problem]
    checked: Checked | None = None
    remarks: list[Problem] = field(default_factory=list)


def examine(*, content: bytes, anonymous: bool = False, files: Collection[str] | None = None) -> Examined:
    """Take an XLSForm workbook through every check without storing it, and say all that is wrong. Never raises.

    `files` are the names of the pictures and sounds that came with it; None asks for none. Takes up to some seconds
    for a big form: the compiler's time.
    """
    try:
        sheets = guarded.read(workbook=content)
    except FormRefused as refusal:
        return Examined([_problem(refusal)])
    try:
        return _examined(content, sheets, anonymous, files)
    except Exception as error:  # an odd sheet may break what reads it; its author is told, nobody sees a failure
        return Examined([_problem(FormRefused("", None, "", _("The form cannot be compiled: %(reason)s")
                                              % {"reason": str(error)[:300] or type(error).__name__}))])


def _examined(content: bytes, sheets: dict[str, Sheet], anonymous: bool, files: Collection[str] | None) -> Examined:
    places = columns.places_of(sheets)
    problems = look_over(sheets=sheets, places=places, anonymous=anonymous, files=files)
    try:
        xform = compiled(content)
    except FormRefused as refusal:
        if not problems or not (seen_by_us(refusal) or any(one.row and one.row == refusal.row for one in problems)):
            problems.append(_problem(refusal))
        problems += unread(columns.live(sheets["survey"]), places) if "survey" in sheets else []
        return Examined(in_order(problems, sheets))
    unfinished = begun(sheets, columns.live(sheets["survey"]), places) if "survey" in sheets else {}
    default = columns.default_language(sheets)
    parsed = parse(xform=xform, places=places, default=default, anonymous=anonymous, without=unfinished,
                   external=external_lists(sheets.get("external_choices"), default))
    told = {(one.sheet, one.row) for one in problems}
    problems += [one for one in parsed.problems if (one.sheet, one.row) not in told]
    if not parsed.items and not problems:
        problems.append(Problem("survey", None, "", _("The form asks nothing.")))
    if problems:
        return Examined(in_order(problems, sheets))
    remarks = [Problem("survey", 1, gaps.problems[0].column, _(
        "Too many texts are missing in \"%(language)s\", so the form is not offered in it.") % {"language": language})
        for language, gaps in unfinished.items()]
    return Examined([], Checked(xform, parsed, hashlib.sha256(content).hexdigest(), keys_of(places)), remarks)


def check(*, content: bytes, anonymous: bool = False, files: Collection[str] | None = None) -> Checked:
    """The same as `examine`, for those who want a yes: raises FormRefused with the first problem, and nothing else."""
    examined = examine(content=content, anonymous=anonymous, files=files)
    if examined.checked is None:
        raise examined.problems[0].refusal()
    return examined.checked


def _problem(refusal: FormRefused) -> Problem:
    return Problem(refusal.sheet, refusal.row, refusal.column, refusal.message)


@transaction.atomic
def publish(*, key: str, workbook: bytes, kind: str, titles: dict[str, str] | None, anonymous: bool,
            country: Country | None, by: Person | None, now: datetime, invited: bool = False,
            files: Mapping[str, StoredFile] | None = None) -> FormVersion:
    """Publish a workbook under `key` and return its version; the newest version if it is this same workbook.

    A new key makes a new form. An old form keeps its kind, country and promise of anonymity: answers were
    given under it. `titles` {language: text} replace the old ones; None keeps them, or takes the workbook's.
    `files` {name: StoredFile} are the pictures and sounds that its texts name; None asks for none. `by` is the
    publisher (None: loaded by a command). Raises FormRefused, and PermissionDenied for who may not edit there.
    """
    if by is not None:
        require("edit instruments", by=by, country=country)
    if not KEY.fullmatch(key):
        raise FormRefused("", None, "", _("A key has up to 60 letters, digits, \"-\" and \"_\" of the Latin alphabet."))
    checked = check(content=workbook, anonymous=anonymous, files=files)
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
    if newest is not None and newest.sha256 == checked.sha256 and _has(newest, files):
        return newest
    version = FormVersion.objects.create(
        form=form, number=newest.number + 1 if newest else 1, xlsx=workbook, xform=checked.xform,
        items=checked.compiled.items, lists=checked.compiled.lists, languages=checked.compiled.languages,
        style=checked.compiled.style[:60], keys=checked.keys, sha256=checked.sha256, published_at=now, published_by=by)
    for name, file in (files or {}).items():
        FormFile.objects.create(version=version, name=name, file=file)
    log.record(verb="form.published", thing=version, by=by.uuid if by else None, now=now,
               country=country.code if country else "",
               after={"key": key, "number": version.number, "sha256": version.sha256})
    return version


def _has(version: FormVersion, files: Mapping[str, StoredFile] | None) -> bool:
    """True when these pictures and sounds are the version's already."""
    return files is None or set(version.files.values_list("name", "file")) == {
        (name, file.pk) for name, file in files.items()}
