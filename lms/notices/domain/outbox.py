"""The outbox: letters are written in the change's transaction and leave after its commit."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from lms.notices.domain.codes import new_code
from lms.notices.models import Notice

LEASE, LONGEST_LEASE = timedelta(minutes=5), timedelta(hours=12)
"""How long a letter waits after its first attempt, doubled after each further one; and the most it waits."""
MOST_ATTEMPTS = 14
"""Together more than three days: a mail server that is away over a weekend loses no letter."""

doorbell: list[Callable[[], None]] = []
"""What wakes the sender after a commit; tasks.py hangs it here. Losing a ring loses nothing: beat sweeps."""


def write(*, key: str, person: UUID, address: str, language: str, subject: str, body: str, now: datetime,
          path: str = "", country: str = "", code: str = "") -> Notice:
    """Put a letter in the outbox; with a key that is there already, the first letter stays and is returned.

    `country` is the reader's scope as two letters, `code` what paper says instead of the link; made when none is given.
    The subject becomes one line of 200 letters at most. Raises RuntimeError outside a transaction: a letter must not
    tell of what was rolled back.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{key}: write a letter in the transaction of what it tells of.")
    notice, created = Notice.objects.get_or_create(key=key, defaults={
        "person": person, "address": address, "language": language, "subject": " ".join(subject.split())[:200],
        "body": body, "path": path, "country": country, "code": code or new_code(), "written_at": now})
    if created:
        for ring in doorbell:
            transaction.on_commit(ring)
    return notice


def lease(*, now: datetime, most: int = 50) -> list[Notice]:
    """Take up to `most` unsent letters for this sender; others see one again after five minutes, later after longer."""
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    waiting = Notice.objects.filter(free, sent_at=None, attempts__lt=MOST_ATTEMPTS).exclude(address="")
    taken = []
    for notice in waiting.order_by("id")[:most]:
        if Notice.objects.filter(free, pk=notice.pk, sent_at=None).update(
                leased_until=now + min(LEASE * 2 ** notice.attempts, LONGEST_LEASE), attempts=notice.attempts + 1):
            notice.attempts += 1
            taken.append(notice)
    return taken


def sent(*, notice: Notice, now: datetime) -> None:
    """The mail server took it."""
    Notice.objects.filter(pk=notice.pk).update(sent_at=now, leased_until=None)
