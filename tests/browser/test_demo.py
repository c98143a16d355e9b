"""`make demo`: what it says, what it leaves on the disk, how it ends, and how it starts again."""

import re
import shutil
import socket
import sqlite3
import stat
import subprocess
from contextlib import closing

import pytest

from tests.browser.demo import PASSWORD, ROOT, environment, started

pytestmark = pytest.mark.browser


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_it_says_where_it_is_and_who_can_sign_in(demo):
    words = demo.log.read_text()
    assert f"{demo.address}/" in words and "http://content.localhost" in words
    assert PASSWORD in words and re.search(r"\btrainee\.vn\b", words)


def test_its_folder_is_its_owners_alone(demo):
    assert mode(demo.data / "secret_key") == 0o600 and mode(demo.data) == 0o700


def test_ctrl_c_ends_it_and_it_starts_again_quickly_with_all_that_was_there(demo, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(demo.data, data, ignore=shutil.ignore_patterns("db.sqlite3*", "broker", "beat-schedule*"))
    with closing(sqlite3.connect(demo.data / "db.sqlite3")) as running, closing(sqlite3.connect(data / "db.sqlite3")) as copy:
        running.backup(copy)
    again = started(data).until_served(60)  # some 10 s on a machine that does nothing else
    again.ctrl_c()
    with socket.create_server(("127.0.0.1", again.port)):
        pass
    once_more = started(data, again.port).until_served(60)
    once_more.end()
    assert (data / "secret_key").read_text() == (demo.data / "secret_key").read_text()
    listing = subprocess.run([ROOT / "manage", "persons", "--country", "KH"], env=environment(DATA_DIR=str(data)), text=True,
                             capture_output=True, stdin=subprocess.DEVNULL, cwd="/", check=False)
    assert listing.returncode == 0 and listing.stderr == ""
    rows = [line.split("\t") for line in listing.stdout.splitlines()]
    assert rows and all(len(row) == 3 and row[0].startswith("KH-") for row in rows)
