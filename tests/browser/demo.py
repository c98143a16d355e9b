"""`make demo` as a person starts it, in a folder of its own."""

import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from scripts.fingerprint import VARIABLES

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "river-paper-lacquer"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(**ours: str) -> dict[str, str]:
    """The caller's, without what would decide for a demo."""
    return {name: value for name, value in os.environ.items() if name not in {*VARIABLES, "DJANGO_SETTINGS_MODULE"}} | ours


@dataclass
class Demo:
    """A demo that was started, and what it needs to be looked at."""

    process: subprocess.Popen
    data: Path
    port: int
    log: Path

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def until_served(self, seconds: float) -> "Demo":
        """Wait for the last words of the start; the tree must still be there."""
        patience = time.monotonic() + seconds
        while "Ctrl-C ends it." not in self.log.read_text():
            assert self.process.poll() is None and time.monotonic() < patience, self.log.read_text()[-3000:]
            time.sleep(0.1)
        return self

    def ctrl_c(self) -> None:
        """What a terminal does: it sends the signal to make and to all that it started."""
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(30)

    def end(self) -> None:
        """What a service does: it asks make, which hands it on."""
        self.process.terminate()
        self.process.wait(30)


def started(data: Path, port: int | None = None) -> Demo:
    """`make demo` with its data in this folder."""
    port, log = port or free_port(), data.with_suffix(".log")
    process = subprocess.Popen(["make", "demo"], cwd=ROOT, stdout=log.open("w"), stderr=subprocess.STDOUT, text=True,
                               stdin=subprocess.DEVNULL, start_new_session=True,
                               env=environment(DATA_DIR=str(data), PORT=str(port), DEMO_PASSWORD=PASSWORD))
    return Demo(process, data, port, log)
