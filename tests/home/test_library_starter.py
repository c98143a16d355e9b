"""The starter's library and feedback: loaded once, whole, in the plan's terms; and the secretariat's tasks from it."""

import pytest
from django.utils import timezone

from curricula.domain.library import Entry, Wish, check, shelf
from curricula.domain.reading import origins
from curricula.models import Feedback, Resource, ResourceModule
from lms.home.domain.starter import library
from lms.home.domain.starter.content import read
from lms.home.domain.waiting.feedback import to_answer
from lms.home.domain.waiting.task import Desk
from lms.people.models import Country, Person
from lms.people.models.person import access_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter")]


def load() -> None:
    places = {country.code: country for country in Country.objects.all()}
    library.library(places)
    library.feedback(places=places, modules={module.letter: module for module in origins()},
                     persons={person.number: person for person in Person.objects.all()})


def test_it_is_loaded_once_and_stands_by_the_rules():
    load()
    counts = [model.objects.count() for model in (Resource, ResourceModule, Feedback)]
    load()
    assert counts == [model.objects.count() for model in (Resource, ResourceModule, Feedback)]
    assert counts[0] == len(read("library")["library"]) >= 22 and counts[2] == 3
    regional = {module.origin_id for module in origins()}
    for resource in Resource.objects.prefetch_related("modules"):
        check(Entry(kind=resource.kind, languages=resource.languages, areas=resource.areas, url=resource.url))
        assert resource.kind in Resource.Kind.values and resource.titles.get("en") and resource.summaries.get("en")
        assert {row.origin_id for row in resource.modules.all()} <= regional
    assert all(shelf(Wish(module=origin)).exists() for origin in regional)


def test_sample_feedback_names_a_version_and_nobody(client):
    load()
    done = Feedback.objects.get(version__isnull=False)
    assert done.answer and done.version.number == "3.0" and done.answered_at > done.sent_at
    page = client.get("/en/curricula/feedback/").content.decode()
    assert "Version 3.0 does it" in page and page.count('<span class="sample">') == 1


def test_what_waits_is_on_the_secretariat_s_agenda_alone(account, django_assert_num_queries):
    load()
    for name, waits in (("secretariat", 2), ("coordinator.vn", 0), ("admin", 0)):
        person = account(name)
        desk = Desk(person=person, access=access_of(person), today=timezone.localdate())
        with django_assert_num_queries(1 if waits else 0):
            tasks = list(to_answer(desk))
        assert len(tasks) == waits and all(task.url.endswith("/answer/") and task.sample for task in tasks)
