"""Keeps the rights in Wagtail in step with the calendar."""

from celery import shared_task
from django.utils import timezone

from lms.people.domain import grants


@shared_task
def follow_grants() -> None:
    """Beat: grants begin and end by their dates."""
    grants.derive_all(on=timezone.localdate())
