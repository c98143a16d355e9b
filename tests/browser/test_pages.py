"""Every page without a finding of axe, in English and the chosen ones in the other six (`prove`: every page in all seven);
at 320 px no side scroll."""

import os

import pytest

from tests.browser.conftest import PHONE, check_page

pytestmark = pytest.mark.browser

ANONYMOUS = ["", "curricula/", "curricula/regional/", "curricula/regional/a/", "curricula/viet-nam/a/",
             "curricula/cambodia/a/", "courses/", "courses/?past=1", "courses/calendar/2027/1/", "courses/rtp-2027-1/",
             "courses/rtp-2007-7/", "trainers/", "verify/", "needs/", "learn/", "learn/what-trafficking-is/",
             "monitoring/", "search/?q=border", "search/?q=zzzz", "style/", "account/login/", "about/", "help/", "privacy/",
             "accessibility/", "outbox/", "no-such-page/",
             "code/", "invitation/0000-0000-0000/",
             "curricula/regional/tandem/", "curricula/viet-nam/changes/", "curricula/viet-nam/b/changes/",
             "curricula/regional/versions/", "curricula/regional/versions/2.0/", "curricula/regional/versions/2.0/b/",
             "curricula/regional/compare/2.0/3.0/", "curricula/regional/compare/2.0/3.0/b/", "curricula/library/",
             "curricula/library/commit-mou/", "curricula/feedback/", "curricula/viet-nam/rounds/",
             "forms/needs/", "forms/course-evaluation/", "forms/daily-pulse/", "forms/test-module-a/", "forms/delivery-rubric/",
             "forms/pilot-findings/", "forms/daily-pulse/sent/"]
SIGNED_IN = {
    "coordinator.vn": ["my/", "needs/", "needs/new/", "people/", "courses/tot-vn-2027-1/selection/"],
    "group.vn": ["my/", "trainers/", "trainers/candidates/", "courses/tot-vn-2027-1/", "courses/tot-vn-2027-1/delivery/"],
    "focal.vn": ["my/"], "member.vn": ["my/"], "translator.vn": ["my/"], "donor": ["my/", "monitoring/"],
    "trainer.vn": ["my/", "trainers/", "courses/tot-vn-2027-1/delivery/", "curricula/viet-nam/a/"],
    "trainee.vn": ["my/", "trainers/conduct/", "people/"], "trainee.kh": ["my/"], "trainer.kh": ["my/"],
    "coordinator.kh": ["my/", "people/"], "group.kh": ["my/", "trainers/candidates/"], "focal.kh": ["my/"],
    "secretariat": ["my/", "monitoring/", "monitoring/new-report/", "people/", "audit/", "people/retention/",
                    "people/erasure/"],
    "admin": ["my/"],
}
SIGNED_IN["coordinator.vn"] += ["people/new/", "people/import/", "people/duplicates/", "people/organisations/",
                                "people/organisations/vn-mps/", "people/organisations/new/", "people/bodies/",
                                "people/bodies/wg-vn/", "letters/"]
SIGNED_IN["trainee.vn"] += ["my/data/", "my/data/erasure/", "my/consents/data-use/", "letters/", "account/security/",
                            "account/security/app/", "account/sessions/", "account/password/", "people/bodies/wg-vn/"]
SIGNED_IN["group.vn"] += ["curricula/viet-nam/b/changes/", "curricula/regional/adapt/", "curricula/viet-nam/rule/",
                          "curricula/viet-nam/rounds/open/", "curricula/viet-nam/pilots/", "curricula/viet-nam/pilots/new/",
                          "curricula/viet-nam/release/", "curricula/library/new/", "curricula/feedback/new/"]
SIGNED_IN["translator.vn"] += ["curricula/viet-nam/translate/", "curricula/viet-nam/c/translate/?show=todo",
                               "curricula/viet-nam/c/translate/files/"]
INSTRUMENT = ["", "withdraw/", "results/", "answers/", "export/", "1/preview/km/"]
SIGNED_IN["coordinator.vn"] += ["instruments/", "forms/needs/"]
SIGNED_IN["secretariat"] += ["instruments/new/", *(f"instruments/needs/{page}" for page in INSTRUMENT),
                             "instruments/course-evaluation/results/"]
