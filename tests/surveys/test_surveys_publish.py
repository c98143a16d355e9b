"""Publishing: what becomes a version, who may, and what is refused by sheet, row and column."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from lms.audit.models import Entry
from lms.files.models import StoredFile
from lms.people.permissions import Role
from lms.surveys.domain.publish import check, publish
from lms.surveys.domain.refusals import FormRefused
from lms.surveys.models import Form, FormVersion
from tests.surveys.workbooks import CHOICES, SURVEY, asking, changed, workbook

NOW = datetime(2027, 1, 20, 3, 0, tzinfo=UTC)


def published(**changes) -> FormVersion:
    return publish(**{"key": "evaluation", "workbook": workbook(), "kind": Form.Kind.EVALUATION, "titles": {"en": "E"},
                      "anonymous": True, "country": None, "by": None, "now": NOW} | changes)


def test_nodes_carry_every_language():
    compiled = check(content=workbook()).compiled
    assert compiled.languages == ["en", "km"]
    assert [(item["path"], item["type"]) for item in compiled.items] == [
        ("intro", "note"), ("clear", "select_one"), ("years", "integer"), ("first", "text")]
    clear, years = compiled.items[1:3]
    assert compiled.lists[clear["list"]][1] == {"name": "no", "labels": {"en": "No", "km": "ទេ"}, "media": {}, "more": {}}
    assert clear["required"] == "true()"
    assert years["constraint_messages"] == {"en": "Between 0 and 50.", "km": "ពី 0 ដល់ 50។"}
    assert "/data/clear" in years["relevant"]


def test_chinese_is_the_code_of_the_frame():
    rows = [[str(cell).replace("Khmer (km)", "Chinese (zh-Hans)") for cell in row] for row in (SURVEY[0], CHOICES[0])]
    assert check(content=workbook([rows[0], *SURVEY[1:]], [rows[1], *CHOICES[1:]])).compiled.languages == ["en", "zh-hans"]


def test_another_root_name_is_understood():
    settings = [["form_title", "form_id", "name"], ["T", "t", "other"]]
    items = check(content=workbook(settings=settings)).compiled.items
    assert items[2]["relevant"] == "/data/clear  = 'yes'"


REFUSED = {
    "missing translation": (changed(4, 4, ""), "survey", 4, "label::Khmer (km)"),
    "missing hint": (changed(4, 6, ""), "survey", 4, "hint::Khmer (km)"),
    "language spelled two ways": (changed(1, 6, "hint::khmer (km)"), "survey", 1, "hint::khmer (km)"),
    "language missing in one head": (changed(1, 5, "hint"), "survey", 1, "hint"),
    "bad expression": (changed(4, 8, ". >= ("), "survey", 4, "constraint"),
    "unknown function": (changed(4, 8, "larger(., 3)"), "survey", 4, "constraint"),
    "wrong number of arguments": (changed(4, 8, "selected(.)"), "survey", 4, "constraint"),
    "unknown path": (changed(4, 11, "/data/nobody = 1"), "survey", 4, "relevant"),
    "unknown question": (changed(4, 11, "${nobody} = 1"), "survey", 4, "relevant"),
    "own answer": (changed(4, 11, "${years} = 1"), "survey", 4, "relevant"),
    "unknown list": (changed(3, 1, "select_one nobody"), "survey", 3, "type"),
    "same name twice": ([*SURVEY, ["text", "first", "Again", "ម្តងទៀត"]], "survey", 6, "name"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refusal_names_the_place(name):
    rows, sheet, row, column = REFUSED[name]
    with pytest.raises(FormRefused) as refusal:
        check(content=workbook(rows))
    said = refusal.value
    assert (said.sheet, said.row, said.column) == (sheet, row, column) and said.message


def test_missing_translation_of_a_choice():
    with pytest.raises(FormRefused) as refusal:
        check(content=workbook(choices=[*CHOICES[:2], ["yesno", "no", "No", ""]]))
    assert (refusal.value.sheet, refusal.value.row, refusal.value.column) == ("choices", 3, "label::Khmer (km)")


@pytest.mark.django_db
def test_same_workbook_is_the_same_version():
    content = workbook()
    first, again = published(workbook=content), published(workbook=content)
    assert first == again and FormVersion.objects.count() == 1
    other = published(workbook=workbook(changed(2, 3, "About")))
    assert other.number == 2
    assert published(workbook=content).number == 3, "going back to older words is a new version"
    assert Entry.objects.filter(verb="form.published").count() == 3


@pytest.mark.django_db
def test_a_version_keeps_all_that_its_workbook_says():
    content = asking({"type": "select_one yesno", "name": "q", "answer": "yes", "points": 2},
                     settings={"form_id": "f", "form_title": "F", "style": "pages"})
    version = FormVersion.objects.get(pk=published(workbook=content).pk)
    assert version.definition.pages and version.definition.choices(version.items[0])[0]["name"] == "yes"
    assert version.keys == {"q": {"right": ["yes"], "points": 2.0, "partial": False}}
    assert version.languages == ["default"]


@pytest.mark.django_db
def test_pictures_come_with_the_version():
    content = asking({"type": "note", "name": "n", "label": "N", "media::image": "map.png"})
    with pytest.raises(FormRefused) as refusal:
        published(workbook=content, files={})
    assert (refusal.value.row, refusal.value.column) == (2, "media::image")
    one, other = (StoredFile.objects.create(name=name, size=1, owner=uuid4(), stored_at=NOW) for name in ("a.png", "b.png"))
    version = published(workbook=content, files={"map.png": one})
    assert [(file.name, file.file) for file in version.files.all()] == [("map.png", one)]
    assert published(workbook=content, files={"map.png": one}) == version
    assert published(workbook=content, files={"map.png": other}).number == 2, "another picture is another version"
    assert published(workbook=content).number == 2, "nothing is asked of who brings no files"


@pytest.mark.django_db
def test_who_may_publish_where(persons, countries, give):
    give(persons[0], Role.COORDINATOR, countries[0])
    assert published(by=persons[0], country=countries[0]).published_by == persons[0]
    for country in (countries[1], None):
        with pytest.raises(PermissionDenied):
            published(key="other", by=persons[0], country=country)
    with pytest.raises(PermissionDenied):
        published(key="other", by=persons[1], country=countries[1])
    assert FormVersion.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "a b", "ក", "a/b", "x" * 61])
def test_a_key_stands_in_an_address(key):
    with pytest.raises(FormRefused):
        published(key=key)


@pytest.mark.django_db
def test_anonymity_is_a_promise():
    published()
    with pytest.raises(FormRefused):
        published(anonymous=False)


@pytest.mark.django_db
def test_version_is_never_changed():
    version = published()
    version.number = 9
    with pytest.raises(TypeError):
        version.save()
    with pytest.raises(TypeError):
        FormVersion.objects.update(number=9)
    with pytest.raises(TypeError):
        version.delete()
    with pytest.raises(TypeError):
        FormVersion.objects.all().delete()
    assert bytes(FormVersion.objects.get().xlsx[:2]) == b"PK"
