"""A sheet comes in: it is kept, and a job is asked for that checks it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.audit.domain.log import record
from lms.files.domain.guard import Checked
from lms.files.domain.keep import keep
from lms.files.models import StoredFile
from lms.jobs.domain import progress
from lms.jobs.models import Job
from lms.people.domain.imports.kinds import Kind
from lms.people.domain.refusal import Refused, require
from lms.people.models import Country, Import, Person

S = Import.State
STEPS = 100
"""A check counts in percent: how many rows there are is known only when the sheet is read."""


@transaction.atomic
def upload(*, kind: Kind, checked: Checked, country: Country | None, by: Person, now: datetime, subject: str = "",
           encoding: str = "") -> Import:
    """Keep the sheet and ask for its dry run. `country` is the scope of all its persons; None: its own column says.

    Raises PermissionDenied. The worker is rung by the caller, after the commit.
    """
    require(kind.verb, by=by, country=country)
    stored = keep(checked=checked, owner=by.uuid, country=country.code if country else "", now=now)
    try:
        batch = Import.objects.create(kind=kind.key, subject=subject, country=country, owner=by.uuid, file=stored.uuid,
                                      encoding=encoding, made_at=now)
        ask_check(batch, kind=kind, by=by, now=now)
        record(verb="import.uploaded", thing=batch, by=by.uuid, now=now, country=country.code if country else "",
               after={"kind": kind.key, "subject": subject})
    except Exception:  # the row goes with the transaction, the file on the disk does not
        stored.content.delete(save=False)
        raise
    return batch


@transaction.atomic
def check_again(*, batch: Import, kind: Kind, encoding: str, by: Person, now: datetime) -> Import:
    """Read the same sheet with another encoding. Raises Refused when it has been confirmed meanwhile."""
    require_own(batch, kind=kind, by=by)
    moved = Import.objects.filter(pk=batch.pk, state__in=[S.CHECKED, S.REFUSED]).update(
        state=S.CHECKING, encoding=encoding, reason="")
    if not moved:
        raise Refused(_("This list is at work or done already. Look at the page again."))
    batch.refresh_from_db()
    ask_check(batch, kind=kind, by=by, now=now)
    return batch


def ask_check(batch: Import, *, kind: Kind, by: Person, now: datetime) -> Job:
    job = progress.ask(kind=kind.check_job, owner=by.uuid, total=STEPS, now=now,
                       arguments={"import": str(batch.uuid), "language": get_language() or "en"})
    Import.objects.filter(pk=batch.pk).update(job=job.uuid)
    batch.job = job.uuid
    return job


def require_own(batch: Import, *, kind: Kind, by: Person) -> None:
    """Only who sent the sheet goes on with it, and only while the right to do so lasts."""
    require(kind.verb, by=by, country=batch.country)
    if batch.owner != by.uuid:
        raise Refused(_("Only the person who sent this list goes on with it."))


def sheet_of(batch: Import) -> StoredFile | None:
    """The file, or None when its time is over and it was removed."""
    return StoredFile.objects.filter(uuid=batch.file).first() if batch.file else None
