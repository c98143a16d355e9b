"""Take the README's pictures of a fresh demo: docs/screenshots/*.png.

    .venv/bin/python scripts/screenshots.py [NAME ...]   all, or those named

The demo runs on a free port with a DATA_DIR that is thrown away; nothing of a running one is touched. With SITE_URL
(and DEMO_PASSWORD) the pictures are taken of that site instead. Install fonts-noto-core first: phones have that serif.
"""

import contextlib
import io
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

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "screenshots"
PASSWORD = os.environ.get("DEMO_PASSWORD") or secrets.token_urlsafe(9)
MOST_BYTES = 200_000  # of one picture in the repository
# name: (who is signed in, address, width, height)
SHOTS = {
    "home-en": (None, "/en/", 1280, 1000),
    "my-work-km": ("coordinator.vn", "/km/my/", 360, 1100),
    "changes-en": ("group.vn", "/en/curricula/viet-nam/b/changes/", 1280, 1500),
}


@contextlib.contextmanager
def demo() -> Iterator[str]:
    """The address of a demo that lives for this block, or SITE_URL."""
    if site := os.environ.get("SITE_URL", "").rstrip("/"):
        yield site
        return
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
                page.locator("input[name=password]").press("Enter")
                page.wait_for_url("**/my/")
            page.goto(site + path, wait_until="networkidle")  # the script's own font has come then
            taken = Image.open(io.BytesIO(page.screenshot()))
            page.context.close()
            picture = PICTURES / f"{name}.png"
            taken.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(picture, optimize=True)  # flat colours
            if (size := picture.stat().st_size) > MOST_BYTES:
                sys.exit(f"{picture.name} has {size} bytes, more than {MOST_BYTES}.")
            print(f"{picture.name}: {size} bytes")
        browser.close()


if __name__ == "__main__":
    main()
