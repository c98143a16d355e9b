"""Take the README's pictures of a fresh demo: docs/screenshots/*.png.

    .venv/bin/python scripts/screenshots.py [NAME ...]   all, or those named

The demo runs on a free port with a DATA_DIR that is thrown away; nothing of a running one is touched.
"""

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "screenshots"
PASSWORD = secrets.token_urlsafe(9)
# name: (who is signed in, address, width, height)
SHOTS = {
    "home": (None, "/en/", 1280, 900),
    "my-work": ("coordinator.vn", "/vi/my/", 1280, 900),
    "lesson-phone": ("trainee.vn", "/vi/learn/", 390, 844),
}


@contextlib.contextmanager
def demo() -> Iterator[str]:
    """The address of a demo that lives for this block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="academy-pictures-") as folder:
        process = subprocess.Popen([ROOT / "scripts" / "demo.sh"], stdout=sys.stderr,
                                   env={**os.environ, "PORT": str(port), "DATA_DIR": folder, "DEMO_PASSWORD": PASSWORD})
        try:
            wait_for(port, process)
            yield f"http://localhost:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return when the web server listens; end when the demo ended instead."""
    while process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.2)
    sys.exit("The demo did not start.")


def main() -> None:
    wanted = sys.argv[1:] or list(SHOTS)
    PICTURES.mkdir(parents=True, exist_ok=True)
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium refuses its sandbox to root
    with demo() as site, sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=sandbox)
        for name in wanted:
            person, path, width, height = SHOTS[name]
            page = browser.new_page(viewport={"width": width, "height": height})
            if person:
                page.goto(f"{site}/en/account/login/")
                page.locator("input[name=login]").fill(person)
                page.locator("input[name=password]").fill(PASSWORD)
                page.locator("main form [type=submit]").first.click()
                page.wait_for_load_state()
            page.goto(site + path)
            page.screenshot(path=PICTURES / f"{name}.png")
            page.context.close()
            print(PICTURES / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
