"""Long work: one worker at a time, resumed when it falls silent."""

from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from lms.jobs.domain import progress
from lms.jobs.models import Job

NOW = timezone.now()


def ask(total: int = 4) -> Job:
    return progress.ask(kind="test", owner=uuid4(), total=total, now=NOW)


def test_a_job_is_claimed_once(db):
    job = ask()
    assert progress.claim(job=job.uuid, now=NOW).state == Job.State.RUNNING
    assert progress.claim(job=job.uuid, now=NOW) is None


def test_a_silent_worker_loses_its_job_and_the_next_begins_anew(db):
    job = ask()
    progress.step(job=progress.claim(job=job.uuid, now=NOW), done=3, now=NOW)
    later = NOW + timedelta(minutes=3)
    assert progress.silent(kind="test", now=later) == [job.uuid]
    assert progress.claim(job=job.uuid, now=later).done == 0


def test_a_working_job_is_not_taken_away(db):
    job = ask()
    progress.step(job=progress.claim(job=job.uuid, now=NOW), done=1, now=NOW + timedelta(minutes=2))
    assert progress.claim(job=job.uuid, now=NOW + timedelta(minutes=3)) is None


def test_it_never_says_more_than_all(db):
    job = ask()
    progress.step(job=job, done=9, now=NOW)
    assert Job.objects.get(pk=job.pk).percent == 100


@pytest.mark.parametrize(("failed", "state", "percent"), [(False, "done", 100), (True, "failed", 25)])
def test_an_ended_job_stays_ended(failed, state, percent, db):
    job = ask()
    progress.step(job=progress.claim(job=job.uuid, now=NOW), done=1, now=NOW)
    progress.end(job=job, now=NOW, failed=failed)
    ended = Job.objects.get(pk=job.pk)
    assert (ended.state, ended.percent) == (state, percent)
    assert progress.claim(job=job.uuid, now=NOW + timedelta(days=1)) is None
    assert progress.silent(kind="test", now=NOW + timedelta(days=1)) == []


def test_without_steps_it_is_nothing_per_cent(db):
    assert ask(total=0).percent == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_gets_the_job():
    job, start, got = ask(), Barrier(2), []

    def worker() -> None:
        try:
            start.wait()
            got.append(progress.claim(job=job.uuid, now=NOW) is not None)
        finally:
            connection.close()

    threads = [Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == [False, True]
