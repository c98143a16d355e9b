"""The life of a job: asked for, claimed by one worker, stepped, ended; a silent one is claimed again."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from lms.jobs.models import Job

SILENT = timedelta(minutes=2)


def ask(*, kind: str, owner: UUID, total: int, now: datetime, arguments: dict | None = None) -> Job:
    """A new job that waits for a worker. `total` is the number of steps it will take."""
    return Job.objects.create(kind=kind, owner=owner, total=total, arguments=arguments or {},
                              asked_at=now, touched_at=now)


def claim(*, job: UUID, now: datetime) -> Job | None:
    """Take the job for this worker, or None when another has it or it has ended. Starts from step 0."""
    free = Q(state=Job.State.WAITING) | Q(state=Job.State.RUNNING, touched_at__lt=now - SILENT)
    taken = Job.objects.filter(free, uuid=job).update(state=Job.State.RUNNING, touched_at=now, done=0)
    return Job.objects.get(uuid=job) if taken else None


def step(*, job: Job, done: int, now: datetime) -> None:
    """`done` steps of `total` are behind us."""
    Job.objects.filter(pk=job.pk).update(done=min(done, job.total), touched_at=now)


def end(*, job: Job, now: datetime, result_path: str = "", failed: bool = False) -> None:
    """The work is over; `result_path` is where its result stands, without the language."""
    Job.objects.filter(pk=job.pk).update(
        state=Job.State.FAILED if failed else Job.State.DONE, result_path=result_path,
        touched_at=now, ended_at=now, **({} if failed else {"done": job.total}))


def silent(*, kind: str, now: datetime) -> list[UUID]:
    """Jobs of a kind that no worker has touched for two minutes: their doorbell or worker was lost."""
    return list(Job.objects.filter(kind=kind, state__in=[Job.State.WAITING, Job.State.RUNNING],
                                   touched_at__lt=now - SILENT).values_list("uuid", flat=True))
