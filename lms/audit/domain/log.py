"""The one way into the audit log, and what may be read back of a person."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Model

from lms.audit.domain import keys
from lms.audit.models import Entry


def record(*, verb: str, thing: Model, by: UUID | None, now: datetime, country: str = "",
           before: dict | None = None, after: dict | None = None, why: str = "", about: UUID | None = None,
           personal_before: dict | None = None, personal_after: dict | None = None) -> Entry:
    """Add an entry about `thing` in the caller's transaction: no change without its entry, and the reverse.

    `before` and `after` hold the changed values as JSON that everybody who reads the log may read for ever: states,
    roles, country codes, counts. `about` is the uuid of the person whom the change concerns: then `why` and the
    personal values are kept under that person's key, and go when the person is erased. For somebody erased already
    they are not kept at all.

    Raises RuntimeError outside a transaction, because then the pair could be torn apart; ValueError for personal values
    about nobody; TypeError for a float, which databases write in more than one way: give a figure as text.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{verb}: record an entry in the transaction of the change.")
    if about is None and (personal_before or personal_after):
        raise ValueError(f"{verb}: personal values need the person they are about.")
    refuse_floats([before, after])
    entry = Entry(at=now, actor=by, verb=verb, object_type=thing._meta.label_lower, object_id=str(thing.pk),
                  country=country, before=before or {}, after=after or {}, about=about)
    if about is None:
        entry.why = why
    elif why or personal_before or personal_after:
        entry.cipher = keys.close({"why": why, "before": personal_before or {}, "after": personal_after or {}},
                                  key=keys.key_for(person=about, now=now), entry=entry)
    entry.save()
    return entry


@dataclass(frozen=True)
class Said:
    """One of many entries of a kind: about which record and whose person, and what `record` takes besides."""

    thing: Model
    about: UUID
    country: str = ""
    personal_before: dict = field(default_factory=dict)
    personal_after: dict = field(default_factory=dict)


def record_many(*, verb: str, said: Sequence[Said], by: UUID | None, now: datetime) -> None:
    """The same as `record` for each of many persons, in a few queries. Raises RuntimeError outside a transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError(f"{verb}: record an entry in the transaction of the change.")
    keys_of = keys.keys_for(persons=[one.about for one in said], now=now)
    entries = []
    for one in said:
        entry = Entry(at=now, actor=by, verb=verb, object_type=one.thing._meta.label_lower, object_id=str(one.thing.pk),
                      country=one.country, about=one.about)
        if one.personal_before or one.personal_after:
            entry.cipher = keys.close({"why": "", "before": one.personal_before, "after": one.personal_after},
                                      key=keys_of[one.about], entry=entry)
        entries.append(entry)
    Entry.objects.bulk_create(entries, batch_size=500)


def refuse_floats(value: object) -> None:
    """The chain hashes values as they are read back, which must be the same on every database."""
    if isinstance(value, float):
        raise TypeError("Give a figure as text or as a whole number: databases write floats differently.")
    if isinstance(value, dict | list | tuple):
        for inner in value.values() if isinstance(value, dict) else value:
            refuse_floats(inner)


def personal(entry: Entry) -> dict | None:
    """The reason and the personal values of an entry: why, before, after; empty if none were recorded.

    None when they cannot be read any more: the person was erased, or the row is not what was written.
    """
    found = keys.open_many([entry])[entry.pk]
    return None if found.state in ("erased", "broken") else found.values
