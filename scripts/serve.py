"""Run the site as one process tree: web server, worker and beat. Ends all of it when one part ends or on Ctrl-C.

    python3 scripts/serve.py --check    only looks whether PORT can be had (needs nothing installed)
    .venv/bin/python scripts/serve.py   prepares DATA_DIR, serves until SIGINT, SIGTERM or SIGHUP

Exit code: 0 after a signal, otherwise that of the part which ended first. Uses the standard library only.
"""

import contextlib
import ctypes
import fcntl
import ipaddress
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import fingerprint

ROOT = Path(__file__).resolve().parents[1]
ENDING = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
GRACE_SECONDS = 10  # what a part has to finish its work after it was asked to end
START_SECONDS = 120  # what the web server has to give its first answer
PR_SET_PDEATHSIG = 1  # Linux: ask for a signal when the parent dies


class Ended(Exception):
    """The tree has to end, with this exit code."""

    def __init__(self, code: int) -> None:
        self.code = code


def wanted_port() -> int:
    """PORT as a number from 1 to 65535, or the end of the start."""
    text = os.environ.get("PORT", "").strip() or "8000"
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        sys.exit(f"PORT: '{text}' is not a port number from 1 to 65535.")
    return int(text)


def wanted_address() -> str:
    """127.0.0.1, or all interfaces when ALLOWED_HOSTS names an address of this machine's network."""
    hosts = [host.strip() for host in os.environ.get("ALLOWED_HOSTS", "").split(",") if host.strip()]
    here = all("localhost" in host or host.startswith(("127.", "[::1]", "::1")) for host in hosts)
    return "127.0.0.1" if here else str(ipaddress.IPv4Address(0))


def check_port(port: int) -> None:
    """End with one line when `port` cannot be had; asked on both addresses that 'localhost' may mean."""
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((address, port))
        except PermissionError:
            sys.exit(f"PORT: {port} needs more rights than this user has; choose one above 1023.")
        except OSError as error:
            if family == socket.AF_INET6 and error.errno != 98:  # a machine without IPv6; 98: in use
                continue
            sys.exit(f"PORT: {port} is in use by another program; choose another, for example "
                     f"`make demo PORT={port + 1 if port < 65535 else 8000}`.")


def data_dir() -> Path:
    """DATA_DIR as a full path that exists, for the owner alone: it holds keys and personal data."""
    path = Path(os.environ.get("DATA_DIR", "").strip() or ROOT / "var").expanduser().absolute()
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        (path / ".serving").touch()
    except OSError as error:
        sys.exit(f"DATA_DIR: {path} cannot be used as a folder ({error.strerror}).")
    return path


def parts(*, port: int, data: Path) -> dict[str, list[str]]:
    """The commands that make up the running site. `-m` instead of .venv/bin: survives a moved folder."""
    python = [sys.executable, "-m"]
    return {
        "web server": [*python, "granian", "--interface", "wsgi", "--host", wanted_address(), "--port", str(port),
                       "--workers", "2", "--blocking-threads", "2", "--http", "1", "--no-ws", "--log-level", "warning",
                       "--workers-kill-timeout", "5", "lms.wsgi:application"],
        # Run by root (a container), Celery warns at length about a danger that JSON-only messages do not have.
        "worker": [sys.executable, "-W", "ignore:You're running the worker", *python[1:], "celery", "--quiet", "-A", "lms", "worker", "--beat", "--pool", "threads",
                   "--concurrency", "2", "--schedule", str(data / "beat-schedule"), "--loglevel", "warning",
                   "--without-gossip", "--without-mingle", "--without-heartbeat"],
    }


def in_child() -> None:
    """Between fork and exec: take signals again, and end with the parent even if that is killed outright."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
    libc = ctypes.CDLL(None)
    if hasattr(libc, "prctl"):
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Tree:
    """The processes that were started here, each with its own process group."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.running: dict[str, subprocess.Popen[str]] = {}

    def start(self, name: str, command: list[str], **streams: int) -> subprocess.Popen[str]:
        process = subprocess.Popen(command, env=self.environment, cwd=ROOT, stdin=subprocess.DEVNULL, text=True,
                                   start_new_session=True, preexec_fn=in_child, **streams)
        self.running[name] = process
        return process

    def look(self, seconds: float) -> None:
        """Wait `seconds`; raise Ended on a signal or when a part has ended."""
        if signal.sigtimedwait(ENDING, seconds):
            raise Ended(0)
        for name, process in self.running.items():
            if process.poll() is not None:
                code = process.returncode if process.returncode >= 0 else 128 - process.returncode
                print(f"The {name} ended (exit code {code}); ending the rest.", file=sys.stderr)
                raise Ended(code or 1)

    def run(self, name: str, command: list[str]) -> str:
        """Run one step to its end and return its output; raise Ended when it fails."""
        process = self.start(name, command, stdout=subprocess.PIPE)
        while process.poll() is None:
            if signal.sigtimedwait(ENDING, 0.05):
                raise Ended(0)
        del self.running[name]
        if process.returncode:
            raise Ended(process.returncode if process.returncode > 0 else 128 - process.returncode)
        return process.stdout.read()

    def stop(self) -> None:
        """Ask all groups to end, wait, then end by force what is left of them."""
        self._signal(signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        while time.monotonic() < deadline and any(process.poll() is None for process in self.running.values()):
            time.sleep(0.05)
        self._signal(signal.SIGKILL)
        for process in self.running.values():
            process.wait()

    def _signal(self, number: signal.Signals) -> None:
        for process in self.running.values():
            with contextlib.suppress(ProcessLookupError):  # the whole group may have ended already
                os.killpg(process.pid, number)


def wait_for_answer(tree: Tree, port: int) -> None:
    """Return when the web server answers; raise Ended when it does not."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        tree.look(0.1)
        try:
            urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
                f"http://127.0.0.1:{port}/healthz", timeout=5).close()
            return
        except urllib.error.HTTPError:
            return  # it answers; what it answers is shown to the person who looks
        except OSError:
            continue
    print(f"The web server gave no answer in {START_SECONDS} s.", file=sys.stderr)
    raise Ended(1)


def main() -> int:
    port = wanted_port()
    check_port(port)
    if "--check" in sys.argv[1:]:
        return 0
    data = data_dir()
    lock = (data / ".serving").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(f"DATA_DIR: {data} is in use by another demo; choose another folder.")
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    tree = Tree({**os.environ, "DATA_DIR": str(data), "PORT": str(port), "PYTHONUNBUFFERED": "1",
                 "DJANGO_SETTINGS_MODULE": "lms.settings.base"})
    try:
        prepare = [sys.executable, str(ROOT / "scripts" / "prepare.py"), "--summary"]
        ready = fingerprint.is_prepared(data)  # then nothing has to wait for the preparation
        last_words = "" if ready else tree.run("preparation", prepare)
        for name, command in parts(port=port, data=data).items():
            tree.start(name, command)
        last_words = last_words or tree.run("preparation", prepare)
        wait_for_answer(tree, port)
        print(last_words, flush=True)
        while True:
            tree.look(1.0)
    except Ended as end:
        return end.code
    finally:
        tree.stop()


if __name__ == "__main__":
    sys.exit(main())
