"""The real thing: the demo's own process tree, and the system's Chromium."""

import os
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.demo import PASSWORD, Demo, started

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"]
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}, "resultTypes": ["violations"]}
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def demo(tmp_path_factory) -> Iterator[Demo]:
    """A demo with the starter content, from nothing, in a folder of its own."""
    made = started(tmp_path_factory.mktemp("demo") / "data").until_served(300)
    yield made
    made.end()


@pytest.fixture(scope="session")
def site(request) -> str:
    """The address of that demo. SITE_URL names one that runs already (with DEMO_PASSWORD as here): quicker while a page is made."""
    return os.environ.get("SITE_URL") or request.getfixturevalue("demo").address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


class People:
    """Browser contexts, one a person, so that the chain's people work side by side as on their own devices."""

    def __init__(self, browser: Browser, site: str):
        self.browser, self.site = browser, site
        self.contexts: dict[str, BrowserContext] = {}

    def page(self, account: str = "", *, size=DESK) -> Page:
        """A page of this account's (signed in), or of nobody's."""
        key = f"{account}:{size['width']}"
        if key not in self.contexts:
            context = self.browser.new_context(base_url=self.site, viewport=size)
            self.contexts[key] = context
            if account:
                page = context.new_page()
                page.goto("/en/account/login/")
                page.fill("input[name=login]", account)
                page.fill("input[name=password]", PASSWORD)
                page.click("main button[type=submit], main form button.button")
                page.wait_for_url("**/my/")
                page.close()
        page = self.contexts[key].new_page()
        page.on("pageerror", lambda error: pytest.fail(f"script error on {page.url}: {error}"))
        return page

    def close(self) -> None:
        for context in self.contexts.values():
            context.close()


@pytest.fixture(scope="session")
def people(browser, site) -> Iterator[People]:
    known = People(browser, site)
    yield known
    known.close()


def check_page(page: Page) -> list[str]:
    """What is wrong with the page: axe's findings, sideways scroll, a console that complains of our policy."""
    page.wait_for_load_state()  # after a click the address is the new one before its document is there
    found = [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in Axe().run(page, options=RULES).response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
        found.append("it scrolls sideways")
    return [f"{page.url}: {one}" for one in found]
