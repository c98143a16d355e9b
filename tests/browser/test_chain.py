"""The whole chain once, through the screens, each link by the person whose work it is.

Need found > action agreed > edition planned > people selected > course held and evaluated > trainer certified >
target read, and quoted in a report. This is the main job of the academy, and its first documentation.
"""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from certification.domain.months import add_months
from lms.look.domain.dates import write_day
from tests.browser.conftest import check_page

pytestmark = pytest.mark.browser

NEED = "request legal assistance across a border"
TOT, PILOT = "Training of trainers in Hà Nội", "Pilot course in Lạng Sơn"


def days_ago(days: int) -> str:
    """A day as its field takes it: trainers enter results in the 30 days after an edition only."""
    return (datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date() - timedelta(days=days)).isoformat()


def press(page: Page, words: str) -> None:
    page.get_by_role("main").get_by_role("button", name=words, exact=True).first.click()


def no_findings(page: Page) -> None:
    assert check_page(page) == []


def neighbours(page: Page) -> set[str]:
    return {link.get_attribute("rel") for link in page.locator("a[rel=prev], a[rel=next]").all()}


def record_the_need(page: Page) -> str:
    """The coordinator types in what the assessment found, with its figure and source."""
    page.goto("/en/needs/")
    page.get_by_role("link", name="Record a finding").click()
    page.get_by_label("need without supply").check(force=True)
    page.get_by_label("The need in a few words").fill(NEED)
    page.get_by_label("Figure", exact=True).fill("1,240")
    page.get_by_label("people in need").check(force=True)
    page.get_by_label("Source").fill("Sample assessment of Viet Nam, October 2026, 412 answers")
    press(page, "Record the finding")
    expect(page.get_by_role("heading", level=1)).to_contain_text("1,240")
    return page.url


def agree_an_action(page: Page, finding: str, title: str) -> str:
    page.goto(finding)
    page.get_by_role("main").get_by_role("link", name=re.compile("Agree an(other)? action")).click()
    page.get_by_label("What is done").fill(title)
    page.get_by_label("Until when").fill(days_ago(-60))
    press(page, "Agree the action")
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    return page.url


def plan_the_edition(page: Page, action: str, *, kind: str, name: str, start: str, end: str) -> str:
    """The chair makes the edition from the action; the curriculum's sessions are laid over its days."""
    page.goto(action)
    page.get_by_role("main").get_by_role("link", name="Plan the edition").click()
    option = page.locator(f"select[name=course] optgroup[label='{kind}'] option").first
    page.get_by_label("Course", exact=True).select_option(option.get_attribute("value"))
    page.get_by_label("Name of this edition").fill(name)
    page.get_by_label("Curriculum version").select_option(index=1)
    page.get_by_label("First day").fill(start)
    page.get_by_label("Last day").fill(end)
    press(page, "Plan the edition")
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    return page.url


def move_on(page: Page, edition: str, *words: str) -> None:
    page.goto(edition)
    for step in words:
        press(page, step)
        expect(page.locator("main, .page").get_by_text("The edition is taken one step further.").first).to_be_visible()


def row_of(page: Page, name: str):
    return page.get_by_role("row").filter(has_text=name)


def add_trainer(page: Page, edition: str, name: str, role: str = "lead") -> None:
    page.goto(f"{edition}delivery/")
    if not page.get_by_label("Person").is_visible():
        page.get_by_text("Add a trainer", exact=True).click()
    value = page.locator("select[name=person] option").filter(has_text=name).first.get_attribute("value")
    page.get_by_label("Person").select_option(value)
    page.get_by_label("Role").select_option(role)
    press(page, "Add the trainer")


def name_of(people, account: str) -> str:
    page = people.page(account)
    page.goto("/en/my/")
    return page.locator("header a[href$='/my/']").last.inner_text().strip()


