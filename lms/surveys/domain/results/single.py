"""One filled form as a person reads it; who read it stands in the log."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from lms.audit.domain.log import record
from lms.look.domain.dates import write_day
from lms.people.models import Person
from lms.surveys.domain.languages import tag
from lms.surveys.domain.reading import text_of
from lms.surveys.domain.results.access import readable
from lms.surveys.domain.results.figures import said
from lms.surveys.models import Form, Submission
from lms.surveys.models.definition import CHOSEN, Definition


@dataclass(frozen=True)
class Said:
    """A question and its answer, each in its language; or, without an answer, the head of a group or of one entry.

    `number` is that of an entry, from 1.
    """

    label: str
    language: str
    depth: int
    answer: str = ""
    answer_language: str = ""
    number: int = 0
    head: bool = False


@dataclass(frozen=True)
class Single:
    submission: Submission
    said: list[Said]


@transaction.atomic
def read_one(*, form: Form, instance: UUID, by: Person, now: datetime, language: str) -> Single:
    """The answer of an instance id, for somebody who may read it. Raises Submission.DoesNotExist for everyone else."""
    rows = readable(form=form, by=by).select_related("version", "person", "country")
    found = rows.get(instance_id=instance)
    record(verb="answers.read", thing=found, by=by.uuid, now=now, country=found.country.code if found.country else "",
           about=found.person.uuid if found.person else None)
    definition = found.version.definition
    return Single(found, list(_walk(definition, found.answers, "", language, found.language, 0)))


def _walk(definition: Definition, answers: dict[str, Any], repeat: str, language: str, own: str, depth: int) -> Iterator[Said]:
    """What was answered, in the form's order; groups only when something in them was."""
    waiting: list[dict] = []
    for item in definition.inside(repeat):
        waiting = [group for group in waiting if item["path"].startswith(f"{group['path']}/")]
        if item["type"] == "group":
            waiting.append(item)
            continue
        if item["path"] not in answers or item["type"] in {"note", "meta", "hidden"}:
            continue
        for group in waiting:
            label, code = said(group["labels"], language)
            if label:
                yield Said(label, code, depth, head=True)
        waiting = []
        label, code = said(item["labels"], language)
        if item["type"] == "repeat":
            for number, entry in enumerate(answers[item["path"]], start=1):
                yield Said(label or item["name"], code, depth, number=number, head=True)
                yield from _walk(definition, entry, item["path"], language, own, depth + 1)
            continue
        answer, tongue = _in_words(definition, item, answers[item["path"]], language, own)
        yield Said(label or item["name"], code, depth, answer, tongue)


def _in_words(definition: Definition, item: dict, answer: Any, language: str, own: str) -> tuple[str, str]:
    if item["type"] == "date" and isinstance(answer, str):
        return write_day(date.fromisoformat(answer), language=language), ""
    if item["type"] not in CHOSEN:
        return text_of(answer), tag(own) if item["type"] == "text" else ""
    labels = {choice["name"]: said(choice["labels"], language) for choice in definition.choices(item)}
    words = [labels.get(str(one), (str(one), "")) for one in (answer if isinstance(answer, list) else [answer])]
    return ", ".join(text or "" for text, _code in words), next((code for _text, code in words), "")
