"""Bring DATA_DIR to the state of this version: tables, starter content, static files. A second run changes nothing.

Standard output carries only what a person should read last: with --summary, the addresses, the accounts
and their password (in a demo).
"""

import fcntl
import os
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import django
import fingerprint
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import OperationalError, connections

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.base")


def say(text: str) -> None:
    """Progress for the person who waits; never on standard output."""
    print(text, file=sys.stderr, flush=True)


def reach_database() -> None:
    """End with one line when the database of DATABASE_URL does not answer."""
    probe = connections.create_connection("default")  # of its own: a pool would ask again and again, for 30 s
    options = {name: value for name, value in probe.settings_dict["OPTIONS"].items() if name != "pool"}
    probe.settings_dict = {**probe.settings_dict, "OPTIONS": options}
    try:
        probe.ensure_connection()
        probe.close()
    except OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        sys.exit(f"DATABASE_URL: the database does not answer ({reason}).")


def bring_up(data_dir: Path) -> None:
    """Migrate, load the starter content, collect static files when they changed."""
    say("Preparing the database ...")
    from lms.people.domain import wall  # the project is on the path only now

    with wall.lifted("command"):
        call_command("migrate", verbosity=0, interactive=False)
        call_command("load_starter")
    key, key_file = fingerprint.of_static_files(), data_dir / ".static-key"
    if not key_file.exists() or key_file.read_text() != key:
        say("Collecting static files ...")
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        key_file.write_text(key)
    (data_dir / ".prepared").write_text(fingerprint.of_start(data_dir))


def summary() -> str:
    """The last thing `make demo` prints: where the site and its data are, and who can sign in."""
    accounts = StringIO()
    call_command("accounts", stdout=accounts)
    return f"\nCOMMIT Academy\n{accounts.getvalue().rstrip()}\nData: {settings.DATA_DIR}\n\nCtrl-C ends it."


def main() -> None:
    try:
        with redirect_stdout(sys.stderr):
            django.setup()
    except ImproperlyConfigured as error:  # lms/settings ends the start itself; this is what only Django finds wrong
        sys.exit(str(error).splitlines()[0])
    data_dir = Path(settings.DATA_DIR)
    with (data_dir / ".prepare.lock").open("w") as lock, redirect_stdout(sys.stderr):
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not fingerprint.is_prepared(data_dir):
            reach_database()
            bring_up(data_dir)
    if "--summary" in sys.argv[1:]:
        print(summary())


if __name__ == "__main__":
    main()
