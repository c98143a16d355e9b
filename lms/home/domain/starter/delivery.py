"""Who teaches, who took part in the sample training of trainers of Cambodia, and which nominations wait."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from lms.courses.domain.badges import badge
from lms.courses.models import Attendance, Edition, Enrolment, Facilitation, Nomination
from lms.home.domain.starter.content import LOADED_AT, read, uid
from lms.people.models import Person

PASS_PERCENT = 60


def facilitations(editions: dict[str, Edition], persons: dict[str, Person]) -> None:
    for row in read("courses")["facilitations"]:
        edition = editions[row["edition"]]
        Facilitation.objects.get_or_create(edition=edition, person=persons[row["person"]], defaults={
            "country": persons[row["person"]].country, "role": row["role"], "modules": row["modules"],
            **badge(persons[row["person"]], on=edition.start)})


def nominations(editions: dict[str, Edition], persons: dict[str, Person]) -> None:
    """Nominations that wait for the focal point, or for the secretariat."""
    for row in read("courses")["nominations"]:
        nominate(editions[row["edition"]], persons[row["person"]], row["state"], persons[row["by"]], LOADED_AT)


def nominate(edition: Edition, person: Person, state: str, by: Person, at: datetime) -> Nomination:
    tie = person.affiliations.first()
    return Nomination.objects.get_or_create(edition=edition, person=person, defaults={
        "uuid": uid("nomination", f"{edition.slug}:{person.uuid}"), "country": person.country, "state": state,
        "organisation_id": tie.organisation_id if tie else None, "nominated_at": at, "nominated_by": by.uuid,
        "changed_at": at, "changed_by": by.uuid})[0]


def delivered(editions: dict[str, Edition], persons: dict[str, Person]) -> None:
    """Enrolments with attendance in every slot and the post-test, of the edition that has been held."""
    held = read("courses")["delivered"]
    edition = editions[held["edition"]]
    by, trainer = persons[held["nominated_by"]], persons[held["entered_by"]]
    slots = list(edition.slots.all())
    asked = datetime.combine(edition.start - timedelta(days=60), time(2), UTC)
    entered = datetime.combine(edition.end, time(10), UTC)
    for row in held["people"]:
        person = persons[row["person"]]
        nomination = nominate(edition, person, Nomination.State.ACCEPTED, by, asked)
        enrolment, made = Enrolment.objects.get_or_create(edition=edition, person=person, defaults={
            "uuid": uid("enrolment", f"{edition.slug}:{row['person']}"), "country": person.country,
            "nomination": nomination, "enrolled_at": asked, "post_score": Decimal(row["post"]),
            "post_passed": row["post"] >= PASS_PERCENT, "post_entered_by": trainer.uuid,
            **badge(person, on=edition.start)})
        if made:
            Attendance.objects.bulk_create([
                Attendance(enrolment=enrolment, slot=slot, country=person.country, entered_at=entered,
                           entered_by=trainer.uuid, present=place < len(slots) - row["missed"])
                for place, slot in enumerate(slots)])
