"""Starting a national curriculum from a regional version."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from curricula.domain import drafts
from curricula.domain.adapting import Choice, start
from curricula.models import Adaptation, CountryFolder, CurriculumPage, ModulePage
from lms.audit.models import Entry
from lms.people.domain.refusal import Refused
from lms.people.models import Body, Country
from tests.factories import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter")]
PATH = "/en/curricula/regional/adapt/"


@pytest.fixture
def laos(account):
    """A chair of the group in Lao PDR, the version to begin from, and what `start` is told."""

    country = Country.objects.get(code="LA")
    chair = person("Chair", "LA", "chair")
    version = CurriculumPage.objects.get(slug="regional").versions.get(major=2)
    return {"version": version, "folder": CountryFolder.objects.get(country=country), "body": Body.objects.get(key="wg-la"),
            "language": "lo", "title": "ຫຼັກສູດແຫ່ງຊາດ", "slug": "lao", "by": chair, "now": timezone.now()}


def test_the_drafts_hold_the_words_keys_and_minutes_of_the_version_chosen(laos):
    by_letter = {row.letter: row for row in laos["version"].modules.all()}
    page = start(choices={by_letter["A"].pk: Choice("adapted"), by_letter["E"].pk: Choice("declined", "ສອນແຍກຕ່າງຫາກ")}, **laos)
    bonds = {bond.origin.letter: bond for bond in Adaptation.objects.filter(curriculum=page)}
    assert {letter: bond.status for letter, bond in bonds.items()} == {
        "A": "adapted", "B": "as-is", "C": "as-is", "D": "as-is", "E": "declined"}
    assert bonds["E"].module is None and not page.live and page.origin.slug == "regional"
    for letter in "ABCD":
        module = bonds[letter].module
        assert (module.live, module.language, module.origin_id) == (False, "lo", bonds[letter].origin.origin_id)
        parts = drafts.parts(drafts.draft_of(module))
        assert {key: part.digest for key, part in parts.items()} == dict(by_letter[letter].units)
    assert bonds["D"].module.visibility == "signed-in"
    assert Entry.objects.get(verb="adaptation.started").country == "LA"


@pytest.mark.parametrize(("wrong", "field"), [
    ({"slug": "regional"}, "slug"), ({"slug": "viet-nam"}, "slug")])
def test_an_address_that_is_taken_is_named(laos, wrong, field):
    with pytest.raises(Refused) as refused:
        start(choices={}, **{**laos, **wrong})
    assert refused.value.field == field and not CurriculumPage.objects.filter(country__code="LA").exists()


def test_a_declined_module_needs_its_reason_and_a_body_of_another_country_is_refused(laos):
    frozen = laos["version"].modules.first()
    with pytest.raises(Refused) as refused:
        start(choices={frozen.pk: Choice("declined", " ")}, **laos)
    assert refused.value.field == f"reason-{frozen.pk}"
    with pytest.raises(Refused) as refused:
        start(choices={}, **{**laos, "body": Body.objects.get(key="wg-vn")})
    assert refused.value.field == "body"
    with pytest.raises(PermissionDenied):
        start(choices={}, **{**laos, "folder": CountryFolder.objects.get(country__code="VN")})
    assert not CurriculumPage.objects.filter(country__code="LA").exists()


def test_a_chair_begins_on_a_page_and_finds_the_draft(client, laos):
    client.force_login(laos["by"])
    page = client.get(PATH).content.decode()
    assert "Begin a national curriculum" in page and "Viet Nam</option>" not in page
    frozen = CurriculumPage.objects.get(slug="regional").versions.first().modules.get(letter="E")
    sent = {"version": frozen.version_id, "folder": laos["folder"].pk, "body": laos["body"].pk, "language": "lo",
            "title": laos["title"], "slug": "lao", f"status-{frozen.module_id}": "declined"}
    answer = client.post(PATH, sent).content.decode()
    assert "Say why module E is declined." in answer and not CurriculumPage.objects.filter(slug="lao").exists()
    assert client.post(PATH, {**sent, f"reason-{frozen.module_id}": "ສອນແຍກ"}).headers["Location"] == "/en/curricula/lao/changes/"
    assert "ສອນແຍກ" in client.get("/en/curricula/lao/changes/").content.decode()
    assert ModulePage.objects.filter(language="lo").count() == 4
    client.logout()
    assert client.get("/en/curricula/lao/changes/").status_code == 404, "a draft is not public"


@pytest.mark.parametrize("name", ["trainee.vn", "translator.vn", "donor"])
def test_others_do_not_begin_one(client, account, name):
    client.force_login(account(name))
    assert client.get(PATH).status_code == 403 and client.post(PATH, {}).status_code == 403


def test_odd_answers_are_refused_in_words(client, laos):
    client.force_login(laos["by"])
    for sent in ({}, {"version": "x", "folder": "y"}, {"version": "9" * 30, "slug": "\x00"}, {"status-x": "as-is"}):
        assert client.post(PATH, sent).status_code == 200
    assert client.get(PATH + "?version=abc").status_code == 200
