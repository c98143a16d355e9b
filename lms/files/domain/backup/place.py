"""Where this installation keeps things, who it is, and which migrations its code knows."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.base import DatabaseWrapper as PostgresWrapper
from django.db.migrations.loader import MigrationLoader
from environ import Env

from lms.files.domain.backup.refusal import BackupRefused
from lms.settings.environment import made_once

PRODUCT, FORMAT = "commit-academy", 1
INSTALLATION = "installation_id"
MADE_ONCE = {"secret_key": "SECRET_KEY", "demo_password": "DEMO_PASSWORD"}
"""Files of DATA_DIR that the settings made and the database relies on, and the variable that takes their place."""

Migrations = dict[str, list[str]]
"""{app: names of its applied migrations}"""


def data_dir() -> Path:
    return Path(settings.DATA_DIR)


def roots() -> dict[str, Path]:
    """The folders of files that are backed up, by their name in the backup."""
    return {"media": Path(settings.MEDIA_ROOT), "private": Path(settings.PRIVATE_ROOT)}


def own_keys() -> list[Path]:
    """The files of MADE_ONCE that count here: those whose variable is not set."""
    return [data_dir() / name for name in MADE_ONCE if not given(name) and (data_dir() / name).exists()]


def given(name: str) -> bool:
    """True when the environment says what the file of MADE_ONCE would say."""
    return bool(os.environ.get(MADE_ONCE[name], "").strip())


def installation(*, make: bool) -> str:
    """This installation's random name, kept in DATA_DIR; "" when it has none yet and none is to be made."""
    path = data_dir() / INSTALLATION
    if not make and not path.exists():
        return ""
    return made_once(path, 16)


def engine() -> str:
    """sqlite or postgresql"""
    return connections["default"].vendor


def database_in(**changes: object) -> BaseDatabaseWrapper:
    """A connection of its own to the site's database, outside any pool, with `changes` to its settings."""
    wrapper = connections.create_connection("default")
    options = {name: value for name, value in wrapper.settings_dict["OPTIONS"].items() if name != "pool"}
    wrapper.settings_dict = {**wrapper.settings_dict, "OPTIONS": options, **changes}
    return wrapper


def database_to_read() -> BaseDatabaseWrapper:
    """The connection of a backup: as the role of DATABASE_BACKUP_URL, when there is one.

    On PostgreSQL the policies of the second wall hold for the site's role and for the tables' owner; this role is
    one that they do not hold for (BYPASSRLS) and that may only read.
    """
    url = os.environ.get("DATABASE_BACKUP_URL", "").strip()
    if not url:
        return database_in()
    try:
        found = Env.db_url_config(url)
        if found["ENGINE"] != connections["default"].settings_dict["ENGINE"]:
            raise ValueError("it is of another kind than DATABASE_URL")
    except Exception as error:  # the library raises many kinds; the operator needs the name of the variable
        raise BackupRefused(f"DATABASE_BACKUP_URL: it cannot be read ({error}).") from None
    return database_in(**{name: found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")})


@contextlib.contextmanager
def instead(wrapper: BaseDatabaseWrapper) -> Iterator[None]:
    """While it lasts, Django's own commands speak with this database; it is closed afterwards."""
    kept = connections["default"]
    connections["default"] = wrapper
    try:
        yield
    finally:
        connections["default"] = kept
        wrapper.close()


def release_connections() -> None:
    """Close what this process has open to the database; a pool of its own would look like a running site."""
    for wrapper in connections.all(initialized_only=True):
        wrapper.close()
        if isinstance(wrapper, PostgresWrapper):
            wrapper.close_pool()


@contextlib.contextmanager
def site_stopped() -> Iterator[None]:
    """Hold the lock of scripts/serve.py, so that no site runs on this DATA_DIR; BackupRefused when one does."""
    with (data_dir() / ".serving").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupRefused(f"A site is running on {data_dir()}, or another restore. Stop it first.") from None
        yield


def unknown(migrations: Migrations) -> list[str]:
    """Those of `migrations` that this program does not know: it is older than the backup."""
    loader = MigrationLoader(None)
    known = set(loader.disk_migrations) | {
        key for migration in loader.disk_migrations.values() for key in migration.replaces}
    return sorted(f"{app}.{name}" for app, names in migrations.items() for name in names if (app, name) not in known)


def lacking(migrations: Migrations) -> list[str]:
    """Migrations of this program that are not among `migrations`: the backup is older."""
    loader = MigrationLoader(None)
    have = {(app, name) for app, names in migrations.items() for name in names}
    return sorted(f"{app}.{name}" for app, name in loader.graph.nodes if (app, name) not in have)
