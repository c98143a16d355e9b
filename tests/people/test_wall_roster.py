"""Who teaches people of another country does the whole work of an edition behind the second wall, and reads only badges."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from lms.courses.models import Attendance, Edition, Enrolment
from lms.courses.permissions import ROSTER_DAYS
from lms.people.domain import wall
from lms.people.models import Person
from lms.surveys.models import Invitation
from tests.factories import edition, enrol, person, teach
from tests.people.walls import wall_on

pytestmark = [pytest.mark.postgres,
              pytest.mark.skipif(connection.vendor != "postgresql", reason="row level security is PostgreSQL's")]
BADGE = "Sokha Badge"


@pytest.fixture
def abroad(starter):
    """A regional edition that is held today, with a participant of Cambodia, taught by a trainer of Viet Nam."""
    today = timezone.localdate()
    held = edition(code=None, start=today, end=today, nominations_until=today, state=Edition.State.CONFIRMED)
    held.slots.update(day=today)
    row = enrol(held, person("Sokha", "KH"))
    Enrolment.objects.filter(pk=row.pk).update(badge_name=BADGE)
    return held, row, teach(held, person("Lan", "VN", "trainer")).person


def asked(client, name: str, *args) -> str:
    return unescape(client.get(reverse(f"courses:{name}", args=args)).content.decode())


def test_the_trainer_reads_the_badge_and_enters_what_is_asked(abroad, client_as):
    held, row, trainer = abroad
    slot = held.slots.all()[0]
    with wall_on():
        client = client_as(trainer)
        assert BADGE in asked(client, "delivery", held.slug)
        waiting = unescape(client.get(reverse("home:my")).content.decode())
        assert "2 sessions have no attendance yet." in waiting and "The result of 1 participant is missing." in waiting
        client.post(reverse("courses:attendance", args=[held.slug, slot.pk]), {"present": [str(row.uuid)]})
        client.post(reverse("courses:results", args=[held.slug]), {f"{row.uuid.hex}-score": "80"})
        client.post(reverse("courses:evaluation", args=[held.slug]), {"phase": "end"})
        assert "1 session has no attendance yet." in unescape(client.get(reverse("home:my")).content.decode())
    row.refresh_from_db()
    assert Attendance.objects.get(slot=slot).present and row.post_score == 80
    assert Invitation.objects.filter(person=row.person).exists()


def test_outside_its_days_the_badge_is_closed_in_the_database_too(abroad, client_as):
    held, row, trainer = abroad
    early = timezone.localdate() + ROSTER_DAYS + timedelta(days=1)
    Edition.objects.filter(pk=held.pk).update(start=early, end=early)
    with wall_on():
        client = client_as(trainer)
        assert BADGE not in asked(client, "delivery", held.slug)
        with wall.within(wall.Context(person=trainer.pk, uuid=str(trainer.uuid))):
            assert not Enrolment.objects.filter(pk=row.pk).exists()


def test_the_person_behind_the_badge_stays_closed(abroad, client_as):
    held, row, trainer = abroad
    with wall_on():
        client = client_as(trainer)
        assert client.get(reverse("people:person", args=[row.person.uuid])).status_code == 404
        with wall.within(wall.Reading(lambda: wall.Context(person=trainer.pk, editions=frozenset({held.pk})))):
            assert list(Person.objects.values_list("pk", flat=True)) == [trainer.pk]
            assert Enrolment.objects.filter(pk=row.pk).exists()
