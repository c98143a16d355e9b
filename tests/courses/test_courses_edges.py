"""What goes wrong between two clicks, at midnight, and when something is taken back."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from lms.audit.domain.log import personal
from lms.audit.models import Entry
from lms.courses.domain import authority, delivery, nominations
from lms.courses.models import Enrolment, Evaluation, Nomination, Venue
from lms.courses.views.observation import store
from lms.files.domain.guard import check_scan
from lms.files.models import StoredFile
from lms.notices.models import Notice
from lms.people.domain.refusal import Refused
from lms.people.models import Country
from lms.people.models.place import day_in
from lms.surveys.models import Form, FormVersion, Invitation
from tests.factories import NOW, TODAY, body, edition, enrol, person, teach

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
S = Nomination.State


@pytest.fixture
def cast():
    return {role: person(role, "VN", role) for role in ("coordinator", "focal-point", "chair")} | {"lan": person("Lan")}


def nominated(cast, **fields):
    return nominations.nominate(edition=edition(**fields), person=cast["lan"], by=cast["coordinator"], now=NOW)


def test_who_may_say_no_follows_from_the_state_now_not_from_the_page(cast):
    row = nominated(cast)
    nominations.endorse(nomination=Nomination.objects.get(pk=row.pk), by=cast["focal-point"], now=NOW)
    with pytest.raises(PermissionDenied):
        nominations.decline(nomination=row, by=cast["focal-point"], now=NOW, reason="Too late")
    assert Nomination.objects.get(pk=row.pk).state == S.ENDORSED


def test_nobody_gets_a_seat_in_a_cancelled_edition(cast):
    row = nominations.endorse(nomination=nominated(cast), by=cast["focal-point"], now=NOW)
    type(row.edition).objects.filter(pk=row.edition_id).update(state="cancelled")
    with pytest.raises(Refused):
        nominations.select(nomination=row, by=cast["chair"], now=NOW)
    assert not Enrolment.objects.exists()


def test_the_reason_of_a_refusal_stands_in_the_log_under_the_persons_key(cast):
    row = nominations.decline(nomination=nominated(cast), by=cast["focal-point"], now=NOW, reason="Lan is on leave")
    assert row.reason == "Lan is on leave"
    assert not Entry.objects.about(row).exclude(why="").exists()
    entry = Entry.objects.about(row).first()
    assert (entry.about, personal(entry)["why"]) == (row.person.uuid, "Lan is on leave")


def test_the_day_is_that_of_the_venue():
    rangoon = Country.objects.create(code="MM", names={"en": "Myanmar"}, time_zone="Asia/Yangon")
    beijing = Country.objects.create(code="CN", names={"en": "China"}, time_zone="Asia/Shanghai")
    late = datetime(2026, 11, 21, 16, 30, tzinfo=UTC)
    assert (day_in(rangoon, late), day_in(None, late), day_in(beijing, late)) == (TODAY, TODAY, date(2026, 11, 22))
    there = Venue.objects.create(key="there", country=beijing, names={})
    assert edition(venue=there).day_there(late) == date(2026, 11, 22)
    assert edition(venue=None).day_there(late) == TODAY


def test_an_emptied_result_is_taken_back_with_its_entry(client_as):
    today = timezone.localdate()
    place, trainer = edition(start=today, end=today), person("Trainer")
    teach(place, trainer)
    row = enrol(place, person("Lan"), post_score=Decimal(85), post_passed=True)
    client_as(trainer).post(reverse("courses:results", args=[place.slug]), {f"{row.uuid.hex}-score": "", "sent": "1"})
    row.refresh_from_db()
    assert (row.post_score, row.post_passed) == (None, None)
    entry = Entry.objects.get(verb="result.entered")
    said = personal(entry)
    assert (said["before"], said["after"]) == ({"post_score": "85.0"}, {"post_score": None})
    assert entry.about == row.person.uuid and "post_score" not in {**entry.before, **entry.after}


def test_a_corrected_attendance_says_whose_and_from_what():
    place, trainer = edition(), person("Trainer")
    teach(place, trainer)
    one, two = (enrol(place, person(name)) for name in ("Lan", "Hoa"))
    for present in ({one.uuid, two.uuid}, {two.uuid}):
        delivery.mark(slot=place.slots.first(), present=present, by=trainer, now=NOW, today=TODAY)
    entries = list(Entry.objects.filter(verb="attendance.entered").order_by("pk"))
    assert [(entry.about, personal(entry)["before"], personal(entry)["after"]) for entry in entries] == [
        *((row.person.uuid, {"present": None}, {"present": True}) for row in (two, one)),
        (one.person.uuid, {"present": True}, {"present": False})]


def test_a_newer_form_asks_nobody_twice():
    place, chair = edition(), person("Chair", "VN", "chair")
    form = Form.objects.create(key="after", titles={"en": "After"})
    first, second = (FormVersion.objects.create(form=form, number=number, items=[], published_at=NOW, sha256=str(number),
                                                xform="", languages=["en"]) for number in (1, 2))
    enrol(place, person("Lan"))
    for version in (first, second):
        delivery.ask_evaluation(edition=place, phase="end", version=version, by=chair, now=NOW)
    assert Evaluation.objects.count() == Invitation.objects.count() == 1


def test_a_refused_observation_leaves_no_scan_behind(monkeypatch, settings, tmp_path):
    observer, trainer = person("Observer"), person("Lan")
    monkeypatch.setattr(authority, "_answerers", [authority.Answerer(lambda *_: None, lambda *_: True)])
    place = edition("pilot")
    teaching = teach(place, trainer)
    teach(place, observer, "observer")
    private = StoredFile._meta.get_field("content").storage
    monkeypatch.setattr(private, "_location", tmp_path)
    for name in ("base_location", "location"):
        monkeypatch.setitem(private.__dict__, name, str(tmp_path))
    upload = SimpleUploadedFile("rubric.pdf", b"%PDF-1.7 signed")
    with pytest.raises(Refused):
        store(SimpleNamespace(user=observer), teaching, {
            "scan": check_scan(content=upload.read(), name=upload.name), "observed_on": date(2026, 1, 1), "score": 15,
            "notes": ""})
    assert not StoredFile.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_an_edition_of_the_region_has_the_regions_day():
    assert edition(code=None, venue=None, organiser=body(None)).day_there(NOW) == TODAY


def test_a_reason_with_an_odd_sign_is_kept_without_it(cast, client_as):
    row = nominated(cast)
    client_as(cast["focal-point"]).post(reverse("courses:decide", args=[row.edition.slug, row.uuid]),
                                        {"step": "decline", "reason": "No\x00 time" + "x" * 400})
    reason = Nomination.objects.get(pk=row.pk).reason
    assert reason.startswith("No time") and len(reason) == 300


def test_a_letter_writes_days_as_its_language_does(cast):
    row = nominations.endorse(nomination=nominated(cast), by=cast["focal-point"], now=NOW)
    nominations.select(nomination=row, by=cast["chair"], now=NOW)
    assert str(row.edition.start) not in Notice.objects.get().body
