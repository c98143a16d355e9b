"""A peer in a process of its own: it answers over its pipes, and its CPU time is that process's own.

The program reads lines from its standard input, `queries` or `batch N`, and writes a number for each; what it writes
before the line `ready` is for people. `serve` is the program's side of it.
"""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench.client import WrongAnswer

ROOT = Path(__file__).resolve().parents[2]
READY, WRONG = "ready", "wrong: "


@dataclass
class Process:
    """A subject of measurement (`measure.Subject`). Begun with the first question; `close` ends it."""

    name: str
    command: list[str]
    env: dict[str, str]
    running: subprocess.Popen | None = field(default=None, repr=False)

    def begin(self) -> "Process":
        """Start the program, and wait until it is ready. Raises WrongAnswer when it ends before that."""
        self.running = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        env=self.env, cwd=ROOT, bufsize=1)
        self._read_until(READY)
        return self

    def queries(self) -> int:
        return int(self.ask("queries"))

    def batch(self, requests: int) -> float:
        return float(self.ask(f"batch {requests}"))

    def ask(self, question: str) -> str:
        if self.running is None:
            self.begin()
        self.running.stdin.write(question + "\n")
        answer = self.running.stdout.readline().strip()
        if not answer or answer.startswith(WRONG):
            raise WrongAnswer(f"{self.name}: {answer.removeprefix(WRONG) or 'the process has ended'}")
        return answer

    def close(self) -> None:
        if self.running:
            self.running.stdin.close()
            self.running.wait(timeout=30)
            self.running.stdout.close()

    def _read_until(self, mark: str) -> None:
        for line in self.running.stdout:
            if line.strip() == mark:
                return
            print(line, end="", file=sys.stderr)
        raise WrongAnswer(f"{self.name}: the process ended before it was ready")


def serve(*, queries: Callable[[], int], batch: Callable[[int], float]) -> None:
    """Answer questions until there are no more. What goes wrong is said in the answer."""
    print(READY, flush=True)
    for line in sys.stdin:
        what, _space, number = line.strip().partition(" ")
        try:
            print(queries() if what == "queries" else f"{batch(int(number)):.9f}", flush=True)
        except Exception as error:  # the other side stops the run and shows it
            print(WRONG + repr(error).replace("\n", " "), flush=True)
