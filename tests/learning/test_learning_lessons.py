"""Taking a lesson: judged on the server, recorded once, completed once."""

from datetime import timedelta
from uuid import uuid4

import pytest

from lms.learning.domain import lessons, statements
from lms.learning.domain.completion import COMPLETED
from lms.learning.models import LessonPage, Registration, Statement
from lms.people.domain import links, privacy
from tests.curricula import factories as curricula
from tests.curricula.factories import NOW
from tests.learning.factories import FEEDBACK, HINT, RIGHT, WRONG
from tests.learning.factories import lesson as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(lesson, trainee):
    def read(step, chosen=None, *, page=lesson, statement=None, now=NOW):
        return lessons.read_step(lesson=page, step=step, chosen=chosen, by=trainee, statement=statement or uuid4(), now=now)
    return read


def test_right_and_wrong(read):
    _progress, answer = read("s1", WRONG)
    assert answer == lessons.Answer(False, HINT)
    progress, answer = read("s1", RIGHT)
    assert answer == lessons.Answer(True, FEEDBACK) and progress.read == {"s1"}


@pytest.mark.parametrize("chosen", [None, -1, 2, 99])
def test_no_such_answer(read, chosen):
    progress, answer = read("s1", chosen)
    assert answer is None and not progress.read


def test_unknown_step_leaves_no_trace(read):
    with pytest.raises(KeyError):
        read("s9")
    assert not Registration.objects.exists() and not Statement.objects.exists()


def test_completed_once_and_it_stays(read, lesson, trainee):
    for step, chosen in [("s3", RIGHT), ("s1", RIGHT)]:
        assert not read(step, chosen)[0].completed
    assert read("s2")[0].completed
    read("s3", WRONG, now=NOW + timedelta(days=1))
    registration = Registration.objects.get()
    assert registration.completed_at == NOW and registration.country == trainee.country
    assert Statement.objects.filter(verb=COMPLETED).count() == 1
    assert lessons.progress_of(lesson=lesson, person=trainee).completed


def test_sent_twice_is_one_and_another_answer_is_another(read):
    statement = uuid4()
    for chosen in (WRONG, WRONG, RIGHT, RIGHT):
        progress, _answer = read("s1", chosen, statement=statement)
    assert Statement.objects.count() == 3 and progress.read == {"s1"}  # read it, wrong, right


def test_a_change_of_language_loses_nothing(read):
    vietnamese = LessonPage.objects.get(language="vi")
    read("s1", RIGHT)
    read("s2", page=vietnamese)
    assert read("s3", RIGHT, page=vietnamese)[0].completed
    assert Registration.objects.count() == 1


def test_a_statement_of_the_future_is_of_now(trainee):
    row, created = statements.record(uuid=uuid4(), person=trainee, verb=COMPLETED, activity="urn:x", result=None,
                                     timestamp=NOW + timedelta(days=2), now=NOW)
    assert created and row.timestamp == row.stored == NOW and row.actor == trainee.uuid


def test_the_lesson_is_found_from_its_module_and_its_person(trainee, django_assert_num_queries):
    module = curricula.module(curricula.curriculum("regional"), "A")
    page = make("second", module=module)[0]
    with django_assert_num_queries(1):
        link, = links.related(module, None)
    assert (link.title, link.url, link.detail, link.language) == (
        "second in en", "/en/learn/second/", "English · Tiếng Việt", "en")
    lessons.read_step(lesson=page, step="s1", chosen=None, by=trainee, statement=uuid4(), now=NOW)
    stranger = curricula.person("KH-1", "coordinator", curricula.country("KH"))
    titles = {viewer: [link.title for link in links.related(trainee, viewer)] for viewer in (trainee, stranger, None)}
    assert titles == {trainee: ["second in en"], stranger: [], None: []}


def test_what_is_held_about_a_person(read, trainee):
    read("s1", RIGHT)
    held = privacy.export(trainee)
    assert [row["lesson"] for row in held["learning.registration"]] == ["first"]
    assert len(held["learning.statement"]) == 2
    assert not privacy.export(curricula.person("VN-2"))["learning.statement"]
