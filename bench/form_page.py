"""A 60-question Khmer form on a slow phone: kB over the line, and seconds until the script answers. Needs a running demo.

    python -m bench.form_page http://localhost:8000/km/forms/KEY/

CPU / 4, 400 kbit/s, 400 ms, nothing cached; the median of five loads, printed as JSON. Interactive means that the form's
script has run: it disables the field `shown` as its last step.
"""

import json
import statistics
import sys

from playwright.sync_api import Browser, sync_playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage"]
LOADS = 5
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
READY = "Boolean(document.querySelector('form [name=shown][disabled]'))"


def load(browser: Browser, address: str) -> dict[str, float]:
    """One load in a fresh profile: seconds to the first paint, to interactive, kB on the line, and of scripts."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    line = context.new_cdp_session(page)
    sizes: dict[str, float] = {}
    scripts: set[str] = set()

    def answered(event: dict) -> None:
        if event["type"] == "Script":
            scripts.add(event["requestId"])

    line.on("Network.responseReceived", answered)
    line.on("Network.loadingFinished", lambda event: sizes.__setitem__(event["requestId"], event["encodedDataLength"] / 1000))
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)
    line.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(address, wait_until="commit")
    while not page.evaluate(READY):  # the page's policy forbids a function that waits inside it
        page.wait_for_timeout(20)
    interactive = page.evaluate("performance.now()") / 1000
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN") / 1000
    page.wait_for_load_state("networkidle")
    context.close()
    return {"paint": paint, "interactive": interactive, "kb": sum(sizes.values()),
            "script_kb": sum(size for one, size in sizes.items() if one in scripts)}


def main(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        found = [load(browser, address) for _load in range(LOADS)]
        browser.close()
    print(json.dumps({name: round(statistics.median(one[name] for one in found), 2) for name in found[0]}))


if __name__ == "__main__":
    main(sys.argv[1])
