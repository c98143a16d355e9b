"""The agenda of a group: what the region released and it has not decided on yet."""

import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from curricula.models import Adaptation, CurriculumPage, ModulePage
from lms.home.domain.waiting.tandem import changes
from lms.home.domain.waiting.task import Desk
from lms.people.models.person import access_of
from tests.curricula.factories import publish, release

pytestmark = pytest.mark.usefixtures("starter")
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def tasks(person):
    with override("en"):
        return list(changes(Desk(person=person, access=access_of(person, NOW.date()), today=NOW.date())))


def titles(person) -> list[str]:
    return [re.sub(r"<[^>]+>", "", task.title) for task in tasks(person)]


def test_the_chair_finds_the_module_that_waits_with_its_number_of_changes_and_its_last_day(account):
    task, = tasks(account("group.vn"))
    assert titles(account("group.vn")) == ["Decide on the changes of module B: Phòng ngừa"]
    assert task.why == "6 parts changed in the regional text." and task.url == "/en/curricula/viet-nam/b/changes/"
    assert task.due == date(2027, 1, 28)


@pytest.mark.parametrize("name", ["group.kh", "translator.vn", "trainee.vn", "secretariat", "donor"])
def test_others_find_nothing(account, name):
    assert tasks(account(name)) == []


def test_a_module_that_the_region_added_is_a_task_of_every_country(account):
    regional = CurriculumPage.objects.get(slug="regional")
    publish(ModulePage(title="Online recruitment", slug="f", letter="F", language="en"), regional)
    release(regional, "3.1")
    assert titles(account("group.kh")) == ["Decide on what is new in the region: កម្មវិធីសិក្សាជាតិកម្ពុជា"]
    assert tasks(account("group.kh"))[0].why == "F Online recruitment"


def test_the_cost_does_not_grow_with_the_modules(account):
    chair = account("group.vn")
    access_of(chair, NOW.date())
    with CaptureQueriesContext(connection) as few:
        tasks(chair)
    Adaptation.objects.filter(curriculum__country__code="VN", origin__letter__in="CDE").update(
        base=Adaptation.objects.get(curriculum__country__code="VN", origin__letter="B").base)
    with CaptureQueriesContext(connection) as many:
        assert len(tasks(chair)) > 1
    assert len(many) == len(few)
