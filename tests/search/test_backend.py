"""The backend with real pages, on the database of the settings."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from modelsearch.conf import get_app_config
from modelsearch.query import MATCH_ALL, And, Fuzzy, Not, Or, Phrase, PlainText
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.utils import parse_query_string

from lms.home.models import InfoPage

from .probes import HOSTILE, PROBES, SENTENCES

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def add(title: str, text: str = "") -> InfoPage:
    root = Page.objects.get(depth=1)
    page = InfoPage(title=title, slug=f"page-{InfoPage.objects.count()}", text=f"<p>{text}</p>")
    root.add_child(instance=page)
    return page


def titles(query: object, **how: object) -> list[str]:
    return [page.title for page in InfoPage.objects.search(query, **how)]


@pytest.fixture
def sentences() -> None:
    for number, (_, sentence) in enumerate(SENTENCES):
        add(f"Page {number}", sentence)


def test_backend_belongs_to_the_database() -> None:
    assert type(get_search_backend()).__module__.startswith("lms.search.backends.")
    assert get_app_config().name == "wagtail.search"


def test_probe_words_are_found_in_their_page(sentences: None) -> None:
    missed = []
    for _, word, sentence in PROBES:
        found = [page.text for page in InfoPage.objects.search(word)]
        if f"<p>{sentence}</p>" not in found or len(found) == len(SENTENCES):
            missed.append(word)
    assert missed == []


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_query_finds_nothing_and_never_fails(sentences: None, query: str) -> None:
    for queryset in (InfoPage.objects.all(), Page.objects.all()):
        for results in (queryset.search(query), queryset.autocomplete(query), queryset.search(query, operator="or")):
            assert results.count() == len(list(results)) <= len(SENTENCES) + 2
    _, parsed = parse_query_string(query, zero_terms=MATCH_ALL)
    list(InfoPage.objects.search(parsed))


def test_vietnamese_accents_count_when_typed() -> None:
    for title in ("Học viên mới", "Học viện mới", "Hoà giải", "Hòa giải"):
        add(title)
    assert titles("học viên") == ["Học viên mới"]
    assert titles("học viện") == ["Học viện mới"]
    assert set(titles("hoc vien")) == {"Học viên mới", "Học viện mới"}
    assert set(titles("hòa")) == set(titles("hoà")) == {"Hoà giải", "Hòa giải"}


def test_changed_and_deleted_pages_leave_the_index() -> None:
    page = add("Border guards")
    page.title = "Judges"
    page.save()
    assert (titles("border"), titles("judge")) == ([], ["Judges"])
    page.delete()
    assert titles("judge") == []


def test_operators_and_phrases() -> None:
    add("one two"), add("two one"), add("three")
    assert set(titles("one two")) == {"one two", "two one"}
    assert titles(Phrase("one two")) == ["one two"]
    assert set(titles("one three", operator="or")) == {"one two", "two one", "three"}
    assert titles(And([PlainText("one"), Not(Phrase("one two"))])) == ["two one"]
    assert titles(PlainText("two") & ~PlainText("one")) == []
    assert set(titles(Or([Phrase("two one"), PlainText("three")]))) == {"two one", "three"}
    assert titles(And([PlainText("three"), PlainText("!!")])) == ["three"]
    assert titles(Fuzzy("three")) == ["three"]
    assert len(titles(MATCH_ALL)) == 3
    assert titles(Not(MATCH_ALL)) == []


def test_title_counts_more_than_text_and_neighbours_more_than_distance() -> None:
    add("Something else", "pilot findings and more")
    add("Pilot findings", "anything")
    assert titles("pilot findings")[0] == "Pilot findings"
    add("Far", "pilot and a lot of other words of no weight stand before the findings of one other meeting")
    assert titles("pilot findings")[-1] == "Far"


def test_fields_slices_counts_order_and_scores() -> None:
    for number in range(5):
        add(f"Course {number}", "ค้ามนุษย์")
    assert titles("course", fields=["title"]) and not titles("course", fields=["text"])
    assert len(titles("มนุษย์", fields=["text"])) == 5
    results = InfoPage.objects.search("course")
    assert len(results[1:3]) == 2
    assert results[0].title.startswith("Course")
    assert results.count() == 5
    assert titles("course", order_by="title") == [f"Course {number}" for number in range(5)]
    assert all(page.score is not None for page in results.annotate_score("score"))
    assert [page.title for page in Page.objects.all().specific().search("course 3")] == ["Course 3"]


def test_autocomplete_finds_unfinished_words() -> None:
    add("Trainers of trainers"), add("ผู้เสียหาย"), add("Khóa học")
    assert [page.title for page in Page.objects.autocomplete("train")] == ["Trainers of trainers"]
    assert [page.title for page in Page.objects.autocomplete("ผู้เสี")] == ["ผู้เสียหาย"]
    assert [page.title for page in Page.objects.autocomplete("khó")] == ["Khóa học"]
    assert [page.title for page in Page.objects.autocomplete("khoa h")] == ["Khóa học"]


def test_a_very_long_page_is_indexed_and_found_to_its_end() -> None:
    ideographs = "".join(chr(0x4E00 + (7 * number * number) % 20000) for number in range(60_000))
    add("Long", ideographs + " " + "การอบรม" * 4000 + " ผู้เสียหายในไทย")
    assert titles("ผู้เสียหาย") == ["Long"]
    assert titles(ideographs[100:110]) == ["Long"]


def test_rebuilding_keeps_everything_found() -> None:
    add("Border", "ผู้เสียหาย")
    entries = get_app_config().get_model("IndexEntry")
    entries.objects.all().delete()
    assert titles("ผู้เสียหาย") == []
    call_command("wagtail_update_index", verbosity=0)
    assert titles("ผู้เสียหาย") == ["Border"]
    kind = ContentType.objects.get_for_model(InfoPage)
    assert entries.objects.filter(content_type=kind).count() == 1


def test_one_search_takes_few_statements(django_assert_max_num_queries: object) -> None:
    add("Border")
    titles("border")
    with django_assert_max_num_queries(3):
        titles("border")
    assert connection.vendor in ("sqlite", "postgresql")
