"""What the calendar does to curricula: rounds whose last day is over are counted, seats are reminded, pages come on their day."""

from celery import shared_task
from django.utils import timezone

from curricula.domain import consensus, scheduling


@shared_task
def move_rounds() -> None:
    """Beat: each round in a transaction of its own, so that one that fails holds up no other."""
    now = timezone.now()
    for round in consensus.open_rounds():
        if not consensus.close_if_due(round=round, now=now):
            consensus.remind_if_due(round=round, now=now)


@shared_task
def publish_scheduled() -> None:
    """Beat: pages that were given a day in Wagtail's editor are published and unpublished on it."""
    scheduling.keep_the_calendar(now=timezone.now())
