"""Asks for an export, writes it, and lets it go after a week."""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from tempfile import TemporaryFile
from typing import IO, Any
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.audit.domain.log import record
from lms.files.domain.drop import drop
from lms.files.models import StoredFile
from lms.jobs.domain import progress
from lms.jobs.models import Job
from lms.people.domain.refusal import Refused
from lms.people.models import Person
from lms.surveys.domain.exports.tables import SHEET_ROWS, Manner, Value, safe, sheets
from lms.surveys.domain.exports.writing import write_csv, write_xlsx
from lms.surveys.domain.results.access import form_for, in_scope
from lms.surveys.domain.results.suppression import FEWEST, hidden_parts
from lms.surveys.models import Form, FormVersion, Submission
from lms.surveys.models.definition import Definition

KIND = "surveys.export"
KEPT = timedelta(days=7)
VERB = "export answers"
AT_ONCE = 500
SHOWN = ("instance_id", "version__number", "language", "channel", "country__code", "occasion", "person__number",
         "received_on", "received_at", "late")
NAMED = ["_index", "_id", "_version", "_language", "_channel", "_country", "_occasion", "_person", "_day", "_received", "_late"]
ANONYMOUS = ["_index"]
"""The number of a row in the shuffled file. Anything else, even the version, may be that of one answer alone."""
TYPES = {"csv": "text/csv; charset=utf-8", "zip": "application/zip",
         "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@transaction.atomic
def ask(*, form: Form, by: Person, manner: Manner, version: int | None, now: datetime) -> Job:
    """Ask for the answers that `by` may take away, of one version or of all. A worker writes the file.

    A second click gives the job that still waits or runs. Raises Refused when there is nothing to write, when an anonymous
    form has fewer than five answers in scope, and for a workbook when there are more than a sheet holds.
    """
    form_for(key=form.key, by=by, verb=VERB)
    count = len(keys(form=form, by=by, version=version))
    if not count:
        raise Refused(_("Fewer than five answers, or too few of this version: an anonymous form gives no file of them.")
                      if form.anonymous else _("There are no answers to take away yet."))
    if manner.form == "xlsx" and count > SHEET_ROWS:
        raise Refused(_("A workbook holds fewer rows than there are answers. Take the CSV file."), field="form")
    arguments = {"form": form.pk, "version": version, "manner": asdict(manner)}
    waiting = Job.objects.select_for_update().filter(
        kind=KIND, owner=by.uuid, state__in=[Job.State.WAITING, Job.State.RUNNING])
    same = next((job for job in waiting if job.arguments == arguments), None)
    return same or progress.ask(kind=KIND, owner=by.uuid, total=count, now=now, arguments=arguments)


def keys(*, form: Form, by: Person, version: int | None) -> list[int]:
    """Keys of the answers in the order of the file: as they came, of an anonymous form shuffled.

    Of an anonymous form a version is given only if it may be shown beside the other versions.
    """
    rows = in_scope(form=form, by=by, verb=VERB).order_by("pk")
    found = list(rows.values_list("pk", "version__number"))
    chosen = [key for key, number in found if version is None or number == version]
    if not form.anonymous:
        return chosen
    numbers = sorted({number for _key, number in found})
    sizes = [sum(one == number for _key, one in found) for number in numbers]
    hidden = {numbers[place] for place in hidden_parts(sizes)} if version is not None else set()
    if len(found) < FEWEST or version in hidden:
        return []
    random.SystemRandom().shuffle(chosen)
    return chosen


def run(job_uuid: UUID) -> None:
    """Write the file of a job. Cut off and started again, it writes a new one; nothing is given away half."""
    job = progress.claim(job=job_uuid, now=timezone.now())
    if job is None:
        return
    try:
        _write(job)
    except Exception:
        progress.end(job=job, now=timezone.now(), failed=True)
        raise


def _write(job: Job) -> None:
    by = Person.objects.get(uuid=job.owner)
    form = form_for(key=Form.objects.get(pk=job.arguments["form"]).key, by=by, verb=VERB)
    manner, version = Manner(**job.arguments["manner"]), job.arguments["version"]
    chosen = keys(form=form, by=by, version=version)
    if not chosen:
        raise Refused(_("There are no answers to take away yet."))
    sheet = sheets(definition_of(form, version), manner=manner, name=form.key, given=ANONYMOUS if form.anonymous else NAMED)
    with TemporaryFile() as file:
        write = write_xlsx if manner.form == "xlsx" else write_csv
        write(told(chosen, anonymous=form.anonymous, job=job), sheet=sheet, to=file)
        suffix = "xlsx" if manner.form == "xlsx" else "zip" if sheet.inner else "csv"
        _keep(job, form, by, file, suffix, rows=len(chosen))


def definition_of(form: Form, version: int | None) -> Definition:
    """What the columns are: those of a version, or of the newest, with the questions that only older ones asked."""
    versions = list(form.versions.filter(**{"number": version} if version else {}).order_by("-number"))
    newest = versions[0].definition
    items, lists = list(newest.items), dict(newest.lists)
    known = {item["path"] for item in items}
    for older in versions[1:]:
        items += [item for item in older.items if item["path"] not in known]
        known |= {item["path"] for item in older.items}
        lists = {name: [*lists.get(name, []), *_missing(older, name, lists)] for name in [*lists, *(older.lists.keys() - lists)]}
    return Definition(items, lists, newest.languages, newest.style)


def _missing(older: FormVersion, name: str, lists: dict[str, list[dict]]) -> list[dict]:
    known = {choice["name"] for choice in lists.get(name, [])}
    return [choice for choice in older.lists.get(name, []) if choice["name"] not in known]


def told(chosen: list[int], *, anonymous: bool, job: Job | None = None) -> Iterator[tuple[list[Value], dict[str, Any]]]:
    """What stands beside each form's answers, and the answers, in the order of the keys; a few hundred at a time."""
    columns = () if anonymous else SHOWN
    for start in range(0, len(chosen), AT_ONCE):
        part = chosen[start:start + AT_ONCE]
        found = {row[0]: row for row in Submission.objects.filter(pk__in=part).values_list("pk", "answers", *columns)}
        for key in part:
            _key, answers, *beside = found[key]
            yield [_written(value) for value in beside], answers
        if job:
            progress.step(job=job, done=start + len(part), now=timezone.now())


def _written(value: Any) -> Value:
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, bool):
        return int(value)
    return value if isinstance(value, int) else "" if value is None else safe(str(value))


