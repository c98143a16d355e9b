"""Takes readings in the background."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from lms.jobs.domain import progress
from lms.monitoring.domain import readings


@shared_task
def take_readings(job: str) -> None:
    readings.run(UUID(job))


@shared_task
def resume_readings() -> None:
    """Beat: jobs whose worker or doorbell was lost are done here."""
    for job in progress.silent(kind=readings.KIND, now=timezone.now()):
        readings.run(job)
