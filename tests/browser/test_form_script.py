"""A form on a phone: what the script shows at once, and that nothing needs it."""

import os
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, check_page
from tests.browser.demo import ROOT, environment
from tests.surveys.workbooks import workbook

pytestmark = pytest.mark.browser

SURVEY = [
    ["type", "name", "label::English (en)", "label::Khmer (km)", "required", "relevant", "calculation", "constraint",
     "constraint_message::English (en)", "constraint_message::Khmer (km)", "choice_filter"],
    ["begin_group", "about", "About you", "អំពីអ្នក"],
    ["text", "who", "Your name", "ឈ្មោះ", "yes"],
    ["integer", "years", "Years of service", "ឆ្នាំបម្រើការ", "", "", "", ". <= 50", "At most 50 years.", "យ៉ាងច្រើន 50 ឆ្នាំ។"],
    ["text", "why", "What have you learnt, ${who}?", "តើអ្នកបានរៀនអ្វី ${who}?", "", "${years} > 10"],
    ["end_group"],
    ["begin_group", "where", "Where you work", "កន្លែងធ្វើការ"],
    ["select_one country", "country", "Country", "ប្រទេស"],
    ["select_one town", "town", "Town", "ទីក្រុង", "", "", "", "", "", "", "country = ${country}"],
    ["end_group"],
    ["begin_group", "team", "Your team", "ក្រុមរបស់អ្នក"],
    ["begin_repeat", "member", "Member", "សមាជិក"],
    ["text", "name", "Name", "ឈ្មោះ"],
    ["integer", "age", "Age", "អាយុ"],
    ["end_repeat"],
    ["calculate", "total", "", "", "", "", "sum(${age})"],
    ["note", "sum", "Together you are ${total} years old.", "អ្នកទាំងអស់គ្នាមានអាយុ ${total} ឆ្នាំ។"],
    ["end_group"],
]
CHOICES = [["list_name", "name", "label::English (en)", "label::Khmer (km)", "country"],
           ["country", "kh", "Cambodia", "កម្ពុជា", ""], ["country", "vn", "Viet Nam", "វៀតណាម", ""],
           ["town", "pp", "Phnom Penh", "ភ្នំពេញ", "kh"], ["town", "sr", "Siem Reap", "សៀមរាប", "kh"],
           ["town", "hn", "Ha Noi", "ហាណូយ", "vn"]]


@pytest.fixture(scope="module")
def form(site, request, tmp_path_factory):
    """Publishes into the running demo: the form's address, on one long page or (key) page by page.

    With SITE_URL the demo's folder is SITE_DATA_DIR.
    """
    folder = os.environ.get("SITE_DATA_DIR") or request.getfixturevalue("demo").data
    for key, style in (("script-long", ""), ("script-pages", "pages")):
        file = tmp_path_factory.mktemp("books") / f"{key}.xlsx"
        file.write_bytes(workbook(SURVEY, CHOICES, [["form_title", "form_id", "style"], ["About your work", key, style]]))
        subprocess.run([sys.executable, "manage.py", "xlsform", "publish", file, "--key", key], cwd=ROOT, check=True,
                       env=environment(DATA_DIR=str(folder), DEMO="1"), stdout=subprocess.DEVNULL)
    return lambda key="long": f"/en/forms/script-{key}/"


@pytest.fixture
def page(people, form):
    page = people.page(size=PHONE)
    page.goto(form())
    page.on("dialog", lambda dialog: dialog.accept())
    yield page
    page.close()


def field(page, place):
    return page.locator(f'[name="a:{place}"]')


def node(page, place):
    return page.locator(f'.node[data-at="{place}"]')


def test_what_an_answer_opens_shows_at_once_and_keeps_what_was_typed(page):
    assert node(page, "about/why").is_hidden()
    field(page, "about/years").fill("12")
    node(page, "about/why").wait_for(state="visible")
    field(page, "about/why").fill("To listen")
    field(page, "about/years").fill("3")
    node(page, "about/why").wait_for(state="hidden")
    field(page, "about/years").fill("30")
    node(page, "about/why").wait_for(state="visible")
    assert field(page, "about/why").input_value() == "To listen"


