"""Seals what was recorded. Called by beat each minute, and once a day for the whole log."""

from celery import shared_task
from django.utils import timezone

from lms.audit.domain import seal as sealer

ROUNDS = 20


@shared_task
def seal(whole: bool = False) -> int:
    """Seal what waits, in transactions of 5,000 entries and 100,000 at most; returns how many were sealed."""
    sealed = 0
    for _round in range(ROUNDS):
        done = sealer.seal(now=timezone.now(), whole=whole)
        sealed += done
        if done < sealer.MOST:
            break
    return sealed
