"""Restores a backup: all of it is checked, then built up beside what is in use, then exchanged."""

import contextlib
import os
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper
from pyrage import x25519

from lms.files.domain.backup import place
from lms.files.domain.backup.contents import CLOSING, MANIFEST, Member, unpack
from lms.files.domain.backup.examine import Report
from lms.files.domain.backup.files import FILES, inside
from lms.files.domain.backup.refusal import BackupRefused
from lms.files.domain.backup.sealing import unsealed
from lms.files.domain.backup.swap import Step, swap
from lms.files.domain.backup.write import ENGINES, KEYS


@dataclass
class Restored:
    """`before`: where what was there until now is kept. `notes`: sentences that somebody should read."""

    before: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def restore(*, path: Path, key: x25519.Identity, report: Report, now: datetime) -> Restored:
    """Put the backup that `report` (of `examine`) is of in the place of database and files.

    The caller holds `place.site_stopped()`. Raises BackupRefused, and then database and files are as they were. A
    backup of an older version is brought to this version's tables. Everybody has to sign in again.
    """
    if report.obstacles:
        raise BackupRefused(report.obstacles[0])
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    engine = ENGINES[place.engine()]
    folder = place.data_dir() / f"restore-{stamp}"
    refuse_mounts()
    place.release_connections()
    engine.refuse_in_use()
    remove_left_overs()
    engine.remove_left_overs()
    building = engine.Building(stamp=stamp)
    try:
        build(path, key=key, folder=folder, building=building)
        finish_database(building.connection(), older=report.older)
        os.sync()
        steps = building.ready() + file_steps(folder, stamp)
        for step in steps:
            if not step.schema and os.path.lexists(step.before):
                raise BackupRefused(f"{step.before} is there already. Wait a second and start again.")
        swap(steps, folder=place.data_dir())
    except (psycopg.Error, DatabaseError) as error:
        raise BackupRefused(f"The database of the backup cannot be built up ({str(error).strip().splitlines()[0]}). "
                            "Everything is as it was.") from error
    except OSError as error:
        raise BackupRefused(f"{error.filename or folder}: {error.strerror}. "
                            "Everything is as it was.") from error
    finally:
        building.discard()  # what is in place by now is no longer there to be discarded
        shutil.rmtree(folder, ignore_errors=True)
    restored = Restored(before=[step.before for step in steps if step.schema or os.path.lexists(step.before)],
                        notes=list(report.findings))
    settle_in(restored)
    return restored


def settle_in(restored: Restored) -> None:
    """What can only be done when the new state is in place; what fails is for the operator to do."""
    if place.engine() == "postgresql":
        try:  # the rights of the site's role on tables that were not there before
            emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
        except Exception as error:  # whichever room it is: the restore is done
            restored.notes.append(f"Run `./manage migrate` before the site starts: {str(error).splitlines()[0]}")
        place.release_connections()
    try:
        caches["default"].clear()  # it remembers what the other database held
    except Exception as error:  # whichever cache it is: the restore is done
        restored.notes.append(f"The cache could not be emptied ({error}). Empty it before the site starts.")


def build(path: Path, *, key: x25519.Identity, folder: Path, building) -> None:
    """Write everything beside what is in use; the file is checked a second time on the way."""
    for name in place.roots():
        (folder / name).mkdir(parents=True, mode=0o700)
    (folder / KEYS).mkdir()
    manifest: dict = {}
    with unsealed(path, key=key) as stream:
        for member in unpack(stream):
            kind = member.name.partition("/")[0]
            if member.name == MANIFEST:
                manifest = member.json()
            elif kind == "database":
                building.take(member, manifest)
            elif kind == FILES:
                write_file(inside(folder, member.name), member)
            elif kind == KEYS and member.name.removeprefix(f"{KEYS}/") in place.MADE_ONCE:
                write_file(folder / member.name, member)
            elif member.name == CLOSING:
                building.finish(member.json())


def write_file(target: Path, member: Member) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for block in member.blocks:
            file.write(block)


def finish_database(wrapper: BaseDatabaseWrapper, *, older: bool) -> None:
    """Bring the database to this version, and end all sessions: one that was ended since would live again.

    On PostgreSQL the rooms are told that tables were made (post_migrate): one of them builds the second wall.
    """
    with place.instead(wrapper):
        ContentType.objects.clear_cache()
        if older:
            call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        elif wrapper.vendor == "postgresql":
            emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
        with wrapper.cursor() as cursor:
            cursor.execute("DELETE FROM django_session")


def file_steps(folder: Path, stamp: str) -> list[Step]:
    """The exchange of the folders and of the keys that count here."""
    places = [(folder / name, root) for name, root in place.roots().items()]
    places += [(folder / KEYS / name, place.data_dir() / name) for name in place.MADE_ONCE
               if (folder / KEYS / name).exists() and not place.given(name)]
    return [Step(staged=str(staged), live=str(live), before=f"{live}.before-restore-{stamp}")
            for staged, live in places]


def refuse_mounts() -> None:
    """A folder that is a file system of its own cannot be exchanged by renaming."""
    for root in place.roots().values():
        if root.is_symlink() or os.path.ismount(root):
            raise BackupRefused(f"{root} is a mounted file system or a link; the restore renames it. Mount "
                                f"{place.data_dir()} instead.")


def remove_left_overs() -> None:
    """What a restore that was killed before it changed anything has left."""
    for left in place.data_dir().glob("restore-*Z"):
        with contextlib.suppress(OSError):
            shutil.rmtree(left)
