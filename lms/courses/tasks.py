"""Works on the registers of past editions."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from lms.courses.domain.register import REGISTER
from lms.courses.resources import RegisterResource
from lms.jobs.domain import progress
from lms.people.domain.imports import check, confirm, undo


@shared_task
def check_register(job: str) -> None:
    check.run(UUID(job), kind=REGISTER, reader=RegisterResource)


@shared_task
def confirm_register(job: str) -> None:
    confirm.run(UUID(job), kind=REGISTER)


@shared_task
def undo_register(job: str) -> None:
    undo.run(UUID(job), kind=REGISTER)


@shared_task
def resume_registers() -> None:
    """Beat: lists whose worker or doorbell was lost are worked on here."""
    now = timezone.now()
    for name, work in ((REGISTER.check_job, check_register), (REGISTER.confirm_job, confirm_register),
                       (REGISTER.undo_job, undo_register)):
        for job in progress.silent(kind=name, now=now):
            work(str(job))
