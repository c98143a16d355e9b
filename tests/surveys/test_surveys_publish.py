"""Publishing: what becomes a version, and what is refused by sheet, row and column."""

from datetime import UTC, datetime

import pytest

from lms.audit.models import Entry
from lms.surveys.domain.publish import check, publish
from lms.surveys.domain.refusals import FormRefused
from lms.surveys.models import Form, FormVersion
from tests.surveys.workbooks import CHOICES, SURVEY, changed, workbook

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
    assert clear["choices"][1] == {"name": "no", "labels": {"en": "No", "km": "ទេ"}}
    assert clear["required"] == "true()"
    assert years["constraint_messages"] == {"en": "Between 0 and 50.", "km": "ពី 0 ដល់ 50។"}
    assert "/data/clear" in years["relevant"]


def test_chinese_is_the_code_of_the_frame():
    rows = [[str(cell).replace("Khmer (km)", "Chinese (zh-Hans)") for cell in row] for row in (SURVEY[0], CHOICES[0])]
    assert check(content=workbook([rows[0], *SURVEY[1:]], [rows[1], *CHOICES[1:]])).compiled.languages == ["en", "zh-hans"]


def test_another_root_name_is_understood():
    settings = [["form_title", "form_id", "name"], ["T", "t", "other"]]
    items = check(content=workbook(settings=settings)).compiled.items
    assert "/data/clear" in items[2]["relevant"]


REFUSED = {
    "unknown type": (changed(3, 1, "geopoint"), "survey", 3, "type"),
    "repeat": ([*SURVEY, ["begin repeat", "r", "R", "R"], ["text", "t", "T", "T"], ["end repeat"]], "survey", 6, "type"),
    "date": (changed(5, 1, "date"), "survey", 5, "type"),
    "calculation": ([*SURVEY[:1], *SURVEY[1:], ["calculate", "c"]], "survey", 6, ""),
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
    "unknown list": (changed(3, 1, "select_one nobody"), "", None, ""),
    "quoted answer": (changed(4, 3, "You said ${clear}"), "survey", 4, "label"),
    "choice filter": ([[*row, "choice_filter" if at == 0 else "name = ${first}" if at == 2 else ""] for at, row in
                       enumerate([[*line, *[""] * (12 - len(line))] for line in SURVEY])], "survey", 3, "choice_filter"),
    "same name twice": ([*SURVEY, ["text", "first", "Again", "ម្តងទៀត"]], "survey", 6, "name"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refusal_names_the_place(name):
    rows, sheet, row, column = REFUSED[name]
    with pytest.raises(FormRefused) as refusal:
        check(content=workbook(rows))
    said = refusal.value
    assert (said.row or None) == row or name == "unknown list"
    assert column in said.column and sheet in said.sheet and said.message


def test_missing_translation_of_a_choice():
    with pytest.raises(FormRefused) as refusal:
        check(content=workbook(choices=[*CHOICES[:2], ["yesno", "no", "No", ""]]))
    assert (refusal.value.sheet, refusal.value.row, refusal.value.column) == ("choices", 3, "label::Khmer (km)")


@pytest.mark.parametrize("kind", ["start", "end", "deviceid", "username", "phonenumber"])
def test_anonymous_form_refuses_what_tells(kind):
    rows = [*SURVEY, [kind, kind]]
    assert check(content=workbook(rows)).compiled.items[-1]["type"] == "meta"
    with pytest.raises(FormRefused) as refusal:
        check(content=workbook(rows), anonymous=True)
    assert (refusal.value.row, refusal.value.column) == (6, "type")


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
