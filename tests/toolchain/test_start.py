"""`make demo` and `./manage` as a person starts them, and the words they end with when the environment is wrong."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fingerprint import VARIABLES

ROOT = Path(__file__).resolve().parents[2]
OURS = {*VARIABLES, "DJANGO_SETTINGS_MODULE"}


def environment(**ours):
    return {name: value for name, value in os.environ.items() if name not in OURS} | ours


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def manage(*words, **ours):
    return subprocess.run([ROOT / "manage", *words], env=environment(**ours), text=True, capture_output=True,
                          stdin=subprocess.DEVNULL, cwd="/", check=False)


def read_settings(**ours):
    """What every start does first, without the rest of it."""
    return subprocess.run([sys.executable, "-c", "import lms.settings.base"], env=environment(**ours), cwd=ROOT, text=True,
                          capture_output=True, stdin=subprocess.DEVNULL, check=False)


@pytest.mark.parametrize("wrong", [
    {"DEMO": "perhaps"}, {"DATABASE_URL": "oracle://somewhere/db"}, {"CELERY_BROKER_URL": "localhost"},
    {"CACHE_URL": "memory"}, {"EMAIL_URL": "mail.example.org"}, {"SECRET_KEY": "short"}, {"PORT": "eight"},
    {"SITE_HOST": "https://academy.example.org/"}, {"CONTENT_HOST": "a b"}, {"ALLOWED_HOSTS": "https://example.org"},
    {"DATA_DIR": "/dev/null/data"},
    {"DEMO": "1", "ALLOWED_HOSTS": "academy.example.org"}, {"DEMO": "1", "ALLOWED_HOSTS": "localhost,8.8.8.8"},
    {"DEMO": "1", "ALLOWED_HOSTS": "*"},
], ids=str)
def test_a_wrong_variable_ends_the_start_with_one_line_that_names_it(wrong, tmp_path):
    done = read_settings(**{"DATA_DIR": str(tmp_path), **wrong})
    assert done.returncode == 1
    assert done.stderr.startswith(f"{list(wrong)[-1]}: ") and done.stderr.count("\n") == 1


def test_that_line_is_all_that_manage_and_the_demo_say(tmp_path):
    (tmp_path / ".prepared").touch()
    line = "SECRET_KEY: it is shorter than 32 characters.\n"
    for start in (["check"], ["migrate"], ["persons"]):
        done = manage(*start, DATA_DIR=str(tmp_path), SECRET_KEY="short")
        assert (done.returncode, done.stdout, done.stderr) == (1, "", line)
    done = subprocess.run([ROOT / "scripts" / "demo.sh"], capture_output=True, text=True, check=False,
                          env=environment(DATA_DIR=str(tmp_path), PORT=str(free_port()), SECRET_KEY="short"))
    assert (done.returncode, done.stdout, done.stderr) == (1, "", line)


@pytest.mark.parametrize("hosts", ["localhost", "vn.localhost,127.0.0.1", "192.168.1.20", "10.0.0.7,localhost"])
def test_a_demo_may_be_seen_on_this_machine_and_its_network(hosts, tmp_path):
    assert read_settings(DATA_DIR=str(tmp_path), DEMO="1", ALLOWED_HOSTS=hosts).returncode == 0


def test_a_setup_that_has_nothing_to_do_is_quick_and_says_nothing():
    start = time.monotonic()
    done = subprocess.run([ROOT / "scripts" / "setup.sh"], env=environment(), capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("", "")
    assert time.monotonic() - start < 2
