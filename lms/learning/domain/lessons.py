"""Taking a lesson: start, read a step, answer its question, complete."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from wagtail.blocks import StreamValue, StructValue

from lms.learning.domain import statements
from lms.learning.domain.completion import ANSWERED, COMPLETED, EXPERIENCED, Done, Progress, progress
from lms.learning.models import LessonPage, Registration, Statement
from lms.people.models import Person


@dataclass(frozen=True)
class Answer:
    right: bool
    feedback: str


def question_of(step: StreamValue.StreamChild) -> StructValue | None:
    """The step's question (the value of its block), or None."""
    return next((block.value for block in step.value["content"] if block.block_type == "question"), None)


def judge(*, lesson: LessonPage, step: str, chosen: int | None) -> Answer | None:
    """Whether answer number `chosen` (from 0) is right, with what to say; None without a question or such an answer.

    Judged on the server: which answer is right is never sent to a browser.
    """
    question = question_of(step_of(lesson, step))
    if question is None or chosen is None or not 0 <= chosen < len(question["options"]):
        return None
    right = bool(question["options"][chosen]["right"])
    return Answer(right, question["feedback_right"] if right else question["feedback_wrong"])


def step_of(lesson: LessonPage, step: str) -> StreamValue.StreamChild:
    """The block of a step, by its key. Raises KeyError when the lesson has no such step."""
    block = next((block for block in lesson.steps if block.value["key"] == step), None)
    if block is None:
        raise KeyError(step)
    return block


def step_keys(lesson: LessonPage) -> dict[str, bool]:
    """{step: has a question}, in the lesson's order."""
    return {step.value["key"]: question_of(step) is not None for step in lesson.steps}


def progress_of(*, lesson: LessonPage, person: Person | None) -> Progress:
    """How far a person is; statements of every language of the lesson count."""
    prefix = lesson.activity_id() + ":"
    rows = Statement.objects.filter(actor=person.uuid, activity__startswith=prefix) if person else []
    done = [Done(row.activity.removeprefix(prefix), row.verb, row.result.get("success")) for row in rows]
    return progress(steps=step_keys(lesson), done=done)


@transaction.atomic
def read_step(*, lesson: LessonPage, step: str, chosen: int | None, by: Person, statement: UUID,
              now: datetime) -> tuple[Progress, Answer | None]:
    """The person has read a step and, where it asks, chosen answer number `chosen` (from 0).

    Judged on the server (a browser says only which answer). Returns the progress and the judgement; the same answer
    with the same `statement` uuid changes nothing, another answer with it (a browser's way back) is another statement.
    Completing writes one "completed" statement. Raises KeyError when the lesson has no such step.
    """
    step_of(lesson, step)
    registration, _created = Registration.objects.get_or_create(
        person=by, lesson=lesson.key,
        defaults={"country": by.country, "language": lesson.language, "started_at": now})
    # two last steps at once: the second waits here, sees the first, and completes
    registration = Registration.objects.select_for_update().get(pk=registration.pk)
    answer = judge(lesson=lesson, step=step, chosen=chosen)
    write = partial(statements.record, person=by, timestamp=now, now=now, registration=registration)
    activity = lesson.activity_id(step)
    write(uuid=uuid5(NAMESPACE_URL, f"{by.uuid}:{activity}"), verb=EXPERIENCED, activity=activity, result=None)
    if answer is not None:
        write(uuid=uuid5(statement, f"{by.uuid}:{activity}:{chosen}"), verb=ANSWERED, activity=activity,
              result={"success": answer.right, "response": str(chosen)})
    reached = progress_of(lesson=lesson, person=by)
    if reached.completed and registration.completed_at is None:
        activity = lesson.activity_id()
        write(uuid=uuid5(NAMESPACE_URL, f"{by.uuid}:{activity}:completed"), verb=COMPLETED, activity=activity,
              result={"completion": True})
        Registration.objects.filter(pk=registration.pk, completed_at=None).update(completed_at=now)
    return reached, answer
