"""The private PostgreSQL: there while the command runs, gone afterwards."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

POSTGRES = Path(__file__).resolve().parents[2] / "scripts" / "postgres.py"
LOOK = """
import os, psycopg, sys
with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    print(*connection.execute("SELECT current_setting('server_encoding'), current_setting('lc_collate')").fetchone())
sys.exit(7)
"""


def beside_postgres(code, tmp_path):
    """A private temporary folder shows what is left behind; others must be able to enter it (the user postgres)."""
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(folder.stat().st_mode | 0o011)
    return subprocess.Popen([sys.executable, POSTGRES, sys.executable, "-c", code], text=True, stdout=subprocess.PIPE,
                            env={**os.environ, "TMPDIR": str(tmp_path)})


def test_the_command_sees_a_database_in_utf8_and_its_exit_code_comes_back(tmp_path):
    process = beside_postgres(LOOK, tmp_path)
    assert process.wait(60) == 7
    assert process.stdout.read() == "UTF8 C.UTF-8\n"
    assert list(tmp_path.iterdir()) == []


def test_a_request_to_end_removes_it_too(tmp_path):
    process = beside_postgres("import time; print('up', flush=True); time.sleep(60)", tmp_path)
    assert process.stdout.readline() == "up\n"
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 128 + signal.SIGTERM
    deadline = time.monotonic() + 5
    while list(tmp_path.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert list(tmp_path.iterdir()) == []
