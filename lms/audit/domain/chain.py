"""How a seal is computed. What stands here is never changed: every hash so far rests on it."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

START = "0" * 64
"""What the first seal is chained to."""

FIELDS = ("id", "at", "actor", "verb", "object_type", "object_id", "country", "before", "after", "why", "about", "cipher")
"""All columns of an entry, in this order. A column that is added later is not among them: it needs a second chain."""


def plain(value: object) -> object:
    """A column's value as JSON that is the same on every database: UTC to the microsecond, bytes and uuids as hex."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, bytes | memoryview | bytearray):
        return bytes(value).hex()
    return value


def hash_of(*, before: str, number: int, sealed_at: datetime, entry: Sequence[object]) -> str:
    """SHA-256 in hex over the hash before, the seal's own number and time, and the entry's FIELDS in their order."""
    said = [before, number, plain(sealed_at), *map(plain, entry)]
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
