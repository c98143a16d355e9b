"""The dry run: every row of a sheet becomes new, changed, same, doubtful or wrong. Nothing of a person is written."""

import re
from collections import Counter
from collections.abc import Iterator
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from lms.files.domain.refusal import UploadRefused
from lms.files.domain.sheets import Row, Sheet, column_letter, read
from lms.jobs.domain import progress
from lms.jobs.models import Job
from lms.people.domain.imports.begin import STEPS, sheet_of
from lms.people.domain.imports.columns import Column, folded, in_all_languages, recognise
from lms.people.domain.imports.faults import log_fault
from lms.people.domain.imports.kinds import Kind, MakeReader, Read
from lms.people.domain.imports.known import Known
from lms.people.domain.imports.rows import Checked, Judge
from lms.people.models import Import, ImportRow, Person
from lms.people.models.place import day_in

CHUNK = 500
MOST_ROWS = 20_000
ISSUED = re.compile(r"\s*[A-Za-z]{1,2}\s*-\s*\d{4,6}\s*")


def run(job_uuid: UUID, *, kind: Kind, reader: MakeReader) -> None:
    """Check the sheet of a job. Cut off and started again, it begins anew and leaves one set of rows."""
    job = progress.claim(job=job_uuid, now=timezone.now())
    if job is None:
        return
    batch = Import.objects.select_related("country").get(uuid=job.arguments["import"])
    if batch.state == Import.State.CHECKING:
        with override(job.arguments["language"]):
            _check(batch, job, kind, reader)
    progress.end(job=job, now=timezone.now(), result_path=kind.path(batch))


def _check(batch: Import, job: Job, kind: Kind, reader: MakeReader) -> None:
    try:
        sheet = _sheet(batch)
        checked = _read_rows(sheet, batch, job, kind, reader)
        _store(checked, batch, job, kind)
    except UploadRefused as refused:
        _refuse(batch, str(refused))
    except Exception as fault:  # whatever a sheet provokes is one sentence to its sender, and a line in the log
        log_fault("import check", fault)
        _refuse(batch, _("The list could not be read to its end. Send it again; if it stops again, tell the secretariat."))


def _refuse(batch: Import, reason: str) -> None:
    with transaction.atomic():
        batch.rows.all().delete()
        Import.objects.filter(pk=batch.pk, state=Import.State.CHECKING).update(
            state=Import.State.REFUSED, reason=reason, counts={})


def _sheet(batch: Import) -> Sheet:
    stored = sheet_of(batch)
    if stored is None:
        raise UploadRefused(_("The sheet is not kept any more. Send it again."))
    with stored.content.open("rb") as file:
        return read(content=file.read(), name=stored.name, most_rows=MOST_ROWS, encoding=batch.encoding)


def _read_rows(sheet: Sheet, batch: Import, job: Job, kind: Kind, make: MakeReader) -> Checked:
    """All rows as values, with the columns that were found and what is to be said about the sheet."""
    columns = {column.key: column for column in kind.columns}
    found = recognise(sheet.header, columns.values())
    places, notes = found.places, list(sheet.notes)
    if sheet.rows and explains(sheet.rows[0], places, columns):
        del sheet.rows[0]
    numbers = [row.values[places["number"]] for row in sheet.rows] if "number" in places else []
    if any(numbers) and not any(ISSUED.fullmatch(number) for number in numbers):
        notes.append(_("Column %(column)s holds no issued numbers, such as VN-0007. It was not read.")
                     % {"column": column_letter(places.pop("number"))})
    _require(places, columns, batch, sheet)
    notes += [_("Column %(column)s, “%(heading)s”, is not known here. It was not read.")
              % {"column": letter, "heading": heading} for letter, heading in found.unknown]
    notes += [_("Column %(column)s, “%(heading)s”, repeats an earlier one. It was not read.")
              % {"column": letter, "heading": heading} for letter, heading in found.double]
    reader = make(Known(), batch.country, day_in(batch.country, timezone.now()))
    reads: list[tuple[int, Read]] = []
    for count, row in enumerate(sheet.rows, start=1):
        reads.append((row.number, reader.read(_cells(row, places), number=row.number)))
        if count % CHUNK == 0:
            progress.step(job=job, done=STEPS * 4 // 10 * count // len(sheet.rows), now=timezone.now())
    return Checked(reads=reads, places=places, headings={key: sheet.header[place] for key, place in places.items()},
                   notes=notes, encoding=sheet.encoding or "", encodings=sheet.encodings)


def explains(row: Row, places: dict[str, int], columns: dict[str, Column]) -> bool:
    """True for the template's own row, which says what belongs into each column."""
    said = _cells(row, places)
    return bool(said) and all(folded(text) in in_all_languages(columns[key].hint) for key, text in said.items())


def _cells(row: Row, places: dict[str, int]) -> dict[str, str]:
    return {key: row.values[place].strip() for key, place in places.items() if row.values[place].strip()}


def _require(places: dict[str, int], columns: dict[str, Column], batch: Import, sheet: Sheet) -> None:
    """Raise UploadRefused, naming what is missing, unless the sheet says whom each row is about."""
    if not sheet.rows:
        raise UploadRefused(_("The sheet has headings and no rows. Write one person a row below them."))
    missing = [] if places.keys() & {"name", "number", "own_name"} else ["name"]
    if batch.country is None and "country" in columns and not places.keys() & {"country", "number"}:
        missing.append("country")
    if missing:
        raise UploadRefused(_("The sheet has no column %(columns)s. Write the heading in the first filled row, as in the "
                              "template.") % {"columns": ", ".join(f"“{columns[key].label}”" for key in missing)})


def _store(checked: Checked, batch: Import, job: Job, kind: Kind) -> None:
    """Judge the rows and keep them: in pieces, so that the page shows how far it is."""
    with transaction.atomic():
        batch.rows.all().delete()
    newest = Person.objects.aggregate(newest=Max("pk"))["newest"] or 0
    judge = Judge(checked, batch, today=day_in(batch.country, timezone.now()))
    counts: Counter[str] = Counter()
    for done, rows in enumerate(_pieces(judge, len(checked.reads)), start=1):
        kind.extra.review(batch, rows)
        with transaction.atomic():
            ImportRow.objects.bulk_create(rows)
        counts.update(row.state for row in rows)
        progress.step(job=job, done=50 + STEPS // 2 * done * CHUNK // max(len(checked.reads), 1), now=timezone.now())
    notes: list[dict] = [{"text": text} for text in checked.notes]
    if checked.encodings:
        notes.append({"encodings": checked.encodings})
    Import.objects.filter(pk=batch.pk, state=Import.State.CHECKING).update(
        state=Import.State.CHECKED, encoding=checked.encoding, notes=notes, reason="",
        counts={**counts, "newest": newest})


def _pieces(judge: Judge, total: int) -> Iterator[list[ImportRow]]:
    for start in range(0, total, CHUNK):
        yield judge.rows(start, start + CHUNK)
