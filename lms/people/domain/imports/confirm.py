"""A checked list is written: all of it in one transaction, or nothing."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from lms.audit.domain.log import record
from lms.jobs.domain import progress
from lms.jobs.models import Job
from lms.people.domain.imports.begin import require_own
from lms.people.domain.imports.choose import to_write, undecided, writes
from lms.people.domain.imports.faults import log_fault
from lms.people.domain.imports.holds import Stale, stale_rows
from lms.people.domain.imports.kinds import Kind
from lms.people.domain.imports.known import Known
from lms.people.domain.imports.write import Writer, store
from lms.people.domain.refusal import Refused
from lms.people.models import Import, ImportRow, Person

S = Import.State
CHUNK = 500
TRIES = 3
"""How often it is begun anew when others take the same numbers at the same moment."""


@transaction.atomic
def confirm(*, batch: Import, leave_out: bool, kind: Kind, by: Person, now: datetime) -> Job:
    """Ask for the writing of a checked list; of two clicks one. `leave_out`: rows with errors stay out, and be it said.

    Raises PermissionDenied; Refused with what has to be decided first. The worker is rung by the caller.
    """
    require_own(batch, kind=kind, by=by)
    if waiting := undecided(batch):
        raise Refused(_("Decide on the doubtful rows first: %(count)s wait.") % {"count": waiting})
    if not leave_out and batch.rows.filter(state=ImportRow.State.WRONG).exists():
        raise Refused(_("Some rows have errors. Correct the sheet and send it again, or say that these rows stay out."))
    plan = to_write(batch)
    if not (plan["added"] or plan["changed"] or (kind.all_rows and plan["same"])):
        raise Refused(_("There is nothing to write: every row is in the register as it stands, or left out."))
    job = progress.ask(kind=kind.confirm_job, owner=by.uuid, total=2, now=now,
                       arguments={"import": str(batch.uuid), "language": get_language() or "en"})
    if not Import.objects.filter(pk=batch.pk, state=S.CHECKED).update(state=S.CONFIRMING, job=job.uuid):
        raise Refused(_("This list is at work or done already. Look at the page again."))
    return job


def run(job_uuid: UUID, *, kind: Kind) -> None:
    """Write the list of a job. Cut off at any moment, nothing of it is there, and it is begun anew."""
    job = progress.claim(job=job_uuid, now=timezone.now())
    if job is None:
        return
    batch = Import.objects.select_related("country").get(uuid=job.arguments["import"])
    with override(job.arguments["language"]):
        _attempt(batch, job, kind)
    progress.end(job=job, now=timezone.now(), result_path=kind.path(batch))


def _attempt(batch: Import, job: Job, kind: Kind) -> None:
    for again in range(TRIES):
        try:
            _write(batch, kind)
            return
        except Stale as stale:
            _give_back(batch, _("%(count)s rows do not hold any more, because the register was changed since the check. "
                                "Nothing was written: look at them, then confirm again.") % {"count": len(stale.rows)},
                       stale.rows)
            return
        except PermissionDenied as denied:
            _give_back(batch, str(denied))
            return
        except IntegrityError as fault:
            if again == TRIES - 1:
                log_fault("import confirm", fault)
                _give_back(batch, _("Others changed the register at the same moment. Nothing was written: confirm again."))
        except Exception as fault:  # said to the person in one sentence, and the rest to the log
            log_fault("import confirm", fault)
            _give_back(batch, _("The list could not be written. Nothing of it is in the register. Confirm again; if it "
                                "stops again, tell the secretariat."))
            return


@transaction.atomic
def _write(batch: Import, kind: Kind) -> None:
    now = timezone.now()
    # first of all, so that of two workers the second waits here and then finds nothing to do
    if not Import.objects.filter(pk=batch.pk, state=S.CONFIRMING).update(state=S.DONE, done_at=now):
        return
    by = Person.objects.get(uuid=batch.owner)
    require_own(batch, kind=kind, by=by)
    stale = stale_rows(batch, kind, by=by, now=now)
    if stale:
        raise Stale(stale)
    plan = to_write(batch)
    writer = Writer(batch, Known(), by=by, now=now)
    for rows in chunks(batch, kind):
        writer.write(rows)
        if stale := kind.extra.apply(batch, rows, by=by, now=now):
            raise Stale(stale)
        store(rows, ["person", "before", "applied"])
    counts = {name: plan[name] for name in ("added", "changed", "same", "out")}
    record(verb="import.confirmed", thing=batch, by=by.uuid, now=now, country=batch.country.code if batch.country else "",
           after={"kind": kind.key, "subject": batch.subject, **counts})
    Import.objects.filter(pk=batch.pk).update(counts={**batch.counts, **counts, "numbers": writer.numbers.last})


def chunks(batch: Import, kind: Kind) -> Iterator[list[ImportRow]]:
    """The rows that are written, in the sheet's order, a few hundred at a time."""
    last = 0
    while True:
        some = list(batch.rows.filter(number__gt=last).order_by("number")[:CHUNK])
        if not some:
            return
        last = some[-1].number
        rows = [row for row in some if writes(row, kind)]
        if rows:
            yield rows


@transaction.atomic
def _give_back(batch: Import, why: str, stale: dict[int, str] | None = None) -> None:
    """Back to the checked state with a word on why; rows that do not hold any more are wrong from now on."""
    locked = Import.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if locked.state != S.CONFIRMING:
        return
    for pk, text in (stale or {}).items():
        row = batch.rows.get(pk=pk)
        row.state = ImportRow.State.WRONG
        row.errors = [*row.errors, {"column": "", "heading": "", "message": text}]
        row.save(update_fields=["state", "errors"])
    states = Counter(batch.rows.values_list("state", flat=True))
    kept = {key: value for key, value in locked.counts.items() if key not in ImportRow.State.values}
    locked.state, locked.counts = S.CHECKED, {**kept, **states}
    locked.notes = [*[note for note in locked.notes if not note.get("stopped")], {"text": why, "stopped": True}]
    locked.save(update_fields=["state", "counts", "notes"])
