"""Past versions on the site: who reads what, what never changes, and what a hostile address gets."""

import json
from datetime import UTC, date, datetime

import pytest
from django.core.cache import cache
from django.urls import reverse

from curricula.domain import frozen, versions
from curricula.domain.overview import differs, overview
from curricula.models import CurriculumVersion, VersionModule
from tests.curricula import factories as make
from tests.curricula.factories import SECRET

pytestmark = pytest.mark.django_db
LATER = datetime(2027, 2, 1, 3, 0, tzinfo=UTC)


def text(response) -> str:
    return response.content.decode()


def at(name, *args):
    return reverse(f"curricula:{name}", args=args)


def rewrite(module, old, new):
    """Change a word of a published module and publish it again."""
    module.refresh_from_db()
    blocks = module.body.get_prep_value()
    for block in blocks:
        if "text" in block["value"]:
            block["value"]["text"] = block["value"]["text"].replace(old, new)
    module.body = json.dumps(blocks)
    module.save_revision().publish()


@pytest.fixture
def two(tree):
    """The region's 3.0, and 3.1 with a word of A changed and a module added."""
    rewrite(tree.A, "a journey", "a holiday")
    tree.added = make.module(tree.regional, "E")
    make.release(tree.regional, "3.1", date(2027, 1, 1))
    return tree


def pilot(page, number="9.0"):
    major, minor = map(int, number.split("."))
    return versions.release(curriculum=page, major=major, minor=minor, in_force=None, notes="", by=None, now=LATER)


def test_a_past_version_reads_as_it_was_released(client, two):
    old, new = (text(client.get(at("version_module", "regional", number, "a"))) for number in ("3.0", "3.1"))
    assert "a journey" in old and "a holiday" not in old
    assert "a holiday" in new and "a journey" not in new
    page = text(client.get(at("version", "regional", "3.0")))
    assert "Module A of regional" in page and "Module E of regional" not in page


def test_reading_what_was_frozen_gives_what_was_frozen(two):
    for row in VersionModule.objects.select_related("revision", "module"):
        parts = frozen.units_of(row, with_notes=True)
        assert [[one.key, one.digest] for one in parts] == row.units
        assert versions.text_hash(frozen.text_of(row)) == row.sha256


@pytest.mark.parametrize(("role", "notes"), [(None, False), ("trainee", False), ("trainer", True), ("chair", True)])
def test_facilitators_notes_of_a_past_version(client, two, role, notes):
    if role:
        client.force_login(make.person("VN-1", role, make.country("VN")))
    for address in (at("version_module", "regional", "3.0", "a"), at("compare_module", "regional", "3.0", "3.1", "e")):
        assert (SECRET in text(client.get(address))) == notes


@pytest.mark.parametrize("name", ["version_module", "compare_module"])
@pytest.mark.parametrize(("role", "letters"), [(None, "a"), ("trainee", "ad"), ("trainer", "adp")])
def test_the_page_of_today_says_who_may_read(client, two, name, role, letters):
    if role:
        client.force_login(make.person("VN-1", role, make.country("VN")))
    numbers = ["3.0"] if name == "version_module" else ["3.0", "3.1"]
    for letter in "adp":
        response = client.get(at(name, "regional", *numbers, letter))
        assert response.status_code == (200 if letter in letters else 403)
        assert ("A heading" in text(response)) == (letter in letters)


def test_a_module_that_was_closed_later_is_closed_in_its_past_too(client, two):
    two.A.refresh_from_db()
    two.A.visibility = "trainers"
    two.A.save_revision().publish()
    cache.clear()
    assert client.get(at("version_module", "regional", "3.0", "a")).status_code == 403


@pytest.mark.parametrize(("role", "place", "sees"), [
    (None, None, False), ("trainee", "VN", False), ("chair", "KH", False), ("chair", "VN", True), ("trainer", "VN", True),
    ("secretariat", None, True)])
def test_a_version_for_pilots_is_read_by_its_own_people(client, tree, role, place, sees):
    pilot(tree.vietnam)
    if role:
        client.force_login(make.person("X-1", role, make.country(place) if place else None))
    listing = text(client.get(at("versions", "viet-nam")))
    assert ("/versions/9.0/" in listing) == sees
    for name, args in [("version", ["9.0"]), ("version_module", ["9.0", "a"]), ("compare", ["2.1", "9.0"]),
                       ("compare_module", ["2.1", "9.0", "a"]), ("manual_participant", ["9.0"])]:
        assert client.get(at(name, "viet-nam", *args)).status_code == (200 if sees else 404)