def test_from_a_need_to_the_report(people, tmp_path):
    coordinator, chair = people.page("coordinator.vn"), people.page("group.vn")
    lan, trainer = people.page("trainee.vn"), people.page("trainer.vn")
    lans_name, trainers_name = name_of(people, "trainee.vn"), name_of(people, "trainer.vn")

    # 1 need, 2 action, 3 edition
    finding = record_the_need(coordinator)
    no_findings(coordinator)
    action = agree_an_action(coordinator, finding, "Hold a training of trainers in Hà Nội")
    assert neighbours(coordinator) == {"prev"}
    no_findings(coordinator)
    edition = plan_the_edition(chair, action, kind="training of trainers", name=TOT, start=days_ago(25),
                               end=days_ago(20))
    assert neighbours(chair) == {"prev", "next"}
    no_findings(chair)
    move_on(chair, edition, "Open the nominations")

    # 4 selection: nominated by the coordinator, endorsed by the focal point, selected by the chair
    coordinator.goto(f"{edition}selection/")
    value = coordinator.locator("select[name=person] option").filter(has_text=lans_name).first.get_attribute("value")
    coordinator.get_by_label("Person").select_option(value)
    press(coordinator, "Nominate")
    no_findings(coordinator)
    focal = people.page("focal.vn")
    focal.goto("/en/my/")
    expect(focal.get_by_role("main")).to_contain_text(TOT)
    focal.goto(f"{edition}selection/")
    row_of(focal, lans_name).get_by_role("button", name="Endorse").click()
    chair.goto(f"{edition}selection/")
    row_of(chair, lans_name).get_by_role("button", name="Select", exact=True).click()
    expect(row_of(chair, lans_name)).to_contain_text("Selected")
    assert neighbours(chair) == {"prev", "next"}
    lan.goto(f"{edition}selection/")
    row_of(lan, lans_name).get_by_role("button", name="Accept the seat").click()
    move_on(chair, edition, "Close the nominations", "Confirm the edition")

    # 5 delivery: attendance by slot and the post-test by the trainer, the evaluation by Lan
    add_trainer(chair, edition, trainers_name)
    trainer.goto(f"{edition}delivery/")
    no_findings(trainer)
    assert neighbours(trainer) == {"prev", "next"} or neighbours(trainer) == {"prev"}
    while (enter := trainer.get_by_role("link", name=re.compile("^Enter attendance"))).count():
        enter.first.click()
        press(trainer, "Save the attendance")
    trainer.get_by_role("link", name="Enter the post-test").click()
    trainer.get_by_label(lans_name).fill("85")
    press(trainer, "Save the results")
    press(trainer, "Ask for the evaluation")
    expect(row_of(trainer, lans_name)).to_contain_text("100")
    expect(row_of(trainer, lans_name)).to_contain_text("85")
    answer_the_evaluation(lan)
    move_on(chair, edition, "Mark as completed")

    # evidence: the code of conduct, and a pilot that Lan leads and trainer.vn observes
    lan.goto("/en/trainers/conduct/")
    lan.get_by_label("I accept this code of conduct.").check(force=True)
    lan.get_by_label("Show my name to those who check my certificate by its code.").check(force=True)
    no_findings(lan)
    press(lan, "Accept the code of conduct")
    pilot_action = agree_an_action(coordinator, finding, "Pilot the module in Lạng Sơn")
    pilot = plan_the_edition(chair, pilot_action, kind="pilot course", name=PILOT, start=days_ago(12), end=days_ago(9))
    add_trainer(chair, pilot, lans_name)
    add_trainer(chair, pilot, trainers_name, role="observer")
    trainer.goto(f"{pilot}delivery/")
    trainer.get_by_role("link", name="Enter an observation").click()
    trainer.get_by_label("Points of the rubric").fill("16")
    no_findings(trainer)
    press(trainer, "Save the observation")
    expect(trainer.get_by_role("main")).to_contain_text("Observed: passed")

    # 6 certificate: issued by the chair, on paper, and checked by anybody
    chair.goto("/en/trainers/candidates/")
    chair.locator("article").filter(has_text=lans_name).get_by_role("button", name="Issue the certificate").click()
    expect(chair.get_by_role("heading", level=1)).to_contain_text(f"May train until {end_of_validity()}")
    assert neighbours(chair) == {"prev", "next"} or neighbours(chair) == {"prev"}
    no_findings(chair)
    certificate, number = chair.url, re.search(r"VN-\d{4}-\d{4}", chair.title()).group()
    with chair.expect_download() as download:
        chair.get_by_role("link", name="Certificate as PDF").click()
    download.value.save_as(paper := tmp_path / "certificate.pdf")
    assert paper.read_bytes().startswith(b"%PDF-") and number in download.value.suggested_filename
    chair.get_by_role("link", name="What the public sees").click()
    anybody = people.page()
    anybody.goto(chair.url)
    expect(anybody.get_by_role("heading", level=1)).to_have_text("Valid today")
    expect(anybody.get_by_role("main")).to_contain_text(number)
    expect(anybody.get_by_role("main")).to_contain_text(lans_name)
    no_findings(anybody)

    # 7 target: the reading is computed in the background, and a report quotes it
    secretariat = people.page("secretariat")
    secretariat.goto("/en/monitoring/")
    press(secretariat, "Compute the readings")
    secretariat.get_by_role("main").get_by_role("link", name="See the result").click(timeout=30_000)
    secretariat.get_by_role("link", name=re.compile("certified trainers.*Viet Nam|Viet Nam")).first.click()
    expect(secretariat.get_by_role("heading", level=1)).to_contain_text("2")
    assert "prev" in neighbours(secretariat)
    reading = secretariat.url
    no_findings(secretariat)
    secretariat.goto("/en/monitoring/new-report/")
    secretariat.get_by_label("Title").fill("Six-monthly report, second half of 2026")
    secretariat.get_by_label("From").fill(days_ago(180))
    secretariat.get_by_label("To", exact=True).fill(days_ago(-5))
    secretariat.get_by_label(re.compile("Viet Nam")).first.check(force=True)
    press(secretariat, "Publish the report")
    no_findings(secretariat)
    anybody.goto(secretariat.url)
    expect(anybody.get_by_role("main")).to_contain_text("Viet Nam")
    assert anybody.locator(f"a[href='{reading.removeprefix(people.site)}']").count()

    # and back along the chain, link by link, to the need
    chair.goto(certificate)
    for _link in range(5):
        chair.locator("a[rel=prev]").click()
    expect(chair.get_by_role("heading", level=1)).to_contain_text(NEED)