@transaction.atomic
def _keep(job: Job, form: Form, by: Person, file: IO[bytes], suffix: str, *, rows: int) -> None:
    """The file, its entry in the log and the job's end stand or fall together."""
    now = timezone.now()
    size = file.seek(0, 2)
    file.seek(0)
    stored = StoredFile(name=f"{form.key}-{timezone.localdate(now).isoformat()}.{suffix}", content_type=TYPES[suffix],
                        size=size, sha256=hashlib.file_digest(file, "sha256").hexdigest(),  # type: ignore[arg-type]
                        owner=by.uuid, stored_at=now)
    file.seek(0)
    stored.content.save(str(stored.uuid), File(file), save=False)
    stored.save()
    record(verb="answers.exported", thing=form, by=by.uuid, now=now, country=form.country.code if form.country else "",
           after={"rows": rows, "kind": suffix})
    Job.objects.filter(pk=job.pk).update(arguments=job.arguments | {"file": str(stored.uuid), "rows": rows})
    progress.end(job=job, now=now, result_path=f"instruments/{form.key}/export/")


def ready(*, form: Form, by: Person, now: datetime) -> list[tuple[Job, StoredFile]]:
    """The files of this form that `by` asked for and that are still kept, newest first."""
    jobs = Job.objects.filter(kind=KIND, owner=by.uuid, state=Job.State.DONE, ended_at__gt=now - KEPT).order_by("-ended_at")
    mine = [job for job in jobs if job.arguments.get("form") == form.pk and job.arguments.get("file")]
    files = {str(one.uuid): one for one in StoredFile.objects.filter(uuid__in=[job.arguments["file"] for job in mine])}
    return [(job, file) for job in mine if (file := files.get(job.arguments["file"])) and file.content]


@transaction.atomic
def forget(*, now: datetime) -> int:
    """Let go the files that are older than a week; how many."""
    old = Job.objects.filter(kind=KIND, state=Job.State.DONE, ended_at__lte=now - KEPT)
    return drop(UUID(job.arguments["file"]) for job in old if job.arguments.get("file"))
