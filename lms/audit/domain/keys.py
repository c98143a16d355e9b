"""Each person's key, and what is written under it. Ground knows no person: a uuid has a key."""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from lms.audit.models import Entry, PersonKey

NONCE = 12
"""Bytes before the ciphertext: a fresh random nonce an entry (NIST SP 800-38D, 8.2.2)."""


@dataclass(frozen=True)
class Opened:
    """What an entry says under its person's key: `values` has why, before and after.

    `state` is open, none (nothing personal was recorded), erased (the key is destroyed) or broken (not what was written).
    """

    state: str
    values: dict = field(default_factory=dict)


def key_for(*, person: UUID, now: datetime) -> bytes:
    """The person's key, made on first use; nothing when it was destroyed. Of two that make it at once, one's stays."""
    known = list(PersonKey.objects.filter(person=person).values_list("key", flat=True))
    if known:
        return bytes(known[0])
    kept, _made = PersonKey.objects.get_or_create(
        person=person, defaults={"key": AESGCM.generate_key(bit_length=256), "made_at": now})
    return bytes(kept.key)


def keys_for(*, persons: Sequence[UUID], now: datetime) -> dict[UUID, bytes]:
    """The same for many persons, in a few queries."""
    known = set(PersonKey.objects.filter(person__in=persons).values_list("person", flat=True))
    PersonKey.objects.bulk_create(
        [PersonKey(person=one, key=AESGCM.generate_key(bit_length=256), made_at=now)
         for one in dict.fromkeys(persons) if one not in known], ignore_conflicts=True)
    return {row.person: bytes(row.key) for row in PersonKey.objects.filter(person__in=persons)}


def destroy_many(*, persons: Sequence[UUID], now: datetime) -> None:
    """Destroy the keys of persons who are in the register no more and whom nobody could ask to be erased."""
    PersonKey.objects.filter(person__in=persons, destroyed_at=None).update(key=b"", destroyed_at=now)


@transaction.atomic
def destroy(*, person: UUID, now: datetime) -> None:
    """Make all that the log holds of the person unreadable, for ever; the chain over it still verifies.

    A second call changes nothing. A person who had no key gets none later either.
    """
    kept, _made = PersonKey.objects.select_for_update().get_or_create(
        person=person, defaults={"key": b"", "made_at": now, "destroyed_at": now})
    if kept.destroyed_at is None:
        kept.key, kept.destroyed_at = b"", now
        kept.save(update_fields=["key", "destroyed_at"])


def bound_to(entry: Entry) -> bytes:
    """What the ciphertext belongs to: copied to another entry, it does not open."""
    return json.dumps([entry.verb, entry.object_type, entry.object_id, str(entry.about),
                       entry.at.astimezone(UTC).isoformat(timespec="microseconds")]).encode()


def close(values: dict, *, key: bytes, entry: Entry) -> bytes:
    """Nonce and ciphertext (AES-256-GCM) of values, dates and decimals as Django writes them in JSON; nothing without a
    key."""
    if not key:
        return b""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, json.dumps(values, cls=DjangoJSONEncoder).encode(), bound_to(entry))


def open_many(entries: Iterable[Entry]) -> dict[int, Opened]:
    """{entry's pk: what it says under its person's key}, with one query for the keys."""
    entries = list(entries)
    keys = {row.person: row for row in PersonKey.objects.filter(
        person__in={entry.about for entry in entries if entry.about})}
    return {entry.pk: opened(entry, keys.get(entry.about) if entry.about else None) for entry in entries}


def opened(entry: Entry, kept: PersonKey | None) -> Opened:
    cipher = bytes(entry.cipher)
    if not cipher:
        return Opened("none")
    if kept is None:
        return Opened("broken")
    if kept.destroyed_at:
        return Opened("erased")
    try:
        text = AESGCM(bytes(kept.key)).decrypt(cipher[:NONCE], cipher[NONCE:], bound_to(entry))
    except (InvalidTag, ValueError):
        return Opened("broken")
    return Opened("open", json.loads(text))
