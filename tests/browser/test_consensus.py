"""A text is adopted, through the screens: a round opens, three members vote on their phones, one objects, the draft is
amended, a new round passes, and the version is adopted and its record printed (plan activity 1.2)."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, check_page

pytestmark = pytest.mark.browser

CURRICULUM = "/en/curricula/viet-nam"
VOTERS = ("group.vn", "member.vn", "focal.vn")
WITHOUT_ACCOUNT = ("border control", "justice", "civil society", "labour")
OBJECTION = "Session A1 does not name the law of 2024 yet"


def today() -> str:
    return datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date().isoformat()


def yesterday() -> str:
    return (datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date() - timedelta(days=1)).isoformat()


def press(page: Page, words: str) -> None:
    page.get_by_role("main").get_by_role("button", name=words, exact=True).first.click()


def sound(page: Page) -> None:
    assert check_page(page) == []


def leave_three_seats(coordinator: Page) -> None:
    """Seats whose holders have no account end, so that three phones are the whole group."""
    for sector in WITHOUT_ACCOUNT:
        coordinator.goto("/en/people/bodies/wg-vn/")
        row = coordinator.get_by_role("listitem").filter(has=coordinator.locator("b", has_text=re.compile(f"^{sector}$")))
        row.get_by_role("link", name=re.compile("^End")).click()
        coordinator.locator("input[name=until]").fill(yesterday())
        press(coordinator, "End the seat")


def open_round(chair: Page, subject: str) -> str:
    chair.goto(f"{CURRICULUM}/rounds/")
    chair.get_by_role("link", name="Open a round").click()
    chair.get_by_label("What the group decides about").fill(subject)
    sound(chair)
    press(chair, "Freeze the draft and open the round")
    expect(chair.get_by_role("heading", level=1)).to_contain_text("Take the position of your seat by")
    return chair.url


def vote(people, account: str, choice: str, comment: str = "") -> Page:
    """From the agenda to the ballot, on a phone."""
    page = people.page(account, size=PHONE)
    page.goto("/en/my/")
    page.get_by_role("main").get_by_role("link", name="Take a position").first.click()
    expect(page.get_by_role("main")).to_contain_text("The draft is agreed when")
    page.get_by_label(re.compile(f"^{choice}")).check(force=True)
    page.get_by_label("Comment").fill(comment)
    sound(page)
    press(page, "Take the position")
    expect(page.locator("main")).to_contain_text("Your position is taken")
    sound(page)
    return page


def count_a_pilot(coordinator: Page, chair: Page) -> None:
    """A pilot that was held on paper, with a finding that is decided on, then assessed."""
    coordinator.goto(f"{CURRICULUM}/pilots/")
    sound(coordinator)
    coordinator.get_by_role("link", name="Record a pilot").click()
    coordinator.get_by_label("Name of the pilot").fill("Pilot in Hà Giang, from paper")
    coordinator.get_by_label("Last day").fill(yesterday())
    coordinator.get_by_label("A", exact=True).check(force=True)
    sound(coordinator)
    press(coordinator, "Record the pilot")
    coordinator.get_by_role("link", name="Write down a finding").click()
    coordinator.get_by_label("What the pilot showed").fill("Session A1 takes two hours.")
    press(coordinator, "Record the finding")
    sound(coordinator)
    chair.goto(coordinator.url)
    chair.get_by_role("main").get_by_role("link", name="Session A1 takes two hours.").click()
    chair.get_by_label(re.compile("^Accept")).check(force=True)
    sound(chair)
    press(chair, "Save the decision")
    chair.goto(coordinator.url)
    chair.get_by_role("link", name="Assess the pilot").click()
    press(chair, "Mark as assessed")
    expect(chair.get_by_role("main")).to_contain_text("it counts for the adoption")


def amend(chair: Page, round_address: str) -> None:
    """The chair ends the round; then the editor of the draft opens again."""
    chair.goto(round_address)
    chair.get_by_role("link", name="End the round").click()
    chair.get_by_label("Why the draft is changed").fill("The law of 2024 is named in A1.")
    sound(chair)
    press(chair, "End the round")
    expect(chair.get_by_role("heading", level=1)).to_contain_text("Ended, to change the draft")


def editor_of(page: Page) -> str:
    """The address of the draft of module A in the editor, found through its explorer."""
    page.goto("/admin/pages/")
    found = page.request.get(f"{page.url.split('/admin/')[0]}/admin/pages/search/?q=Gi%E1%BB%9Bi+thi%E1%BB%87u")
    return re.search(r"/admin/pages/\d+/edit/", found.text()).group()


def test_a_group_adopts_its_curriculum(people, tmp_path):
    coordinator, chair = people.page("coordinator.vn"), people.page("group.vn")
    leave_three_seats(coordinator)
    count_a_pilot(coordinator, chair)
    editor = editor_of(chair)

    # the first round: one objects
    first = open_round(chair, "Module A as the pilot left it.")
    chair.goto(editor)
    expect(chair.locator("body")).to_contain_text("The draft is locked while its group decides on it")
    for account, choice, comment in zip(VOTERS, ("Agree", "Object", "Stand aside"), ("", OBJECTION, ""), strict=True):
        voter = vote(people, account, choice, comment)
    expect(voter.get_by_role("main")).to_contain_text(OBJECTION)
    anybody = people.page()
    anybody.goto(first)
    expect(anybody.get_by_role("heading", level=1)).to_contain_text("is open until")
    expect(anybody.get_by_role("main")).not_to_contain_text(OBJECTION)
    sound(anybody)

    # the draft is amended, which ends the round
    amend(chair, first)
    chair.goto(editor)
    title = chair.locator("input[name=title], textarea[name=title]").first
    amended = f"{title.input_value()} (2024)"
    title.fill(amended)
    chair.locator("button.action-save").first.click()
    expect(chair.locator("body")).to_contain_text(re.compile("saved", re.IGNORECASE))

    # the new round passes with the last seat
    second = open_round(chair, "The law of 2024 is named.")
    expect(chair.get_by_role("main")).to_contain_text(amended)
    for account in VOTERS:
        voter = vote(people, account, "Agree")
    expect(voter.get_by_role("heading", level=1)).to_contain_text("The group agrees on this draft")
    voter.get_by_role("link", name=re.compile("^A ")).first.click()
    expect(voter.get_by_role("main")).to_contain_text(amended)
    sound(voter)

    # adopted: public, a version, and on paper
    chair.goto(second)
    chair.get_by_role("main").get_by_role("link", name="Adopt the draft").click()
    sound(chair)
    chair.get_by_label("2.2", exact=True).check(force=True)
    chair.get_by_label("First day in force").fill(today())
    press(chair, "Adopt the draft")
    expect(chair.get_by_role("heading", level=1)).to_contain_text("2.2")
    sound(chair)
    names = chair.get_by_role("main").inner_text()
    anybody.goto(chair.url)
    record = anybody.get_by_role("main")
    expect(record).to_contain_text("The public record shows seats, not names.")
    assert "Võ Quang Mẫu" in names and "Võ Quang Mẫu" not in record.inner_text()
    sound(anybody)
    with chair.expect_download() as download:
        chair.get_by_role("link", name="Record as PDF").click()
    download.value.save_as(paper := tmp_path / "adoption.pdf")
    assert paper.read_bytes().startswith(b"%PDF-")
    anybody.goto(f"{CURRICULUM}/a/")
    expect(anybody.get_by_role("heading", level=1)).to_contain_text(amended)