def test_a_label_quotes_an_answer(page):
    field(page, "about/years").fill("12")
    field(page, "about/who").fill("<b>Lan</b>")
    page.get_by_text("What have you learnt, <b>Lan</b>?").first.wait_for()


def test_an_answer_outside_the_rule_is_said_at_its_field_and_taken_back(page):
    years = field(page, "about/years")
    years.fill("51")
    years.blur()
    error = node(page, "about/years").locator(".error")
    error.wait_for()
    assert error.inner_text().strip() == "At most 50 years."
    assert error.get_attribute("id") in years.get_attribute("aria-describedby")
    assert check_page(page) == []
    years.fill("50")
    years.blur()
    error.wait_for(state="detached")
    assert years.get_attribute("aria-invalid") is None


def test_a_choice_narrows_the_next_list(page):
    def towns():
        return node(page, "where/town").locator("label").all_inner_texts()
    assert towns() == []
    page.get_by_label("Cambodia").check(force=True)
    assert towns() == ["Phnom Penh", "Siem Reap"]
    page.get_by_label("Siem Reap").check(force=True)
    page.get_by_label("Viet Nam").check(force=True)
    assert towns() == ["Ha Noi"]
    assert node(page, "where/town").locator("input:checked").count() == 0


def test_an_instance_is_added_counted_taken_away_and_brought_back(page):
    field(page, "team/member[1]/age").fill("20")
    page.get_by_role("button", name="Add another").click()
    field(page, "team/member[2]/age").fill("22")
    total = node(page, "team/sum")
    page.get_by_text("Together you are 42 years old.").wait_for()
    node(page, "team/member").get_by_role("button", name="Delete").first.click()
    page.get_by_text("Together you are 22 years old.").wait_for()
    assert field(page, "team/member[1]/age").input_value() == "22"
    assert page.locator('[name="r:team/member"]').input_value() == "1"
    page.get_by_role("button", name="Undo").click()
    assert "42" in total.inner_text()
    assert [field(page, f"team/member[{number}]/age").input_value() for number in (1, 2)] == ["20", "22"]
    ids = page.evaluate("[...document.querySelectorAll('form [id]')].map((one) => one.id)")
    assert len(ids) == len(set(ids))


def test_page_by_page(page, form):
    page.goto(form("pages"))
    progress = page.locator(".progress")
    assert progress.inner_text() == "Page 1 of 3"
    page.get_by_role("button", name="Next").click()
    missing = page.locator(".missing")
    assert "Your name" in missing.inner_text()
    assert check_page(page) == []
    page.get_by_role("button", name="Go on all the same").click()
    assert progress.inner_text() == "Page 2 of 3"
    assert page.evaluate("document.activeElement.textContent") == "Where you work"
    page.go_back()
    expect(progress).to_have_text("Page 1 of 3")
    field(page, "about/who").fill("Sokha")
    page.get_by_role("button", name="Next").click()
    assert page.get_by_role("button", name="Send the answers").is_hidden()
    page.get_by_role("button", name="Next").click()
    assert progress.inner_text() == "Page 3 of 3"
    page.get_by_role("button", name="Send the answers").click()
    page.wait_for_url("**/sent/**")


def test_leaving_with_unsent_answers_asks(page):
    asked = []
    page.on("dialog", lambda dialog: asked.append(dialog.type))
    field(page, "about/who").fill("Lan")
    page.goto("/en/help/")
    assert asked == ["beforeunload"]


def test_everything_works_without_the_script(browser, site, form):
    context = browser.new_context(base_url=site, viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(form("pages"))
    field(page, "about/who").fill("Lan")
    field(page, "about/years").fill("12")
    page.get_by_role("button", name="Add another").click()
    assert node(page, "about/why").is_visible()  # the answer opened it: the server shows the page again
    field(page, "team/member[2]/age").fill("22")
    page.get_by_role("button", name="Send the answers").click()
    page.wait_for_url("**/sent/**")
    context.close()
