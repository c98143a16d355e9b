"""The three commands as an operator types them."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from lms.files.domain.backup import key as keys

pytest_plugins = ["tests.files.backups"]

ROOT = Path(__file__).resolve().parents[2]
def manage(data, *words, key=""):
    """manage.py with `words` on DATA_DIR `data`."""
    ours = {"DATA_DIR": str(data), "DEMO": "1", "BACKUP_KEY": key, "DJANGO_SETTINGS_MODULE": "lms.settings.base"}
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DEMO_PASSWORD"}}
    return subprocess.Popen([sys.executable, "manage.py", *words], cwd=ROOT, text=True, stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=kept | ours)


def ended(process, code=0):
    out, err = process.communicate(timeout=120)
    assert process.returncode == code, out + err
    assert "Traceback" not in err
    return out, err


@pytest.fixture
def data(starter_database, db, tmp_path):
    """A DATA_DIR with the starter database and two files."""
    if connections["default"].vendor != "sqlite":
        pytest.skip("on PostgreSQL the same code runs in test_backup.py")
    folder = tmp_path / "data"
    (folder / "private").mkdir(parents=True)
    (folder / "media").mkdir()
    (folder / "media/picture").write_bytes(b"picture" * 1000)
    starter_database.close()
    shutil.copy(starter_database.settings_dict["NAME"], folder / "db.sqlite3")
    return folder


def state(data):
    """The content of the database and the files."""
    with sqlite3.connect(data / "db.sqlite3") as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
                 if "_fts" not in name and name != "django_session"]
        tables = {name: sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"'))) for name in names}
    connection.close()
    files = {str(path): hashlib.sha256(path.read_bytes()).hexdigest()
             for name in ("media", "private") for path in (data / name).rglob("*") if path.is_file()}
    return tables, files, (data / "secret_key").read_text()


def wreck(data):
    with sqlite3.connect(data / "db.sqlite3") as connection:
        connection.execute("UPDATE people_country SET code = 'XX' WHERE code = 'KH'")
    connection.close()
    (data / "media/picture").unlink()
    (data / "private/later").write_bytes(b"later")


def test_backup_and_restore_as_an_operator_types_them(data, tmp_path):
    key, path = keys.new_key(), tmp_path / "a.backup"
    out, err = ended(manage(data, "backup", str(path), key=key))
    assert "1 files" in out and "tables with" in out and err == ""
    before = state(data)
    wreck(data)
    assert state(data) != before
    out, err = ended(manage(data, "restore", str(path), "--yes", key=key))
    assert "before-restore" in out and err == "" and state(data) == before


def test_the_commands_say_in_one_line_what_is_wrong_and_ask_first(site, monkeypatch, capsys):
    path, _made = site.back_up()
    monkeypatch.setenv("BACKUP_KEY", "")
    with pytest.raises(CommandError, match="BACKUP_KEY: it is not set"):
        call_command("backup", path)
    call_command("backup", "--new-key")
    monkeypatch.setenv("BACKUP_KEY", capsys.readouterr().out)
    for command in ("verify-backup", "restore"):
        with pytest.raises(CommandError, match="not made with this BACKUP_KEY"):
            call_command(command, path)
    monkeypatch.setenv("BACKUP_KEY", str(site.key))
    call_command("verify-backup", path)
    assert "It can be restored here." in capsys.readouterr().out
    with pytest.raises(CommandError, match="Add --yes"):
        call_command("restore", path)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _words: "no")
    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("restore", path)
    (site.data / "installation_id").write_text("somebody else")
    with pytest.raises(CommandError, match="cannot be restored here"):
        call_command("verify-backup", path)
    call_command("verify-backup", path, "--foreign")
    (site.data / "private/2026/03/one").write_bytes(b"altered")
    monkeypatch.setattr("signal.signal", lambda *_: None)  # the tests' own process keeps its way to end
    call_command("backup", path.with_name("b.backup"))
    with pytest.raises(CommandError, match="not as the database says"):
        call_command("verify-backup", path.with_name("b.backup"), "--foreign")


@pytest.mark.prove
def test_an_older_backup_is_brought_to_this_version(data, tmp_path):
    """One migration is taken back, as an older version had it."""
    key, path = keys.new_key(), tmp_path / "a.backup"
    with sqlite3.connect(data / "db.sqlite3") as connection:
        app, name = connection.execute(
            "SELECT app, name FROM django_migrations WHERE app = 'wagtailadmin' ORDER BY name DESC LIMIT 1").fetchone()
        target = connection.execute(
            "SELECT name FROM django_migrations WHERE app = 'wagtailadmin' ORDER BY name DESC LIMIT 1 OFFSET 1").fetchone()
    connection.close()
    older = tmp_path / "older"
    shutil.copytree(data, older)
    ended(manage(older, "migrate", "--skip-checks", app, *target))
    ended(manage(older, "backup", str(path), key=key))
    shutil.copy(older / "installation_id", data)
    assert "made by an older version" in ended(manage(data, "verify-backup", str(path), key=key))[0]
    ended(manage(data, "restore", str(path), "--yes", key=key))
    with sqlite3.connect(data / "db.sqlite3") as connection:
        assert connection.execute("SELECT 1 FROM django_migrations WHERE app = ? AND name = ?", [app, name]).fetchone()
    connection.close()
