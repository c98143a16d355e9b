"""Keeps the rights in Wagtail in step with the calendar, works on lists; and what every task of the platform is made of."""

from uuid import UUID

from celery import Task, shared_task
from django.core.management import call_command
from django.utils import timezone

from lms.files.domain import drop
from lms.jobs.domain import progress
from lms.people.domain import grants, sessions, wall
from lms.people.domain.imports import check, confirm, undo
from lms.people.domain.imports.kinds import PEOPLE
from lms.people.resources import PersonResource


class BehindTheWall(Task):
    """The system's own work reads all rows (decision 16), whoever rang for it."""

    def __call__(self, *args, **kwargs):
        with wall.lifted("task"):
            return super().__call__(*args, **kwargs)


@shared_task
def forget_sign_ins() -> None:
    """Beat, daily: sessions that are over, and the devices that they were on."""
    call_command("clearsessions")
    sessions.forget_ended(now=timezone.now())


@shared_task
def follow_grants() -> None:
    """Beat: grants begin and end by their dates."""
    grants.derive_all(on=timezone.localdate())


@shared_task
def check_import(job: str) -> None:
    check.run(UUID(job), kind=PEOPLE, reader=PersonResource)


@shared_task
def confirm_import(job: str) -> None:
    confirm.run(UUID(job), kind=PEOPLE)


@shared_task
def undo_import(job: str) -> None:
    undo.run(UUID(job), kind=PEOPLE)


@shared_task
def resume_imports() -> None:
    """Beat: lists whose worker or doorbell was lost are worked on here."""
    now = timezone.now()
    for name, work in ((PEOPLE.check_job, check_import), (PEOPLE.confirm_job, confirm_import),
                       (PEOPLE.undo_job, undo_import)):
        for job in progress.silent(kind=name, now=now):
            work(str(job))


@shared_task
def finish_erasures() -> None:
    """Beat: contents of files that were let go, when the work ended between the commit and the disk."""
    drop.finish()
