"""Counts per question of one occasion. Fewer than five answers are never shown."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from lms.surveys.models import Form, Submission

FEWEST = 5


@dataclass(frozen=True)
class ChoiceCount:
    name: str
    labels: dict[str, str]
    count: int


@dataclass(frozen=True)
class QuestionCount:
    """One question: how many answered, how often each choice, the mean of numbers. All None when hidden."""

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
    newest = form.versions.latest("number")
    asked = [item for item in newest.items if item["type"] not in {"note", "group", "meta"}]
    return [_count(item, [row[item["path"]] for row in rows if item["path"] in row], fewest) for item in asked]


def _count(item: dict, given: list, fewest: int) -> QuestionCount:
    if len(given) < fewest:
        return QuestionCount(item["path"], item["type"], item["labels"], None, None, None)
    choices, mean = None, None
    if item["type"].startswith("select"):
        tally = Counter(name for one in given for name in (one if isinstance(one, list) else [one]))
        choices = [ChoiceCount(choice["name"], choice["labels"], tally[choice["name"]]) for choice in item["choices"]]
    elif item["type"] in {"integer", "decimal"}:
        mean = sum(given) / len(given)
    return QuestionCount(item["path"], item["type"], item["labels"], len(given), choices, mean)
