"""Counts per question of one occasion. Fewer than five answers are never shown."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lms.surveys.domain.evaluation_lists import plain_texts
from lms.surveys.models import Form, Submission
from lms.surveys.models.definition import CHOSEN, NUMBERS, Definition

FEWEST = 5


@dataclass(frozen=True)
class ChoiceCount:
    name: str
    labels: dict[str, str]
    count: int


@dataclass(frozen=True)
class QuestionCount:
    """One question: how many answered, how often each choice, the mean of numbers. All None when hidden.

    `answered` counts forms; a question in a repeat may be answered several times in one, and counts each time below.
    """

    path: str
    type: str
    labels: dict[str, str]
    answered: int | None
    choices: list[ChoiceCount] | None
    mean: float | None


def counts(*, form: Form, occasion: UUID, fewest: int = FEWEST) -> list[QuestionCount] | None:
    """Counts of all submissions of a form for an occasion, over its versions, in the newest version's words.

    None when fewer than `fewest` (at least 5, rules.md) answered; a question that fewer answered is there
    with its figures None. Texts are counted and not shown. There is no filter, so nothing can be subtracted.
    """
    fewest = max(fewest, FEWEST)
    rows = list(Submission.objects.filter(occasion=occasion, version__form=form).values_list("answers", flat=True))
    if len(rows) < fewest:
        return None
    definition = form.versions.latest("number").definition
    return [_count(item, [found for row in rows if (found := list(each(row, item["path"])))], definition, fewest)
            for item in definition.asked]


def each(answers: dict[str, Any], path: str) -> Iterator[Any]:
    """The answers to a question in one submission: one, or one from every instance of the repeats around it."""
    if path in answers:
        yield answers[path]
        return
    for repeat, rows in answers.items():
        if path.startswith(f"{repeat}/") and isinstance(rows, list):
            for row in rows:
                yield from each(row, path)


def _count(item: dict, given: list[list], definition: Definition, fewest: int) -> QuestionCount:
    labels = plain_texts(item["labels"])
    if len(given) < fewest:
        return QuestionCount(item["path"], item["type"], labels, None, None, None)
    answers = [answer for one in given for answer in one]
    choices, mean = None, None
    if item["type"] in CHOSEN:
        tally = Counter(name for one in answers for name in (one if isinstance(one, list) else [one]))
        choices = [ChoiceCount(choice["name"], plain_texts(choice["labels"]), tally[choice["name"]])
                   for choice in definition.choices(item)]
    elif item["type"] in NUMBERS:
        mean = sum(answers) / len(answers)
    return QuestionCount(item["path"], item["type"], labels, len(given), choices, mean)