def test_a_curriculum_that_is_not_public_is_not_there_for_others(client, tree):
    tree.vietnam.refresh_from_db()
    tree.vietnam.unpublish()
    for name, args in [("versions", []), ("version", ["2.1"]), ("version_module", ["2.1", "a"]), ("compare", ["2.1", "2.1"])]:
        assert client.get(at(name, "viet-nam", *args)).status_code == 404
    client.force_login(make.person("VN-1", "chair", make.country("VN")))
    assert client.get(at("version", "viet-nam", "2.1")).status_code == 200


@pytest.mark.parametrize("path", [
    "versions/9.9/", "versions/3.0/nowhere/", "compare/3.0/9.9/", "compare/3.0/3.0/nowhere/", "versions/03.0/",
    "versions/99999.1/", "versions/3/", "versions/9999.9999/", "versions/9.9/manual-participant.pdf"])
def test_what_does_not_exist_is_not_found(client, tree, path):
    assert client.get(f"/en/curricula/regional/{path}").status_code == 404


def test_a_module_that_has_the_word_of_another_page_in_its_address_is_still_read(client, tree):
    assert client.get("/en/curricula/regional/a/").status_code == 200
    assert client.get("/en/curricula/regional/versions/").status_code == 200


def test_two_versions_side_by_side(client, two):
    page = text(client.get(at("compare", "regional", "3.0", "3.1")))
    assert "2 modules changed from 3.0 to 3.1" in page
    assert "1 part changed" in page
    module = text(client.get(at("compare_module", "regional", "3.0", "3.1", "a")))
    assert "<del>" in module and "journey</del>" in module and "holiday</ins>" in module
    assert "unchanged, show" in module


def test_a_change_of_the_notes_alone_is_no_change_for_others(client, tree):
    rewrite(tree.A, SECRET, "Something else")
    make.release(tree.regional, "3.1", date(2027, 1, 1))
    assert "Nothing changed from 3.0 to 3.1" in text(client.get(at("compare", "regional", "3.0", "3.1")))
    client.force_login(make.person("VN-1", "trainer", make.country("VN")))
    assert "1 module changed from 3.0 to 3.1" in text(client.get(at("compare", "regional", "3.0", "3.1")))


def test_a_version_beside_itself_differs_in_nothing(two):
    for version in CurriculumVersion.objects.all():
        texts = frozen.texts_of(version, with_notes=True)
        assert not differs(overview(texts, frozen.texts_of(version, with_notes=True)))


def test_the_form_leads_to_the_comparison(client, two):
    response = client.get(at("compare_choose", "regional"), {"from": "3.0", "to": "3.1"})
    assert response.url == at("compare", "regional", "3.0", "3.1")
    for odd in ({}, {"from": "3.0"}, {"from": "x", "to": "3.1"}, {"from": "9.9", "to": "3.0"}):
        assert client.get(at("compare_choose", "regional"), odd).url == at("versions", "regional")


def test_a_module_that_was_split_off_and_one_moved_say_so(client, two):
    row = VersionModule.objects.get(version__major=3, version__minor=1, letter="E")
    VersionModule.objects.filter(pk=row.pk).update(split_from=two.A.origin_id, sort_order=0)
    VersionModule.objects.filter(version=row.version, letter="A").update(sort_order=9)
    page = text(client.get(at("compare", "regional", "3.0", "3.1")))
    assert "part of module A before" in page and "moved" in page


@pytest.mark.parametrize("name", ["versions", "version", "compare"])
def test_queries_do_not_grow(client, tree, django_assert_max_num_queries, name):
    args = {"versions": [], "version": ["3.0"], "compare": ["3.0", "3.1"]}[name]
    make.release(tree.regional, "3.1", date(2027, 1, 1))
    client.get(at(name, "regional", *args))
    for at_once in range(20):
        make.module(tree.regional, f"X{at_once}")
        if at_once < 5:
            make.release(tree.regional, f"4.{at_once}", date(2027, 1, 1))
    args = {"versions": [], "version": ["4.4"], "compare": ["4.1", "4.4"]}[name]
    cache.clear()
    with django_assert_max_num_queries(8):
        assert client.get(at(name, "regional", *args)).status_code == 200
