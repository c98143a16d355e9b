"""How we measure: batches that alternate, the minimum of their CPU times, the number of queries."""

from dataclasses import dataclass
from typing import Protocol

BATCH_SECONDS = 0.06
"""About as long as a batch takes: long against the clock's grain, short against the machine's moods."""


class Subject(Protocol):
    """Something that can be asked again and again: a page of ours, or a peer in this or another process."""

    @property
    def name(self) -> str: ...

    def queries(self) -> int:
        """Ask once; the number of queries. Raises when the answer is not the right one."""

    def batch(self, requests: int) -> float:
        """Ask so many times, checking each answer; CPU seconds spent."""


@dataclass(frozen=True)
class Measured:
    """Milliseconds of CPU a request (the minimum of all batches), and its queries."""

    ms: float
    queries: int


def side_by_side(subjects: list[Subject], *, rounds: int) -> list[Measured]:
    """Measure subjects in turns, so that a mood of the machine meets all of them; one result each, in order.

    Each is asked three times before: its caches are warm. `rounds` is at least 1; 5 or more give a figure to rely on.
    """
    sizes, queries = [], []
    for subject in subjects:
        subject.batch(2)
        sizes.append(max(1, round(BATCH_SECONDS / max(subject.batch(1), 1e-4))))
        queries.append(subject.queries())
    best = [float("inf")] * len(subjects)
    for _ in range(rounds):
        for place, (subject, requests) in enumerate(zip(subjects, sizes, strict=True)):
            best[place] = min(best[place], subject.batch(requests) / requests)
    return [Measured(seconds * 1000, count) for seconds, count in zip(best, queries, strict=True)]
