"""One process tree: it ends as a whole, with the right exit code, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
SERVE = SCRIPTS / "serve.py"
# Runs two small stand-ins for the web server and the worker in the real tree.
DRIVER = """
import signal, sys
sys.path.insert(0, {scripts!r})
import serve
serve.GRACE_SECONDS = 1
signal.pthread_sigmask(signal.SIG_BLOCK, serve.ENDING)
import os
tree = serve.Tree(dict(os.environ))
try:
    for name, code in {parts!r}.items():
        tree.start(name, [sys.executable, "-c", code])
    print("up", flush=True)
    while True:
        tree.look(0.1)
except serve.Ended as end:
    sys.exit(end.code)
finally:
    tree.stop()
"""
SLEEP = "import os, pathlib, sys, time; pathlib.Path({mark!r}).write_text(str(os.getpid())); time.sleep(60)"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SLEEP


def start(parts):
    code = DRIVER.format(scripts=str(SCRIPTS), parts=parts)
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def number_in(mark):
    """The process number that a stand-in wrote down once it was running."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if mark.exists() and (text := mark.read_text()):
            return int(text)
        time.sleep(0.02)
    raise AssertionError("the stand-in did not start")


def gone(number):
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        state = Path(f"/proc/{number}/stat")
        if not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.02)
    return False


def check(**environment):
    return subprocess.run([sys.executable, SERVE, "--check"], env={**os.environ, **environment}, text=True,
                          capture_output=True, check=False)


def test_when_one_part_ends_the_others_end_with_its_code(tmp_path):
    mark = tmp_path / "worker"
    process = start({"worker": SLEEP.format(mark=str(mark)), "web server": "import sys, time; time.sleep(1); sys.exit(3)"})
    worker = number_in(mark)
    assert process.wait(20) == 3
    assert "The web server ended (exit code 3)" in process.stderr.read()
    assert gone(worker)


def test_a_signal_ends_all_of_it_even_a_part_that_does_not_listen(tmp_path):
    marks = [tmp_path / "one", tmp_path / "two"]
    process = start({"one": SLEEP.format(mark=str(marks[0])), "two": STUBBORN.format(mark=str(marks[1]))})
    numbers = [number_in(mark) for mark in marks]
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    assert all(gone(number) for number in numbers)


def test_the_parts_end_when_the_tree_is_killed_outright(tmp_path):
    mark = tmp_path / "worker"
    process = start({"worker": SLEEP.format(mark=str(mark))})
    worker = number_in(mark)
    process.kill()
    assert gone(worker)


def test_a_taken_port_is_one_line():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = check(PORT=str(port))
    assert done.returncode == 1
    assert done.stderr.startswith(f"PORT: {port} is in use by another program") and done.stderr.count("\n") == 1
    assert check(PORT=str(port)).returncode == 0


def test_a_port_that_is_no_port_is_one_line_that_names_it():
    for text in ("http", "0", "65536", "-1", "８０００"):
        done = check(PORT=text)
        assert (done.returncode, done.stderr) == (1, f"PORT: '{text}' is not a port number from 1 to 65535.\n")


def test_a_data_dir_that_is_in_use_or_no_folder_is_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = str(probe.getsockname()[1])
    done = subprocess.run([sys.executable, SERVE], env={**os.environ, "PORT": port, "DATA_DIR": str(tmp_path / "file")},
                          capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == f"DATA_DIR: {tmp_path / 'file'} cannot be used as a folder (File exists).\n"
