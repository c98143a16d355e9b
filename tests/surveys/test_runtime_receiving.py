"""What receiving, counting, reading aloud and forgetting make of repeats, lists, files and clocks."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from lms.files.models import StoredFile
from lms.surveys.domain.answers import receive
from lms.surveys.domain.counts import counts
from lms.surveys.domain.forgetting import forget_answers
from lms.surveys.domain.instance import first_data, from_xml
from lms.surveys.domain.invitations import invite
from lms.surveys.domain.refusals import AnswersRefused, InstanceTaken, Withdrawn
from lms.surveys.domain.spoken import spoken
from lms.surveys.models import AnswerFile, Form, FormVersion, Submission
from tests.surveys.made import NOW, definition

pytestmark = pytest.mark.django_db
VISIT = definition(
    ("meta", "start", {"preload": ["timestamp", "start"]}), ("meta", "today", {"preload": ["date", "today"]}),
    ("text", "place"), ("repeat", "seen", {"labels": {"en": "Seen"}}),
    ("text", "seen/who", {"labels": {"en": ["Who, after ", {"value": "/data/place"}, "?"]}}),
    ("select_multiple", "seen/how", {"list": "how", "labels": {"en": "How"}}), ("integer", "seen/age"),
    ("image", "photo"), ("calculate", "at", {"calculation": "now()"}), ("calculate", "lot", {"calculation": "random()"}),
    lists={"how": ["calm", "afraid"]})
DATA = {"place": "Poipet", "seen": [{"seen/who": "A", "seen/how": ["afraid"], "seen/age": "30"}, {"seen/how": ["calm", "afraid"], "seen/age": "20"}]}


@pytest.fixture
def visit():
    def make(form=VISIT, **changes):
        made = Form.objects.create(**{"key": f"visit-{uuid4().hex[:8]}", "titles": {"en": "Visit"}, "kind": Form.Kind.PILOT} | changes)
        version = FormVersion(form=made, number=1, xlsx=b"", xform="", items=form.items, lists=form.lists, languages=form.languages,
                              sha256="", published_at=NOW)
        version.save()
        return version
    return make


@pytest.fixture
def send():
    def send(version, data=DATA, **changes):
        return receive(**{"version": version, "data": data, "language": "en", "channel": "web", "occasion": None, "person": None,
                          "country": None, "instance_id": uuid4(), "now": NOW} | changes)
    return send


@pytest.fixture
def answer_file():
    def make(instance, name):
        stored = StoredFile.objects.create(content=ContentFile(b"x", name=name), name=name, content_type="image/jpeg", size=1, sha256="",
                                           owner=uuid4(), stored_at=NOW)
        return AnswerFile.objects.create(instance_id=instance, name=name, file=stored, at=NOW)
    return make


def test_repeats_are_stored_and_come_back_from_the_xml(visit, send):
    row = send(visit())
    assert row.answers["seen"] == [{"seen/who": "A", "seen/how": ["afraid"], "seen/age": 30}, {"seen/how": ["calm", "afraid"], "seen/age": 20}]
    back = from_xml(definition=VISIT, xml=row.xml)
    assert back["seen"][1] == {"seen/who": "", "seen/how": ["calm", "afraid"], "seen/age": "20"}
    assert back["start"] == "" and back["today"] == "2027-01-20", "a server does not know when somebody began"


def test_sent_again_an_hour_later_it_is_the_same(visit, send):
    version, instance = visit(), uuid4()
    first = send(version, instance_id=instance)
    assert send(version, instance_id=instance, now=NOW + timedelta(hours=1)) == first
    with pytest.raises(InstanceTaken):
        send(version, DATA | {"seen": DATA["seen"][:1]}, instance_id=instance)


def test_a_device_s_words_are_kept_but_never_of_an_anonymous_form(visit, send):
    data = DATA | {"start": "2027-01-20T09:00:00.000+07:00"}
    assert "09:00" in send(visit(), data).xml
    assert "09:00" not in send(visit(anonymous=True), data).xml


def test_a_withdrawn_form_takes_nothing_more(visit, send):
    version, instance = visit(), uuid4()
    first = send(version, instance_id=instance)
    version.form.withdrawn_at = NOW + timedelta(hours=1)
    assert send(version) and send(version, instance_id=instance, now=NOW + timedelta(hours=2)) == first, "sent again it is known"
    with pytest.raises(Withdrawn):
        send(version, now=NOW + timedelta(hours=2))
    assert Submission.objects.count() == 2


def test_a_file_must_have_arrived_unless_a_phone_sends_it_after(visit, send, answer_file):
    version, instance = visit(), uuid4()
    data = DATA | {"photo": "a.jpg"}
    with pytest.raises(AnswersRefused) as refusal:
        send(version, data, instance_id=instance)
    assert list(refusal.value.complaints) == ["photo"] and not Submission.objects.exists()
    answer_file(uuid4(), "a.jpg")
    with pytest.raises(AnswersRefused):
        send(version, data, instance_id=instance)
    answer_file(instance, "a.jpg")
    assert send(version, data, instance_id=instance).answers["photo"] == "a.jpg"
    assert send(version, data, channel="collect").answers["photo"] == "a.jpg"


def test_counts_see_into_repeats_and_count_forms(visit, send):
    version, occasion = visit(), uuid4()
    for _form in range(5):
        send(version, occasion=occasion)
    found = {one.path: one for one in counts(form=version.form, occasion=occasion)}
    assert (found["seen/how"].answered, [(one.name, one.count) for one in found["seen/how"].choices]) == (5, [("calm", 5), ("afraid", 10)])
    assert (found["seen/age"].answered, found["seen/age"].mean) == (5, 25) and found["photo"].answered is None
    assert found["seen/who"].labels == {"en": "Who, after ?"} and "at" not in found


def test_answers_in_words(visit, send):
    row = send(visit())
    said = spoken(VISIT, row.answers, "en")
    assert said["Seen (2)"] == {"How": "Label of calm, Label of afraid", "seen/age": "20"} and said["place"] == "Poipet"
    assert spoken(VISIT, {"gone": "x"}, "en") == {"gone": "x"}


def test_forgetting_leaves_figures_in_repeats_and_drops_files(visit, send, answer_file, persons):
    instance, person = uuid4(), persons[0]
    kept = answer_file(instance, "a.jpg")
    row = send(visit(), DATA | {"photo": "a.jpg"}, person=person, instance_id=instance)
    forget_answers(person, persons[1], timezone.now())
    row.refresh_from_db()
    assert row.answers == {"seen": [{"seen/how": ["afraid"], "seen/age": 30}, {"seen/how": ["calm", "afraid"], "seen/age": 20}]}
    assert "Poipet" not in row.xml and "<who/>" in row.xml and "a.jpg" not in row.xml and "<age>30</age>" in row.xml
    assert not AnswerFile.objects.exists() and StoredFile.objects.get(pk=kept.file_id).name == ""


def test_sixty_questions_take_eight_queries_at_most(visit, send, persons, django_assert_max_num_queries):
    form = definition(*[("text" if at % 2 else "integer", f"q{at}", {"relevant": "/data/q0 = 1" if at % 4 == 3 else ""}) for at in range(60)])
    version, occasion = visit(form, invited=True), uuid4()
    invite(occasion=occasion, version=version, person=persons[0], country=None, language="en", now=NOW)
    data = first_data(form, NOW, "") | {f"q{at}": "1" for at in range(60)}
    with django_assert_max_num_queries(8):
        assert len(send(version, data, occasion=occasion, person=persons[0]).answers) == 60
