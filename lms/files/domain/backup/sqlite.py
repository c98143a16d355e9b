"""The database of one file: a consistent copy while others write, and the copy made ready to take its place."""

import contextlib
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from lms.files.domain.backup.contents import BLOCK, Member, Packing
from lms.files.domain.backup.place import Migrations, data_dir, database_in
from lms.files.domain.backup.refusal import BackupRefused
from lms.files.domain.backup.swap import Step

MEMBER = "database/db.sqlite3"
STORED = "SELECT content, sha256 FROM files_storedfile"
COUNT = "SELECT count(*) FROM "
BESIDE = ("-wal", "-shm", "-journal")
"""Endings of the files that SQLite keeps beside a database in use."""


def database() -> Path:
    return Path(connections["default"].settings_dict["NAME"]).absolute()


class Snapshot:
    """A copy of the whole database at one moment, in a file of its own."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._copy = sqlite3.connect(path)

    def migrations(self) -> Migrations:
        found: Migrations = {}
        for app, name in self._copy.execute("SELECT app, name FROM django_migrations ORDER BY app, name"):
            found.setdefault(app, []).append(name)
        return found

    def stored(self) -> Iterator[tuple[str, str]]:
        """(name, sha256) of every private file."""
        yield from self._copy.execute(STORED)

    def about(self) -> dict:
        """What the manifest says of the database, beyond the migrations."""
        return {}

    def pack(self, packing: Packing) -> Iterator[bytes]:
        with self._path.open("rb") as file:
            yield from packing.member(MEMBER, self._path.stat().st_size, iter(lambda: file.read(BLOCK), b""))

    def rows(self) -> dict[str, int]:
        """{table: rows}, the inner tables of the search index left out."""
        names = [name for (name,) in self._copy.execute(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'")]
        return {name: self._copy.execute(COUNT + f'"{name}"').fetchone()[0] for name in sorted(names)}

    def close(self) -> None:
        self._copy.close()


@contextlib.contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Raises BackupRefused when there is no database, the disk is full, or the database is damaged."""
    if not database().exists():
        raise BackupRefused(f"There is no database at {database()}.")
    with tempfile.TemporaryDirectory(prefix="backup-", dir=data_dir()) as folder:
        path = Path(folder) / "db.sqlite3"
        try:
            with (contextlib.closing(sqlite3.connect(database(), timeout=20)) as live,
                  contextlib.closing(sqlite3.connect(path)) as copy):
                live.backup(copy)  # all pages in one step: one moment, and writers need not wait
                copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
                (verdict,) = copy.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.Error as error:
            raise BackupRefused(f"The database {database()} cannot be copied ({error}).") from None
        if verdict != "ok":
            raise BackupRefused(f"The database {database()} is damaged ({verdict}); it is not backed up.")
        with contextlib.closing(Snapshot(path)) as taken:
            yield taken


class Building:
    """The database of a backup, built up beside the one in use."""

    def __init__(self, *, stamp: str) -> None:
        self._live, self._stamp = database(), stamp
        self._staged = self._live.with_name(f"{self._live.name}.restore-{stamp}")

    def take(self, member: Member, manifest: dict) -> None:
        if member.name != MEMBER:
            raise BackupRefused("The backup's database is not of the kind that its manifest says.")
        with self._staged.open("xb") as file:
            self._staged.chmod(0o600)
            for block in member.blocks:
                file.write(block)

    def finish(self, closing: dict) -> None:
        """All members were taken."""
        if not self._staged.exists():
            raise BackupRefused("The backup holds no database.")

    def connection(self) -> BaseDatabaseWrapper:
        """A connection of Django's to what was built."""
        return database_in(NAME=str(self._staged))

    def ready(self) -> list[Step]:
        """Bring what was built to rest and return the steps that put it in place.

        The database in use is brought to rest too: asking for that is how SQLite tells whether anybody has it open.
        Raises BackupRefused then.
        """
        with contextlib.closing(sqlite3.connect(self._staged)) as built:
            built.execute("PRAGMA journal_mode=DELETE")
        if self._live.exists():
            try:
                with contextlib.closing(sqlite3.connect(self._live, timeout=5)) as live:
                    live.execute("PRAGMA journal_mode=DELETE")
            except sqlite3.DatabaseError as error:  # any other: it is damaged, which is a reason to restore
                if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                    raise BackupRefused(f"Another program has {self._live} open. Stop the site first.") from None
        before = f".before-restore-{self._stamp}"
        away = [Step(live=f"{self._live}{end}", before=f"{self._live}{before}{end}") for end in BESIDE]
        return [*away, Step(staged=str(self._staged), live=str(self._live), before=f"{self._live}{before}")]

    def discard(self) -> None:
        for end in ("", *BESIDE):
            Path(f"{self._staged}{end}").unlink(missing_ok=True)


def remove_left_overs() -> None:
    """What a restore that was killed before it changed anything has left."""
    for path in database().parent.glob(f"{database().name}.restore-*"):
        path.unlink()


def refuse_in_use() -> None:
    """Nothing to ask without changing the file: `Building.ready` sees it."""

