"""A passkey from first to last, in Chromium with an authenticator of its own: added, shown, used alone, taken away."""

import re

import pytest

from tests.browser.conftest import DESK, PASSWORD, check_page

pytestmark = pytest.mark.browser
WHO = "donor"
DEVICE = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
          "isUserVerified": True, "automaticPresenceSimulation": True}


class Device:
    """One browser with one authenticator, whose owner can also refuse finger and PIN."""

    def __init__(self, browser, site):
        self.context = browser.new_context(base_url=site, viewport=DESK)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self.complaints.append(said.text) if "Policy" in said.text else None)
        self.keys = self.context.new_cdp_session(self.page)
        self.keys.send("WebAuthn.enable")
        self.number = self.keys.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]

    def owner_answers(self, yes: bool):
        self.keys.send("WebAuthn.setUserVerified", {"authenticatorId": self.number, "isUserVerified": yes})

    def password(self):
        self.page.goto("/en/account/login/")
        self.page.fill("input[name=login]", WHO)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("main form.sheet button.button")

    def sign_out(self):
        self.page.goto("/en/account/logout/")
        self.page.click("main form button.button")
        self.page.wait_for_url(re.compile(r"/en/$"))


@pytest.fixture
def device(browser, site):
    made = Device(browser, site)
    yield made
    made.context.close()


def test_a_passkey_from_first_to_last(device):
    page = device.page
    device.password()
    page.wait_for_url("**/my/")
    page.goto("/en/account/security/")
    found = check_page(page)
    page.click("text=Add a passkey")
    assert page.locator("[data-passkey-missing]").is_hidden()
    found += check_page(page)
    page.fill("input[name=name]", "My laptop")
    page.click("text=Add the passkey")
    page.wait_for_url("**/security/codes/")
    found += check_page(page)
    assert len(re.findall(r"\d{4} \d{4}", page.locator(".codes").inner_text())) == 10

    device.sign_out()
    device.password()
    page.wait_for_url("**/second-factor/")
    found += check_page(page)
    page.click("text=Use my passkey")
    page.wait_for_url("**/my/")

    device.sign_out()
    page.goto("/en/account/login/?next=/en/people/")
    found += check_page(page)
    page.click("text=Sign in with a passkey")
    page.wait_for_url(re.compile(r"^[^?]*/en/people/$"))

    device.sign_out()
    device.owner_answers(False)
    page.goto("/en/account/login/")
    page.click("text=Sign in with a passkey")
    page.wait_for_selector("[data-passkey-wrong]:visible", timeout=70_000)
    assert "/account/login/" in page.url, "a device that nobody opened is no second factor"
    device.owner_answers(True)
    page.click("text=Sign in with a passkey")
    page.wait_for_url("**/my/")

    page.goto("/en/account/security/")
    page.click("text=Take away")
    found += check_page(page)
    page.click("main form button.danger")
    page.wait_for_url("**/account/security/")
    assert page.locator("text=My laptop").count() == 0
    assert found == [] and device.complaints == []
