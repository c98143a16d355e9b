"""Where pilots are recorded: pushed down by courses, or keyed in from paper."""

from datetime import date, datetime
from uuid import UUID

from curricula.models import CurriculumVersion, PilotRecord
from lms.audit.domain.log import record as record_entry
from lms.people.models import Country


def record(*, version: CurriculumVersion, country: Country | None, key: str, title: str, held_until: date,
           modules: list[str], participants: int | None, assessed_on: date | None, by: UUID | None,
           now: datetime) -> PilotRecord:
    """Record a pilot of a version (activity 1.4), in the caller's transaction.

    The same `key` again updates what was not known yet (participants, assessment), and never counts twice.
    """
    pilot, created = PilotRecord.objects.update_or_create(key=key, defaults={
        "version": version, "country": country, "title": title, "held_until": held_until, "modules": modules,
        "participants": participants, "assessed_on": assessed_on})
    record_entry(verb="pilot.recorded" if created else "pilot.updated", thing=pilot, by=by, now=now,
                 country=country.code if country else "", after={"modules": modules, "participants": participants})
    return pilot
