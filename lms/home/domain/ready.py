"""What has come for a person: letters, and results of long work."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from lms.jobs.models import Job
from lms.notices.models import Notice
from lms.people.models import Person

KINDS = {"monitoring.readings": gettext_lazy("Readings of the targets")}
STATES = {Job.State.WAITING: gettext_lazy("waits for its turn"), Job.State.RUNNING: gettext_lazy("is being made"),
          Job.State.FAILED: gettext_lazy("was not made; ask for it again")}
NEWEST = 5


@dataclass(frozen=True)
class Arrival:
    """A letter or a result: `language` is that of the title, `at` an aware time, `note` what is not done yet."""

    title: str
    language: str
    url: str
    at: datetime
    note: str = ""


def ready_for(*, person: Person) -> list[Arrival]:
    """The newest letters to the person and the newest work the person asked for, newest first. Two queries."""
    language = get_language() or "en"
    letters = [Arrival(notice.subject, notice.language, behind(language, notice.path), notice.written_at)
               for notice in Notice.objects.filter(person=person.uuid).order_by("-written_at", "-pk")[:NEWEST]]
    jobs = [Arrival(str(KINDS.get(job.kind, _("Long work"))), language,
                    behind(language, job.result_path) or reverse("people:job", args=[job.uuid]),
                    job.ended_at or job.asked_at, str(STATES.get(Job.State(job.state), "")))
            for job in Job.objects.filter(owner=person.uuid).order_by("-asked_at")[:NEWEST]]
    return sorted([*letters, *jobs], key=lambda arrival: arrival.at, reverse=True)[:NEWEST]


def behind(language: str, path: str) -> str:
    """The address of a path that was stored without its language, or nothing."""
    return f"/{language}/{path}" if path else ""
