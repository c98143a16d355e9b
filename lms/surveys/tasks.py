"""Writes exports in the background."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from lms.jobs.domain import progress
from lms.surveys.domain.exports import asking


@shared_task
def write_export(job: str) -> None:
    asking.run(UUID(job))


@shared_task
def resume_exports() -> None:
    """Beat: exports whose worker or doorbell was lost are written here."""
    for job in progress.silent(kind=asking.KIND, now=timezone.now()):
        asking.run(job)


@shared_task
def forget_exports() -> None:
    """Beat: files are kept for a week."""
    asking.forget(now=timezone.now())