def end_of_validity() -> str:
    """36 months from today at the issuer: the code of conduct, accepted today, was the last requirement."""
    today = datetime.now(ZoneInfo("Asia/Bangkok")).date()
    return write_day(add_months(today, 36), language="en")


def answer_the_evaluation(page: Page) -> None:
    """Lan answers the XLSForm: select one, integer, text, and a note to read."""
    page.goto("/en/my/")
    page.get_by_role("link", name=re.compile("Answer|evaluation", re.I)).first.click()
    no_findings(page)
    page.locator("input[type=radio]").first.check(force=True)
    page.get_by_label(re.compile("How clear was the course")).fill("6")
    page.locator("textarea").first.fill("Speak with the border guards of Lạng Sơn")
    press(page, "Send the answers")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sent")


def test_lan_reads_the_lesson_to_its_end_in_vietnamese(people):
    page = people.page("trainee.vn")
    page.goto("/vi/learn/what-trafficking-is/")
    no_findings(page)
    page.get_by_role("main").locator("a.button").first.click()
    for _step in range(5):
        on = page.locator(".dock a.button[rel=next]")
        for choice in range(page.locator("input[name=answer]").count()):
            if on.count():
                break
            page.locator("input[name=answer]").nth(choice).check(force=True)
            with page.expect_navigation():
                page.locator(".dock button.button").click()
        no_findings(page)
        with page.expect_navigation():
            (on if on.count() else page.locator(".dock button.button")).click()
    expect(page).to_have_url(re.compile("/vi/learn/what-trafficking-is/$"))
    assert page.get_by_role("main").locator("a.button").count() == 0, "no step is left to go on with"
    assert page.get_by_role("main").locator(".note").count() == 1
    no_findings(page)
