"""Counts all answers of a form in one pass; memory does not grow with their number, but for a few bytes a number."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from lms.surveys.domain.counts import each
from lms.surveys.domain.results.parts import ANSWERS, Row, Split
from lms.surveys.domain.results.wish import PLAIN
from lms.surveys.models.definition import CHOSEN, NUMBERS, Definition

COLUMNS = (*PLAIN.values(), "received_on", "answers")
"""What a row holds, in this order."""
DAYS = frozenset({"date", "dateTime"})


@dataclass
class Counted:
    """One question: how many answers of each part have it, each choice or month, and the numbers given."""

    item: dict
    answered: Counter = field(default_factory=Counter)
    chosen: Counter = field(default_factory=Counter)
    numbers: dict[Any, array] = field(default_factory=dict)


@dataclass
class Tally:
    """How many answers each part has, and the questions in the form's order."""

    sizes: Counter
    questions: list[Counted]


def tally(rows: Iterable[Row], *, definition: Definition, split: Split, takes: Callable[[Row], bool]) -> Tally:
    """Count the rows that `takes` wants, part by part. A question in a repeat counts once a form, by all its entries."""
    sizes: Counter = Counter()
    questions = {item["path"]: Counted(item) for item in definition.asked}
    flat = {path: (counted, count_for(counted.item)) for path, counted in questions.items() if not counted.item["repeat"]}
    nested = [counted for counted in questions.values() if counted.item["repeat"]]
    known = frozenset(split.keys)
    for row in rows:
        if not takes(row):
            continue
        part = split.key_of(row)
        if part not in known:  # it came after the parts were counted: the next look has it
            continue
        sizes[part] += 1
        answers = row[ANSWERS]
        for path, answer in answers.items():
            if path in flat:
                counted, count = flat[path]
                counted.answered[part] += 1
                count(counted, part, answer)
        for counted in nested:
            found = list(each(answers, counted.item["path"]))
            if found:
                counted.answered[part] += 1
                if counted.item["type"] in CHOSEN:
                    _several(counted, part, [name for one in found for name in (one if isinstance(one, list) else [one])])
    return Tally(sizes, list(questions.values()))


def kind_of(item: dict) -> str:
    """How a question's answers are shown: one, several, numbers, days, words; else none, which only counts them."""
    if item["repeat"]:
        return "several" if item["type"] in CHOSEN else "none"
    if item["type"] == "select_one":
        return "one"
    if item["type"] in CHOSEN:
        return "several"
    if item["type"] in NUMBERS:
        return "numbers"
    if item["type"] in DAYS:
        return "days"
    return "words" if item["type"] == "text" else "none"


def count_for(item: dict) -> Callable[[Counted, Any, Any], None]:
    return {"one": _one, "several": _several, "numbers": _number, "days": _month}.get(kind_of(item), _nothing)


def _nothing(counted: Counted, part: Any, answer: Any) -> None:
    """It is counted as answered, and no more."""


def _one(counted: Counted, part: Any, answer: Any) -> None:
    counted.chosen[part, str(answer)] += 1


def _several(counted: Counted, part: Any, answer: Any) -> None:
    for name in set(answer if isinstance(answer, list) else [str(answer)]):
        counted.chosen[part, name] += 1


def _number(counted: Counted, part: Any, answer: Any) -> None:
    # an older version may have asked for words here
    if isinstance(answer, int | float):
        if part not in counted.numbers:
            counted.numbers[part] = array("d")
        counted.numbers[part].append(answer)
    else:
        counted.answered[part] -= 1


def _month(counted: Counted, part: Any, answer: Any) -> None:
    counted.chosen[part, str(answer)[:7]] += 1
