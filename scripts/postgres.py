"""Run a command beside a private PostgreSQL that lives for that command only.

    .venv/bin/python scripts/postgres.py COMMAND ARGS...

The command finds DATABASE_URL set. The cluster (UTF-8, locale C.UTF-8, nothing flushed to disk) lies in a folder of
its own, listens on a free port of 127.0.0.1 with a random password, and is removed in every case. PostgreSQL
refuses to run as root; then it runs as the user postgres that Debian's package makes. Standard library only.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

ROLE = "academy"
QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "unix_socket_directories": ""}


def programs() -> Path:
    """The folder of initdb and pg_ctl: the newest that Debian installed, or the one on PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("pg_ctl")
    if on_path is None:
        sys.exit("Missing: postgresql. Install with: sudo apt-get install postgresql")
    return Path(on_path).resolve().parent


def as_postgres(*command: str | Path) -> None:
    """Run one of PostgreSQL's own programs, as the user postgres when we are root; its words on failure only."""
    rights = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run([*rights, *map(str, command)], text=True, cwd="/", stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        raise RuntimeError(f"{Path(command[0]).name} failed:\n{done.stdout}")


def free_port() -> int:
    """A port of 127.0.0.1 that nobody has at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Cluster:
    """A private cluster: `with Cluster() as url:`; `url` is its DATABASE_URL."""

    def __init__(self) -> None:
        self.bin = programs()
        self.home = Path(tempfile.mkdtemp(prefix="academy-postgres-"))
        self.data = self.home / "data"

    def __enter__(self) -> str:
        try:
            return self._start()
        except BaseException:
            self.__exit__()
            raise

    def _start(self) -> str:
        password = secrets.token_urlsafe(16)
        password_file = self.home / "password"
        password_file.write_text(password)
        if os.geteuid() == 0:
            for path in (self.home, password_file):
                shutil.chown(path, "postgres")
        as_postgres(self.bin / "initdb", "--pgdata", self.data, "--username", ROLE, "--pwfile", password_file,
                    "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync")
        for last in (False, False, True):  # somebody may take the port between the look and the start
            port = free_port()
            options = " ".join(f"-c {name}='{value}'" for name, value in
                               {**QUICK, "port": port, "listen_addresses": "127.0.0.1"}.items())
            try:
                as_postgres(self.bin / "pg_ctl", "start", "--wait", "--pgdata", self.data,
                            "--log", self.home / "log", "--options", options)
                break
            except RuntimeError:
                if last:
                    raise
        return f"postgres://{ROLE}:{password}@127.0.0.1:{port}/postgres"

    def __exit__(self, *_: object) -> None:
        try:
            if (self.data / "postmaster.pid").exists():
                as_postgres(self.bin / "pg_ctl", "stop", "--mode", "immediate", "--pgdata", self.data)
        finally:
            shutil.rmtree(self.home, ignore_errors=True)


def main() -> int:
    if len(sys.argv) < 2:
        sys.exit("Usage: scripts/postgres.py COMMAND ARGS...")
    # A request to end must still remove the cluster: it becomes an exception that passes through `with`.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    with Cluster() as url, subprocess.Popen(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}) as command:
        try:
            return command.wait()
        except BaseException:
            command.terminate()
            raise


if __name__ == "__main__":
    try:
        sys.exit(main())
    except RuntimeError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
