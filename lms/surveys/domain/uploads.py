"""Workbooks on their way to a version: kept with all that is wrong with them, previewed, published or discarded.

Checked while the person waits: the compiler takes 0.1 s for 60 questions and 3 s for 3,000, of which a form has fewer.
"""

import io
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import PurePosixPath

import openpyxl
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.audit.domain import log
from lms.files.domain.drop import drop
from lms.files.domain.guard import Checked, UploadRefused
from lms.files.domain.keep import keep
from lms.files.models import StoredFile
from lms.people.domain.refusal import Refused, require
from lms.people.models import Country, Person
from lms.surveys.domain.answer_files import check_answer
from lms.surveys.domain.languages import code_of
from lms.surveys.domain.publish import Examined, examine, publish
from lms.surveys.domain.refusals import FormRefused, Problem
from lms.surveys.domain.workbook import Sheet, read
from lms.surveys.models import Form, FormVersion, Upload, UploadFile

MOST_WAITING = 20
"""Workbooks of one person that are neither published nor discarded."""
MOST_FILES = 60
MOST_NAME = 120
DUPLICATES = "allow_choice_duplicates"
TITLE = re.compile(r"form_title\s*\(([^()]+)\)", re.I)
"""The head of a title in one more language on the sheet settings: form_title (km)."""


@dataclass(frozen=True)
class Wish:
    """What a new form shall be; a new version of a form has the form's own."""

    key: str
    kind: str
    anonymous: bool
    invited: bool
    country: Country | None

    @classmethod
    def of(cls, form: Form) -> "Wish":
        return cls(form.key, form.kind, form.anonymous, form.invited, form.country)


@dataclass(frozen=True)
class Sent:
    """A file as it came: what the person called it, and its bytes."""

    name: str
    content: bytes


def check_medium(sent: Sent) -> tuple[str, Checked]:
    """The name by which a workbook calls a picture, sound or film, and the checked file. Raises Refused (field files)."""
    name = PurePosixPath(sent.name.replace("\\", "/")).name
    if not name.isprintable() or not 0 < len(name) <= MOST_NAME:
        raise Refused(_("A picture or sound has a name that cannot be kept. Rename the file."), field="files")
    why = ""
    for kind in ("image", "audio", "video"):
        try:
            return name, check_answer(content=sent.content, name=name, kind=kind)
        except UploadRefused as refused:
            why = why or str(refused)
    raise Refused(f"{name}: {why}", field="files")


@transaction.atomic
def keep_upload(*, workbook: Sent, files: Iterable[Sent], form: Form | None, wish: Wish, by: Person,
                now: datetime) -> Upload:
    """Keep a workbook and its pictures and sounds, with all that is wrong with it; it is no version yet.

    `form` is the form that gets a new version, None for a new one of this `wish`. Raises Refused (with the field: key,
    workbook or files), and PermissionDenied for who may not edit there.
    """
    wish = Wish.of(form) if form else wish
    require("edit instruments", by=by, country=wish.country)
    if form is None and Form.objects.filter(key=wish.key).exists():
        raise Refused(_("Another form has this key. Choose another one."), field="key")
    if Upload.objects.filter(by=by).count() >= MOST_WAITING:
        raise Refused(_("20 of your workbooks wait here. Publish or discard one first."), field="workbook")
    checked = _media(files)
    upload = Upload(form=form, name=PurePosixPath(workbook.name.replace("\\", "/")).name[:MOST_NAME], xlsx=workbook.content,
                    by=by, at=now, **asdict(wish) | {"country": wish.country})
    _look(upload, set(checked) | set(_older(form)))
    upload.save()
    for name, medium in checked.items():
        stored = keep(checked=medium, owner=by.uuid, country=wish.country.code if wish.country else "", now=now)
        UploadFile.objects.create(upload=upload, name=name, file=stored)
    _tell("form.uploaded", upload, by=by, now=now)
    return upload