SIGNED_IN["secretariat"] += ["curricula/regional/release/", "curricula/feedback/"]
CHOSEN = ["", "style/", "account/login/", "monitoring/", "learn/what-trafficking-is/s2/", "curricula/viet-nam/b/changes/",
          "courses/calendar/2027/1/"]
OTHERS = ["km", "zh-hans", "lo", "my", "th", "vi"]
LANGUAGES = ["en", *OTHERS] if os.environ.get("PROVE") else ["en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_public_pages(people, language):
    page, found = people.page(), []
    for path in ANONYMOUS:
        page.goto(f"/{language}/{path}")
        assert page.locator("h1").count() == 1, page.url
        found += check_page(page)
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("account", SIGNED_IN)
def test_pages_of_people(people, account, language):
    page, found = people.page(account), []
    for path in SIGNED_IN[account]:
        answer = page.goto(f"/{language}/{path}")
        assert answer.status == 200, page.url
        found += check_page(page)
    assert found == []


@pytest.mark.parametrize("language", OTHERS)
def test_chosen_pages_in_the_other_languages(people, language):
    page, found = people.page(), []
    for path in CHOSEN:
        assert page.goto(f"/{language}/{path}").status == 200
        found += check_page(page)
    assert found == []


@pytest.mark.parametrize("language", ["en", "km", "my"])
def test_on_the_smallest_phone_nothing_scrolls_sideways(people, language):
    page, wide = people.page(size=PHONE), []
    page.set_viewport_size({"width": 320, "height": 640})
    for path in ANONYMOUS:
        page.goto(f"/{language}/{path}")
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
            wide.append(page.url)
    assert wide == []


REACHED = [  # (account, a list, the first link in it that leads to one of its records)
    ("coordinator.vn", "needs/", "main a[href*='/needs/']:not([href$='/needs/']):not([href$='/new/']):not([href*='?'])"),
    ("", "monitoring/", "main a[href*='/monitoring/targets/']"),
    ("trainer.vn", "trainers/", "main a[href*='/trainers/certificates/']"),
    ("trainer.kh", "trainers/", "main a[href*='/trainers/certificates/']"),
    ("coordinator.kh", "people/", "main table a[href*='/people/']"),
    ("secretariat", "courses/rtp-2027-1/selection/", "main a[href*='/courses/rtp-2027-1/delivery/']"),
    ("", "curricula/", "main a[href*='/curricula/cambodia/']"),
    ("trainee.vn", "learn/what-trafficking-is/", "main a[href*='/learn/what-trafficking-is/s']"),
]


OF_A_PERSON = ["", "edit/", "affiliations/", "roles/", "account/", "invite/", "data/", "data/erasure/"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_about_a_person(people, language):
    """All that a coordinator does for one person, from the list."""
    page, found = people.page("coordinator.kh"), []
    page.goto(f"/{language}/people/")
    address = page.locator("main table a[href*='/people/']").first.get_attribute("href")
    for path in OF_A_PERSON:
        assert page.goto(f"{address}{path}").status == 200, path
        found += check_page(page)
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_reached_from_a_list(people, language):
    found = []
    for account, path, link in REACHED:
        page = people.page(account)
        page.goto(f"/{language}/{path}")
        page.locator(link).first.click()
        assert not page.url.endswith(f"/{language}/{path}"), (account, path)
        found += check_page(page)
        page.close()
    assert found == []


def test_the_certificate_as_its_public_sees_it(people):
    """From the holder's page to the page for everyone, in both scripts."""
    for account, language in (("trainer.vn", "vi"), ("trainer.kh", "km")):
        holder = people.page(account)
        holder.goto(f"/{language}/trainers/")
        holder.locator("main a[href*='/trainers/certificates/']").first.click()
        address = holder.locator("main a[href*='/verify/']").get_attribute("href")
        anybody = people.page()
        anybody.goto(address)
        assert check_page(anybody) == []
        anybody.goto(f"/{language}/verify/{address.rstrip('/')[-26:-4]}/")
        assert anybody.locator("#code_error").count() == 1 and check_page(anybody) == []
