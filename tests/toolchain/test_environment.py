"""The environment, variable by variable: what is wrong ends the start in one line; what is left out is safe."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fingerprint import VARIABLES

from lms.settings import environment as env

ROOT = Path(__file__).resolve().parents[2]
BROKERS, HOST = {"filesystem", "redis"}, "academy.example.org"


def run(*words: str, **ours: str) -> subprocess.CompletedProcess[str]:
    left = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    return subprocess.run([sys.executable, *words], cwd=ROOT, text=True, capture_output=True, check=False,
                          env={**left, "DJANGO_SETTINGS_MODULE": "lms.settings.base", **ours})


@pytest.mark.parametrize(("read", "name", "value"), [
    (lambda name: env.port(name, 8000), "PORT", "abc"), (lambda name: env.port(name, 8000), "PORT", "70000"),
    (lambda name: env.url(name, "sqlite:///x", {"postgres"}), "DATABASE_URL", "foo"),
    (lambda name: env.url(name, "sqlite:///x", {"postgres"}), "DATABASE_URL", "postgres://u:p@host:port/db"),
    (lambda name: env.url(name, "filecache://x", {"redis"}), "CACHE_URL", "y"),
    (lambda name: env.url(name, "filecache://x", {"redis"}), "CACHE_URL", "redis://host:port/0"),
    (lambda name: env.url(name, "consolemail://", {"smtp"}), "EMAIL_URL", "x"),
    (lambda name: env.address(name, "filesystem://", BROKERS), "CELERY_BROKER_URL", "z"),
    (lambda name: env.address(name, "filesystem://", BROKERS), "CELERY_BROKER_URL", "redis"),
    (lambda name: env.address(name, "filesystem://", BROKERS), "CELERY_BROKER_URL", "redis://host:port/0"),
    (lambda name: env.host_with_port(name, HOST), "SITE_HOST", "academy.example.org:99999"),
    (lambda name: env.host_with_port(name, HOST), "SITE_HOST", "academy\nexample"),
    (lambda name: env.host_with_port(name, HOST), "CONTENT_HOST", "'quoted'"),
    (lambda name: env.hosts(name, [HOST]), "ALLOWED_HOSTS", "one two"),
    (lambda name: env.data_dir(name, Path("var")), "DATA_DIR", "/proc/x"),
    (env.flag, "DEMO", "2"),
])
def test_a_wrong_value_is_one_line_that_names_its_variable(read, name, value, monkeypatch):
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as end:
        read(name)
    assert str(end.value.code).startswith(f"{name}: ") and "\n" not in str(end.value.code)


@pytest.mark.parametrize(("name", "value"), [
    ("CELERY_BROKER_URL", "redis://:secret@127.0.0.1:6379/1"), ("CELERY_BROKER_URL", "filesystem://localhost/"),
    ("CELERY_BROKER_URL", "redis://[::1]:6379/0")])
def test_a_right_broker_is_taken_as_it_is(name, value, monkeypatch):
    monkeypatch.setenv(name, value)
    assert env.address(name, "", BROKERS) == value


def test_production_passes_the_deployment_checks(tmp_path):
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", DATA_DIR=str(tmp_path), SITE_HOST=HOST,
               ALLOWED_HOSTS=HOST)
    assert done.returncode == 0, done.stderr


def test_cookies_are_strict_unless_it_is_a_demo(tmp_path):
    ask = ("import lms.settings.base as s; print(getattr(s, 'SESSION_COOKIE_SECURE', False), "
           "getattr(s, 'CSRF_COOKIE_SECURE', False), getattr(s, 'SESSION_COOKIE_NAME', ''), s.SESSION_COOKIE_HTTPONLY)")
    assert run("-c", ask, DATA_DIR=str(tmp_path)).stdout == "True True __Host-session True\n"
    assert run("-c", ask, DATA_DIR=str(tmp_path), DEMO="1").stdout == "False False  True\n"


def test_a_database_that_does_not_answer_is_one_line_and_soon(tmp_path):
    begun = time.monotonic()
    done = run("scripts/prepare.py", DATA_DIR=str(tmp_path), DATABASE_URL="postgres://u:p@127.0.0.1:1/db")
    assert done.returncode == 1 and time.monotonic() - begun < 20
    assert done.stderr.startswith("DATABASE_URL: the database does not answer") and done.stderr.count("\n") == 1
