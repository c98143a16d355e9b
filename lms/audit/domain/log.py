"""The one way into the audit log."""

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Model

from lms.audit.models import Entry


def record(*, verb: str, thing: Model, by: UUID | None, now: datetime, country: str = "",
           before: dict | None = None, after: dict | None = None, why: str = "") -> Entry:
    """Add an entry about `thing` in the caller's transaction: no change without its entry, and the reverse.

    `before` and `after` hold the changed values as JSON, without names or other personal text.
    Raises RuntimeError outside a transaction, because then the pair could be torn apart.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{verb}: record an entry in the transaction of the change.")
    return Entry.objects.create(
        at=now, actor=by, verb=verb, object_type=thing._meta.label_lower, object_id=str(thing.pk),
        country=country, before=before or {}, after=after or {}, why=why)
