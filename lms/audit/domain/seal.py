"""The sealer: chains the entries that are older than a minute. Writers never wait for it, nor for each other."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet

from lms.audit.domain.chain import FIELDS, START, hash_of
from lms.audit.models import Entry, Seal

REST = timedelta(minutes=1)
"""An entry is sealed when it is older: transactions that began earlier have their smaller ids in by then."""

LOOK_BACK = timedelta(days=1)
MOST = 5000


def waiting(*, now: datetime, whole: bool = False) -> QuerySet[Entry]:
    """Entries without a seal, in id order.

    Looks only at ids above the one that was sealed a day ago, because no transaction lasts that long; `whole` looks at
    the whole log.
    """
    unsealed = Entry.objects.filter(~Exists(Seal.objects.filter(entry_id=OuterRef("pk")))).order_by("pk")
    if whole:
        return unsealed
    settled = Seal.objects.filter(sealed_at__lt=now - LOOK_BACK).order_by("-number").values_list("entry_id", flat=True)
    return unsealed.filter(pk__gt=settled.first() or 0)


def last() -> Seal | None:
    """The head of the chain; its number is how many entries are sealed."""
    return Seal.objects.order_by("-number").first()


def seal(*, now: datetime, most: int = MOST, whole: bool = False) -> int:
    """Seal up to `most` entries that are older than a minute at `now`, in id order; returns how many.

    Of two sealers at once one comes through; the other's seals have numbers that are taken, so it leaves without any
    and returns 0.
    """
    try:
        with transaction.atomic():
            return _seal(now=now, most=most, whole=whole)
    except IntegrityError:
        return 0


def _seal(*, now: datetime, most: int, whole: bool) -> int:
    head = last()
    number, before, seals = (head.number, head.hash, []) if head else (0, START, [])
    rows = waiting(now=now, whole=whole).filter(at__lt=now - REST)
    for row in rows.values_list(*FIELDS)[:most]:
        number += 1
        before = hash_of(before=before, number=number, sealed_at=now, entry=row)
        seals.append(Seal(number=number, entry_id=row[0], hash=before, sealed_at=now))
    Seal.objects.bulk_create(seals)
    return len(seals)
