"""When a lesson is completed: a pure function over statements, the same in whatever order they arrive."""

from collections.abc import Iterable
from dataclasses import dataclass

EXPERIENCED = "http://adlnet.gov/expapi/verbs/experienced"
ANSWERED = "http://adlnet.gov/expapi/verbs/answered"
COMPLETED = "http://adlnet.gov/expapi/verbs/completed"


@dataclass(frozen=True)
class Done:
    """One statement as the rule sees it: which step, which verb, and whether an answer was right."""

    step: str
    verb: str
    success: bool | None = None


@dataclass(frozen=True)
class Progress:
    read: frozenset[str]
    right: frozenset[str]
    steps: int

    @property
    def completed(self) -> bool:
        return len(self.read) == self.steps


def progress(*, steps: dict[str, bool], done: Iterable[Done]) -> Progress:
    """`steps` is {step: has a question}. A step is read when it was experienced and, if it asks, once answered right.

    Statements about unknown steps count for nothing; repeated or late ones change nothing. Completed is monotone.
    """
    done = list(done)
    seen = {d.step for d in done if d.verb == EXPERIENCED and d.step in steps}
    right = {d.step for d in done if d.verb == ANSWERED and d.success and d.step in steps}
    read = {step for step in seen if not steps[step] or step in right}
    return Progress(frozenset(read), frozenset(right), len(steps))