def _media(files: Iterable[Sent]) -> dict[str, Checked]:
    found: dict[str, Checked] = {}
    for name, medium in map(check_medium, files):
        if name in found:
            raise Refused(_("Two files are called %(name)s. Rename one, in the workbook too.") % {"name": name}, field="files")
        found[name] = medium
    if len(found) > MOST_FILES:
        raise Refused(_("A form has 60 pictures and sounds at most."), field="files")
    return found


def _older(form: Form | None) -> dict[str, StoredFile]:
    """The pictures and sounds of the newest version: they stay unless new ones of their names come."""
    newest = form.versions.order_by("-number").first() if form else None
    return {one.name: one.file for one in newest.files.select_related("file")} if newest else {}


def _look(upload: Upload, names: set[str]) -> None:
    """Examine the workbook and note what was found, in the language in force."""
    examined = examine(content=bytes(upload.xlsx), anonymous=upload.anonymous, files=names)
    upload.problems, upload.remarks = _told(examined.problems), _told(examined.remarks)
    upload.told_in = get_language() or ""
    _note(upload, examined)


def _told(problems: list[Problem]) -> list[dict]:
    return [asdict(problem) for problem in problems]


def _note(upload: Upload, examined: Examined) -> None:
    checked = examined.checked
    if checked is None:
        upload.xform, upload.items, upload.lists, upload.languages, upload.style, upload.title = "", [], {}, [], "", ""
        return
    form = checked.compiled
    upload.xform, upload.items, upload.lists, upload.languages = checked.xform, form.items, form.lists, form.languages
    upload.style, upload.title = form.style[:60], (form.title or "")[:200]


def uploads_of(person: Person) -> QuerySet[Upload]:
    """The uploads that a person sent, which are nobody else's; the newest first."""
    return Upload.objects.filter(by=person).select_related("form", "country").order_by("-at")


def media_of(upload: Upload) -> dict[str, StoredFile]:
    """The pictures and sounds that the form would have: those of its newest version, and those that came now."""
    return _older(upload.form) | {one.name: one.file for one in upload.files.select_related("file")}


@dataclass(frozen=True)
class InCell:
    """A problem, with the text of the cell that it is about ("" when it is about none)."""

    sheet: str
    row: int | None
    column: str
    message: str
    text: str


def in_cells(upload: Upload) -> list[InCell]:
    """The problems of an upload, each with its cell's own text."""
    if not upload.problems:
        return []
    try:
        sheets = read(workbook=bytes(upload.xlsx))
    except FormRefused:
        sheets = {}
    cells = {(name, row.number): row.cells for name, sheet in sheets.items() for row in sheet.rows}
    return [InCell(**problem, text=cells.get((problem["sheet"].lower(), problem["row"]), {}).get(problem["column"], ""))
            for problem in upload.problems]


@transaction.atomic
def tell_again(*, upload: Upload, by: Person) -> Upload:
    """Say the problems in the language in force, when they were said in another one. Only its owner's reading does it."""
    if upload.told_in != (get_language() or "") and (upload.problems or upload.remarks) and upload.by_id == by.pk:
        _look(upload, set(media_of(upload)))
        upload.save()
    return upload


# --- one click for choices that share a name -----------------------------------------------------------------------

def has_duplicates(upload: Upload) -> bool:
    """True when what stands in the way is that choices of one list share a name."""
    return bool(upload.problems) and any(
        problem["sheet"].lower() == "choices" and DUPLICATES in problem["message"] for problem in upload.problems)


@transaction.atomic
def allow_duplicates(*, upload: Upload, by: Person, now: datetime) -> Upload:
    """Set allow_choice_duplicates in the kept workbook and look at it again. Raises Refused when it cannot be written."""
    upload = _own(upload, by)
    upload.xlsx = with_duplicates(bytes(upload.xlsx))
    _look(upload, set(media_of(upload)))
    upload.save()
    _tell("form.uploaded", upload, by=by, now=now)
    return upload


