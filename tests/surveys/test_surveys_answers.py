"""Receiving: once, in one transaction, without a trace of who when the form is anonymous."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import transaction

from lms.people.permissions import Role
from lms.surveys.domain import received
from lms.surveys.domain.answers import receive
from lms.surveys.domain.counts import counts
from lms.surveys.domain.instance import from_xml
from lms.surveys.domain.invitations import invite
from lms.surveys.domain.refusals import AlreadyAnswered, AnswersRefused, InstanceTaken, NotInvited
from lms.surveys.models import Invitation, Submission

pytestmark = pytest.mark.django_db
GOOD = {"clear": "yes", "years": "3", "first": "Ask <before> & after\nនិយាយ"}


@pytest.fixture
def send(now):
    def send(version, data=GOOD, **changes):
        return receive(**{"version": version, "data": data, "language": "en", "channel": "web", "occasion": None,
                          "person": None, "country": None, "instance_id": uuid4(), "now": now} | changes)
    return send


def test_what_is_stored(make_form, persons, send, now):
    person = persons[0]
    row = send(make_form(), person=person, country=person.country)
    row = Submission.objects.get(pk=row.pk)
    assert row.answers == {"clear": "yes", "years": 3, "first": "Ask <before> & after\nនិយាយ"}
    assert from_xml(definition=row.version.definition, xml=row.xml) == {
        path: str(answer) for path, answer in row.answers.items()}
    assert (row.person, row.received_at, row.received_on) == (person, now, date(2027, 1, 21))


def test_refused_answers_store_nothing(make_form, send):
    with pytest.raises(AnswersRefused) as refusal:
        send(make_form(), {"years": "51"})
    assert list(refusal.value.complaints) == ["clear"] and not Submission.objects.exists()


def test_sent_again_is_the_same_and_other_content_is_not(make_form, send):
    version, instance = make_form(), uuid4()
    first = send(version, instance_id=instance)
    assert send(version, instance_id=instance) == first
    with pytest.raises(InstanceTaken):
        send(version, {"clear": "no"}, instance_id=instance)
    assert Submission.objects.count() == 1


def test_anonymous_answer_has_no_person_and_no_time(make_form, persons, send):
    occasion, person = uuid4(), persons[0]
    version = make_form(anonymous=True, invited=True)
    invitation = invite(occasion=occasion, version=version, person=person, country=person.country, language="en",
                        now=version.published_at)
    row = send(version, person=person, country=person.country, occasion=occasion)
    row.refresh_from_db()
    assert row.person is None and row.received_at is None
    assert str(person.uuid) not in row.xml and "2027" not in row.xml
    invitation.refresh_from_db()
    assert invitation.used_on == row.received_on
    assert not {field.name for field in Invitation._meta.fields} & {"submission", "instance_id", "used_at"}


def test_an_invitation_is_used_once(make_form, persons, send):
    occasion, person, version = uuid4(), persons[0], make_form(invited=True)
    with pytest.raises(NotInvited):
        send(version, person=person, occasion=occasion)
    with pytest.raises(NotInvited):
        send(version, occasion=occasion)
    again = [invite(occasion=occasion, version=version, person=person, country=None, language="en",
                    now=version.published_at) for _time in range(2)]
    assert again[0] == again[1]
    instance = uuid4()
    first = send(version, person=person, occasion=occasion, instance_id=instance)
    assert send(version, person=person, occasion=occasion, instance_id=instance) == first, "a double click"
    with pytest.raises(AlreadyAnswered):
        send(version, person=person, occasion=occasion)
    with pytest.raises(NotInvited):
        send(version, person=persons[1], occasion=occasion)
    assert Submission.objects.count() == 1


def test_the_door_tells_in_the_same_transaction(make_form, send, monkeypatch):
    told = []
    monkeypatch.setattr(received, "_listeners", [])
    received.register(told.append)
    received.register(told.append)
    version, instance = make_form(), uuid4()
    send(version, instance_id=instance)
    send(version, instance_id=instance)
    assert [row.instance_id for row in told] == [instance]

    def fails(row):
        raise RuntimeError

    received.register(fails)
    with pytest.raises(RuntimeError), transaction.atomic():
        send(version)
    assert Submission.objects.count() == 1


def test_rows_are_written_once(make_form, send):
    row = send(make_form())
    for act in (row.save, row.delete, Submission.objects.all().delete, lambda: Submission.objects.update(late=True)):
        with pytest.raises(TypeError):
            act()


def test_scope(make_form, persons, countries, send, give):
    vietnam, cambodia = countries
    named, hidden = make_form(), make_form("secret", anonymous=True)
    for country, person in zip(countries, persons, strict=True):
        send(named, country=country, person=person)
        send(hidden, country=country, person=person)
    seen = Submission.objects.visible_to
    assert [row.person for row in seen(persons[1])] == [persons[1]], "one's own"
    give(persons[0], Role.COORDINATOR, vietnam)
    assert [row.country for row in seen(persons[0])] == [vietnam]
    give(persons[1], Role.SECRETARIAT, None)
    assert {row.country for row in seen(persons[1])} == {vietnam, cambodia} and seen(persons[1]).count() == 2
    assert not seen(None).exists()


def test_counts_hide_fewer_than_five(make_form, send):
    occasion, version = uuid4(), make_form(anonymous=True)
    for number in range(4):
        send(version, {"clear": "yes", "years": str(number)}, occasion=occasion)
    assert counts(form=version.form, occasion=occasion) is None
    assert counts(form=version.form, occasion=occasion, fewest=1) is None
    send(version, {"clear": "no", "first": "x"}, occasion=occasion)
    send(version, occasion=uuid4())
    clear, years, first = counts(form=version.form, occasion=occasion)
    assert (clear.answered, [(one.name, one.count) for one in clear.choices]) == (5, [("yes", 4), ("no", 1)])
    assert (years.answered, years.mean) == (None, None) and first.answered is None
    send(version, {"clear": "yes", "years": "4"}, occasion=occasion)
    assert counts(form=version.form, occasion=occasion)[1].mean == 2


def test_receiving_takes_few_queries(make_form, send, django_assert_max_num_queries):
    version = make_form()
    with django_assert_max_num_queries(4):
        send(version)
