"""The xAPI store's one door: classroom events and lessons are written here."""

from datetime import datetime
from uuid import UUID

from lms.learning.models import Registration, Statement
from lms.people.models import Person


def record(*, uuid: UUID, person: Person, verb: str, activity: str, result: dict | None, timestamp: datetime,
           now: datetime, registration: Registration | None = None) -> tuple[Statement, bool]:
    """Store a statement once; the same `uuid` again gives the first one and False.

    The server sets the actor (the person's uuid) and the stored time; a timestamp that lies ahead becomes `now`.
    """
    return Statement.objects.get_or_create(uuid=uuid, defaults={
        "registration": registration, "actor": person.uuid, "country": person.country, "verb": verb,
        "activity": activity, "result": result or {}, "timestamp": min(timestamp, now), "stored": now})