def with_duplicates(xlsx: bytes) -> bytes:
    """The workbook with allow_choice_duplicates = yes on its sheet settings. Raises Refused."""
    try:
        read(workbook=xlsx)
        book = openpyxl.load_workbook(io.BytesIO(xlsx), keep_links=False)
        sheet = next((one for one in book.worksheets if one.title.lower() == "settings"), None) or book.create_sheet("settings")
        heads = [str(one.value or "").strip().lower() for one in sheet[1]]
        column = heads.index(DUPLICATES) + 1 if DUPLICATES in heads else sum(1 for head in heads if head) + 1
        while DUPLICATES not in heads and sheet.cell(1, column).value:
            column += 1
        sheet.cell(1, column, DUPLICATES)
        sheet.cell(2, column, "yes")
        file = io.BytesIO()
        book.save(file)
    except FormRefused:
        raise
    except Exception as error:  # an odd workbook may break its writer in any way; its author can set the cell
        raise Refused(_("The workbook cannot be changed here. Set the cell yourself and send it again.")) from error
    return file.getvalue()


# --- the two ends of an upload -------------------------------------------------------------------------------------

@transaction.atomic
def publish_upload(*, upload: Upload, by: Person, now: datetime) -> FormVersion:
    """Make the upload a version, for good, and let the upload go. Raises Refused, PermissionDenied and FormRefused."""
    upload = _own(upload, by)
    form = Form.objects.select_for_update().filter(pk=upload.form_id).first() if upload.form_id else None
    if form is None and Form.objects.filter(key=upload.key).exists():
        raise Refused(_("Another form has this key. Choose another one."), field="key")
    wish = Wish.of(form) if form else Wish(upload.key, upload.kind, upload.anonymous, upload.invited, upload.country)
    version = publish(key=wish.key, workbook=bytes(upload.xlsx), kind=wish.kind, titles=_titles(upload, form),
                      anonymous=wish.anonymous, invited=wish.invited, country=wish.country, by=by, now=now, files=media_of(upload))
    _drop_unused(upload, version)
    upload.delete()
    return version


def _titles(upload: Upload, form: Form | None) -> dict[str, str] | None:
    """The workbook's titles: form_title in its first language, "form_title (km)" in Khmer. Others that the form has stay."""
    found = {upload.languages[0]: upload.title} if upload.title and upload.languages else {}
    rows = read(workbook=bytes(upload.xlsx)).get("settings", Sheet("settings", [], [])).rows
    for head, text in (rows[0].cells if rows else {}).items():
        if text and (language := TITLE.fullmatch(head.strip())):
            found[code_of(language[1])] = text
    return (form.titles if form else {}) | found if found else None


def _drop_unused(upload: Upload, version: FormVersion) -> None:
    used = set(version.files.values_list("file", flat=True))
    rows = upload.files.exclude(file__in=used)
    gone = list(rows.values_list("file__uuid", flat=True))
    upload.files.all().delete()
    drop(gone)


@transaction.atomic
def discard(*, upload: Upload, by: Person, now: datetime) -> None:
    """Let an upload and its files go."""
    upload = _own(upload, by)
    _tell("form.taken_back", upload, by=by, now=now)
    gone = list(upload.files.values_list("file__uuid", flat=True))
    upload.delete()
    drop(gone)


def _own(upload: Upload, by: Person) -> Upload:
    """The upload, locked, for its owner who may still edit there."""
    found = Upload.objects.select_for_update(of=("self",)).select_related("form", "country").filter(pk=upload.pk, by=by).first()
    if found is None:
        raise Refused(_("This workbook is not here any more. Send it again."))
    require("edit instruments", by=by, country=found.country)
    return found


def _tell(verb: str, upload: Upload, *, by: Person, now: datetime) -> None:
    log.record(verb=verb, thing=upload, by=by.uuid, now=now, country=upload.country.code if upload.country else "",
               after={"kind": upload.kind, "rows": len(upload.problems)} if verb == "form.uploaded" else {})
