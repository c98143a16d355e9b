"""Search: odd questions get a page, restricted texts stay hidden, persons are never found."""

from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Page

from curricula.models import ModulePage
from lms.courses.models import Edition
from lms.home.domain.results import asked, look_for
from lms.people.models import Person
from lms.people.models.person import access_of
from lms.people.permissions import NOBODY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter"), pytest.mark.postgres]
ODD = ['"', "\x00", "'", "\\", "%", "a" * 10_000, "ក" * 10_000, "\U0001f600", "", "   ", "AND OR NOT", "NEAR(", "*", "(",
       "<script>", "{{ x }}", "\u200b", "\ufffe", "title:x", "-"]


def found(question: str, access=NOBODY, language="en") -> dict[str, list[str]]:
    with override(language):
        return {group.title: [result.title for result in group.results]
                for group in look_for(question=asked(question), access=access)}


@pytest.mark.parametrize("language", ["en", "km"])
@pytest.mark.parametrize("question", ODD)
def test_an_odd_question_is_a_page(client, question, language):
    response = client.get(f"/{language}/search/?q={quote(question)}")
    assert response.status_code == 200 and b"<h1>" in response.content
    assert len(response.context["question"]) <= 200


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_any_question_is_answered(question):
    assert isinstance(found(question), dict)


@pytest.mark.parametrize(("question", "group", "title"), [
    ("human trafficking", "Modules and curricula", "A Introduction to human trafficking"),
    ("mua bán người", "Modules and curricula", "A Giới thiệu về mua bán người"),
    ("mua bán người", "Lessons", "Mua bán người là gì"),
    ("ជួញដូរ", "Modules and curricula", "A សេចក្តីផ្តើមអំពីការជួញដូរមនុស្ស"),
    ("Khon Kaen", "Courses", "Regional Training Programme, first course of 2027"),
    ("accessibility", "Information", "Accessibility"),
])
def test_texts_of_every_kind_are_found(question, group, title):
    assert title in found(question)[group]


def test_a_result_carries_its_own_language(client):
    page = client.get("/en/search/?q=" + quote("mua bán người")).content.decode()
    assert '<h3 lang="vi"><a href="/en/curricula/viet-nam/a/">' in page


def test_a_restricted_module_is_found_only_by_who_may_read_it_and_by_title_alone(account):
    assert "D Prosecution" not in str(found("Prosecution"))
    access = access_of(account("trainee.vn"))
    assert "D Prosecution" in found("Prosecution", access)["Modules and curricula"]
    result = next(r for g in look_for(question="Prosecution", access=access) for r in g.results if "D " in r.title)
    assert result.pieces == []
    ModulePage.objects.filter(title="Prosecution").update(visibility="trainers")
    assert "D Prosecution" not in str(found("Prosecution", access))
    assert "D Prosecution" in str(found("Prosecution", access_of(account("trainer.vn"))))


def test_what_is_not_live_or_not_public_is_not_found(account):
    assert "Bảo vệ nạn nhân" not in str(found("Bảo vệ nạn nhân", access_of(account("secretariat"))).get("Modules and curricula"))
    Edition.objects.filter(slug="rtp-2027-1").update(public=False)
    assert "Regional Training Programme, first course of 2027" not in found("Khon Kaen")["Courses"]
    module = ModulePage.objects.get(title="Introduction to human trafficking")
    Page.objects.get(pk=module.pk).get_parent().specific.view_restrictions.create(restriction_type="login")
    assert "A Introduction to human trafficking" not in str(found("human trafficking"))


def test_no_person_is_ever_found(account):
    access = access_of(account("secretariat"))
    for person in Person.objects.all():
        text = str(found(person.name, access)) + str(found(person.number, access))
        assert person.name not in text and person.number not in text


def test_a_translated_page_is_found_once_in_the_frames_language():
    assert found("WCAG")["Information"] == ["Accessibility"]
    assert list(found("WCAG", language="vi").values()) == [["Khả năng tiếp cận"]]


def test_the_number_of_queries_does_not_grow(client):
    client.get("/en/search/?q=trafficking")
    with CaptureQueriesContext(connection) as queries:
        client.get("/en/search/?q=trafficking")
    assert len(queries) <= 14
