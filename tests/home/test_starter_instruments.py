"""The starter's instruments: all of them load, in seven whole languages, with right keys, and what people changed stays."""

import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from lms.home.domain.starter.content import LOADED_AT, read, workbook
from lms.home.domain.starter.instruments import instruments, missing, promise
from lms.people.models import Person
from lms.surveys.domain.evaluation import Judged, judge
from lms.surveys.domain.instance import first_data
from lms.surveys.domain.publish import Checked, check, publish
from lms.surveys.models import Form, FormVersion
from tests.surveys.workbooks import workbook as another

NOW = datetime(2026, 12, 1, 3, tzinfo=UTC)
ROWS = {row["key"]: row for row in read("instruments")["instruments"]}
SEVEN = ["en", "km", "zh-hans", "lo", "my", "th", "vi"]
SCRIPTS = {"km": "KHMER", "zh-hans": "CJK", "lo": "LAO", "my": "MYANMAR", "th": "THAI", "vi": "LATIN"}
AS_THE_PLACES_HAVE_THEM = {"province", "importance", "performance"}
"""Lists of names that are written in the country's own letters only, and of the figures 1 to 5."""


@pytest.fixture(scope="module")
def checked() -> dict[str, Checked]:
    return {key: check(content=workbook(key), anonymous=row.get("anonymous", False)) for key, row in ROWS.items()}


@pytest.fixture
def judged(checked):
    """`judged("needs", {path: answer})`: the form with these answers beside what stands there from the start."""
    def of(key: str, answers: dict | None = None) -> Judged:
        definition = checked[key].compiled.definition
        data = first_data(definition, NOW, "seed") | (answers or {})
        return judge(definition=definition, data=data, language="km", now=NOW, seed="seed")
    return of


@pytest.mark.parametrize("key", ROWS)
def test_every_text_is_there_in_seven_languages_and_in_the_letters_of_each(checked, key):
    assert checked[key].compiled.languages == SEVEN
    for texts in texts_of(checked[key]):
        assert list(texts) == SEVEN
        for language, script in SCRIPTS.items():
            assert written_in(texts[language], script), (language, texts)
        assert texts["vi"] != texts["en"] or texts["en"] == "Myanmar"
    assert list(ROWS[key]["titles"]) == SEVEN
    assert all(written_in(ROWS[key]["titles"][language], script) for language, script in SCRIPTS.items())


def texts_of(checked: Checked) -> Iterator[dict[str, str]]:
    for item in checked.compiled.definition.items:
        for kind in ("labels", "hints", "required_messages", "constraint_messages"):
            if item[kind]:
                yield {language: plain(text) for language, text in item[kind].items()}
    for name, choices in checked.compiled.definition.lists.items():
        if name not in AS_THE_PLACES_HAVE_THEM:
            yield from (choice["labels"] for choice in choices)


def plain(text: str | list) -> str:
    return text if isinstance(text, str) else "".join(part for part in text if isinstance(part, str))


def written_in(text: str, script: str) -> bool:
    return any(unicodedata.name(letter, "").startswith(script) for letter in text)


@pytest.mark.parametrize("key", ROWS)
def test_an_empty_form_lacks_its_required_answers_and_nothing_else(judged, key):
    form = judged(key)
    lacking = [node.at for node in form.nodes if node.required and node.relevant]
    assert list(form.complaints) == lacking != []


def test_every_right_answer_of_the_test_can_be_given(checked):
    definition, keys = checked["test-module-a"].compiled.definition, checked["test-module-a"].keys
    assert list(keys) == [item["path"] for item in definition.asked] and len(keys) == 12
    for path, key in keys.items():
        item = definition.by_path[path]
        names = {choice["name"] for choice in definition.choices(item)}
        assert item["type"] == "integer" or (set(key["right"]) < names and item["shuffle"])
        assert (key["partial"], key["points"] > 1) == (item["type"] == "select_multiple",) * 2
    assert keys["children/age"]["right"] == ["18"]


def test_all_right_answers_together_are_a_form_without_complaint(checked, judged):
    definition, keys = checked["test-module-a"].compiled.definition, checked["test-module-a"].keys
    given = {path: key["right"] if definition.by_path[path]["type"] == "select_multiple" else key["right"][0]
             for path, key in keys.items()}
    assert judged("test-module-a", given).complaints == {}


def test_the_cascade_offers_each_country_its_own_provinces(judged):
    offered = 0
    for country in read("countries")["countries"]:
        form = judged("needs", {"work/country": country["code"]})
        node = next(node for node in form.nodes if node.at == "work/province")
        codes = [choice["name"] for choice in form.choices(node)]
        assert node.relevant and codes == [province["code"] for province in country["provinces"]]
        offered += len(codes)
    assert offered == 229
    assert "work/province" not in judged("needs").relevant


