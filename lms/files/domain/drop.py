"""Removes a stored file for good. The row stays, so that what pointed at it still finds that there was one."""

from collections.abc import Iterable
from functools import partial
from uuid import UUID

from django.db import connection, transaction

from lms.files.models import StoredFile


def drop(files: Iterable[UUID]) -> int:
    """Let these files go: their names now, their content when the transaction is through. Returns how many.

    A row without a name and with a content is one whose content is still to be removed: `finish` does it, also after a
    crash between the two. Raises RuntimeError outside a transaction, because a file cannot be brought back.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("Drop files in the transaction of what drops them.")
    found = list(StoredFile.objects.filter(uuid__in=set(files)).exclude(content="").values_list("uuid", flat=True))
    StoredFile.objects.filter(uuid__in=found).update(name="")
    if found:
        transaction.on_commit(partial(finish, found))
    return len(found)


def finish(files: Iterable[UUID] | None = None) -> int:
    """Remove the content of what was let go, of `files` or of all; a missing file is one that was removed already."""
    waiting = StoredFile.objects.filter(name="").exclude(content="")
    if files is not None:
        waiting = waiting.filter(uuid__in=list(files))
    done = 0
    for stored in waiting:
        stored.content.storage.delete(str(stored.content.name))
        StoredFile.objects.filter(pk=stored.pk).update(content="")
        done += 1
    return done
