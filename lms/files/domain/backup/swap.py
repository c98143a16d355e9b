"""Puts what was built in place of what is in use: several renames that happen all or not at all.

The plan is written to DATA_DIR/.restore-journal first. An error on the way undoes what was done. After a kill or a
loss of power, `finish_cut_off` does the rest; it runs before anything of the site is opened (lms/files/apps.py).
"""

import contextlib
import dataclasses
import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

JOURNAL = ".restore-journal"


@dataclasses.dataclass(frozen=True)
class Step:
    """`live` becomes `before`, `staged` becomes `live`. Without `staged`, `live` only goes away.

    The three are paths, or with `schema` names of schemas of PostgreSQL. A step can be done twice.
    """

    live: str
    before: str
    staged: str = ""
    schema: bool = False

    def do(self) -> None:
        if self.schema:
            self._exchange(self.staged, self.live, self.before)
        elif not self.staged or os.path.lexists(self.staged):
            if os.path.lexists(self.live) and not os.path.lexists(self.before):
                os.rename(self.live, self.before)
            if self.staged:
                os.rename(self.staged, self.live)

    def undo(self) -> None:
        if self.schema:
            self._exchange(self.before, self.live, self.staged)
            return
        if self.staged and not os.path.lexists(self.staged) and os.path.lexists(self.live):
            os.rename(self.live, self.staged)
        if os.path.lexists(self.before) and not os.path.lexists(self.live):
            os.rename(self.before, self.live)

    @staticmethod
    def _exchange(staged: str, live: str, before: str) -> None:
        # needs Django, which is not there yet when a restore that was cut off is finished at the start
        from lms.files.domain.backup.exchange import exchange

        exchange(staged=staged, live=live, before=before)


def swap(steps: list[Step], *, folder: Path) -> None:
    """Do all steps; on an error undo them and raise it. Whatever ends the process, the outcome is one of the two."""
    with journal_of(steps, folder=folder) as path:
        done: list[Step] = []
        try:
            for step in steps:
                done.append(step)
                step.do()
            settle(steps)
        except BaseException:
            for step in reversed(done):
                step.undo()
            path.unlink()
            raise
        path.unlink()


@contextlib.contextmanager
def journal_of(steps: list[Step], *, folder: Path) -> Iterator[Path]:
    """Write the plan, complete and locked from the moment it can be seen."""
    draft = folder / f"{JOURNAL}.draft"
    try:
        with draft.open("wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(json.dumps([dataclasses.asdict(step) for step in steps]).encode())
            file.flush()
            os.fsync(file.fileno())
            draft.rename(folder / JOURNAL)
            sync(folder)
            yield folder / JOURNAL
    finally:
        draft.unlink(missing_ok=True)


def finish_cut_off(folder: Path) -> bool:
    """Finish the exchange that a killed restore began in `folder` (DATA_DIR); True when there was one.

    A restore that is at it in this moment is waited for.
    """
    path = folder / JOURNAL
    try:
        file: BinaryIO = path.open("rb")
    except FileNotFoundError:
        return False
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not path.exists():
            return False  # who held the lock has finished it
        steps = [Step(**step) for step in json.loads(file.read())]
        for step in steps:
            step.do()
        settle(steps)
        path.unlink(missing_ok=True)
        return True


def settle(steps: list[Step]) -> None:
    """The renames are on the disk before the journal goes."""
    for folder in {Path(step.live).parent for step in steps if not step.schema}:
        sync(folder)


def sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