def test_professions_are_those_of_the_platform(checked):
    names = [choice["name"] for choice in checked["needs"].compiled.lists["profession"]]
    assert names == [row["key"] for row in read("professions")["professions"]] + ["other"]


def test_every_topic_is_rated_twice_and_what_is_no_part_of_the_job_once(checked, judged):
    lists = checked["needs"].compiled.lists
    topics = [choice["name"] for choice in lists["topic"]]
    assert [choice["name"] for choice in lists["importance"]] == ["1", "2", "3", "4", "5", "na"]
    assert len(topics) == 12
    shown = judged("needs", {f"importance/imp_{topics[0]}": "na", f"importance/imp_{topics[1]}": "5"}).relevant
    assert {at for at in shown if at.startswith("performance/")} == {f"performance/perf_{name}" for name in topics[1:]}
    assert {f"importance/imp_{name}" for name in topics} < shown


def test_a_fourth_topic_to_learn_first_is_one_too_many(checked, judged):
    topics = [choice["name"] for choice in checked["needs"].compiled.lists["topic"]]
    assert "wishes/first" not in judged("needs", {"wishes/first": topics[:3]}).complaints
    assert "wishes/first" in judged("needs", {"wishes/first": topics[:4]}).complaints


def test_the_evaluation_still_asks_what_it_asked_and_requires_no_more(judged):
    given = {"overall": "good", "clarity": "6", "first_step": "Ask for an interpreter"}
    form = judged("course-evaluation", given)
    assert form.complaints == {}
    assert form.answers == {"overall": "good", "clarity": 6, "first_step": "Ask for an interpreter"}


@pytest.mark.parametrize(("given", "points"), [({}, 24), ({"goals": "1", "time": "2"}, 19)])
def test_the_rubric_adds_up_its_points(judged, given, points):
    seen = dict.fromkeys(("goals", "knowledge", "participation", "language", "respect", "time"), "4") | given
    form = judged("delivery-rubric", {f"criteria/{name}": level for name, level in seen.items()})
    assert float(form.answers["score"]) == points
    note = next(node for node in form.nodes if node.at == "judgement/points")
    assert str(points) in form.say(note.item["labels"], note.at).text


def test_nothing_stopped_me_stands_alone(judged):
    for key in ("follow-up-trainee", "follow-up-supervisor"):
        assert "barriers" in judged(key, {"barriers": ["none", "time"]}).complaints
        assert "barriers" not in judged(key, {"barriers": ["none"]}).complaints
        assert "barriers_other" in judged(key, {"barriers": ["other"]}).relevant


def test_findings_of_a_pilot_come_one_after_the_other(judged):
    one = {"findings/type": "law", "findings/module": "C", "findings/finding": "Article 3 is older than our law."}
    whole = {"findings/type": "time", "findings/module": "whole", "findings/finding": "Eight days are too long."}
    form = judged("pilot-findings", {"role": "observer", "findings": [one, whole]})
    assert form.complaints == {} and form.answers["findings"] == [one, whole]
    assert "findings[1]/session" in form.relevant and "findings[2]/session" not in form.relevant


@pytest.mark.usefixtures("starter")
def test_all_are_the_region_s_own_and_open_but_for_the_evaluation():
    for key, row in ROWS.items():
        form = Form.objects.get(key=key)
        assert (form.kind, form.country, form.titles) == (row["kind"], None, row["titles"])
        assert form.versions.count() == 1
    assert set(Form.objects.filter(invited=True).values_list("key", flat=True)) == {"course-evaluation"}
    assert set(Form.objects.filter(anonymous=True).values_list("key", flat=True)) == {"course-evaluation", "daily-pulse"}


def test_what_a_person_published_stays_the_newest(starter):
    person, row = Person.objects.get(username="secretariat"), ROWS["daily-pulse"]
    theirs = publish(workbook=another(), **promise(row), titles=None, by=person, now=NOW)
    instruments()
    assert FormVersion.objects.filter(form__key="daily-pulse").order_by("-number")[0] == theirs
    assert missing(row, b"a newer workbook of ours") is False


@pytest.mark.django_db
def test_a_newer_workbook_is_published_and_a_key_of_another_kind_is_left_alone():
    row = ROWS["daily-pulse"]
    assert missing(row, another()) is True
    publish(workbook=another(), **promise(row), titles=None, by=None, now=LOADED_AT)
    assert missing(row, another()) is False
    assert missing(row, workbook("daily-pulse")) is True
    Form.objects.filter(key="daily-pulse").update(kind=Form.Kind.TEST)
    assert missing(row, workbook("daily-pulse")) is False
