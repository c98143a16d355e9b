"""When a page that was kept for everyone is out of date: a stamp that every publication changes."""

from uuid import uuid4

from django.core.cache import cache
from django.db import transaction

STAMP = "curricula:stamp"


def stamp() -> str:
    """The stamp in force; what was kept under another one is never read again."""
    return str(cache.get_or_set(STAMP, _new, None))


def renew(**_signal) -> None:
    """A page was published, unpublished, moved or deleted: now, and once more when others can see it."""
    cache.set(STAMP, _new(), None)
    transaction.on_commit(lambda: cache.set(STAMP, _new(), None))


def _new() -> str:
    return uuid4().hex
