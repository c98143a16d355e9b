"""Pilots (activity 1.4): pushed down by courses or keyed in from paper, and assessed. The gate counts them."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from curricula.models import CurriculumVersion, PilotFinding, PilotRecord
from lms.audit.domain.log import record as record_entry
from lms.people.domain.refusal import Refused, require
from lms.people.models import Country, Person
from lms.people.models.place import day_in

EARLIEST = date(2000, 1, 1)


def record(*, version: CurriculumVersion, country: Country | None, key: str, title: str, held_until: date,
           modules: list[str], participants: int | None, assessed_on: date | None, by: UUID | None,
           now: datetime) -> PilotRecord:
    """Record a pilot of a version (activity 1.4), in the caller's transaction.

    The same `key` again updates what was not known yet (participants, assessment), takes nothing away, and never counts
    twice.
    """
    known = {name: value for name, value in (("participants", participants), ("assessed_on", assessed_on))
             if value is not None}
    pilot, created = PilotRecord.objects.update_or_create(key=key, defaults={
        "version": version, "country": country, "title": title, "held_until": held_until, "modules": modules, **known})
    record_entry(verb="pilot.recorded" if created else "pilot.updated", thing=pilot, by=by, now=now,
                 country=country.code if country else "", after={"modules": modules, "participants": participants})
    return pilot


def paper_key(*, version: CurriculumVersion, title: str, held_until: date) -> str:
    """The key of a pilot that is keyed in: its version, last day and name, so that the same paper gives the same key."""
    said = f"{' '.join(title.casefold().split())}|{held_until.isoformat()}"
    return f"paper:{version.pk}:{hashlib.sha256(said.encode()).hexdigest()[:40]}"


@transaction.atomic
def key_in(*, version: CurriculumVersion, title: str, held_until: date, modules: Sequence[str],
           participants: int | None, by: Person, now: datetime) -> PilotRecord:
    """Record a pilot from paper. Raises Refused for one that is recorded already, a day ahead of today, or a module that
    the version does not have."""
    country = version.curriculum.country
    require("record pilots", by=by, country=country)
    if not EARLIEST <= held_until <= day_in(country, now):
        raise Refused(_("Give a day that is not ahead of today."), field="held_until")
    known = set(version.modules.values_list("letter", flat=True))
    if other := sorted(set(modules) - known):
        raise Refused(_("Version %(number)s has no module %(letters)s.")
                      % {"number": version.number, "letters": ", ".join(other)}, field="modules")
    key = paper_key(version=version, title=title, held_until=held_until)
    if PilotRecord.objects.filter(key=key).exists():
        raise Refused(_("This pilot is recorded already."), field="title")
    return record(version=version, country=country, key=key, title=" ".join(title.split()), held_until=held_until,
                  modules=sorted(set(modules)), participants=participants, assessed_on=None, by=by.uuid, now=now)


@transaction.atomic
def assess(*, pilot: PilotRecord, on: date, by: Person, now: datetime) -> PilotRecord:
    """Say that a pilot was assessed on a day: from then on the gate counts it.

    Raises Refused while findings wait for a decision, for a day before the pilot's end or ahead of today, or twice.
    """
    row = PilotRecord.objects.select_for_update(of=("self",)).select_related("version__curriculum__country").get(pk=pilot.pk)
    country = row.version.curriculum.country
    require("decide findings", by=by, country=country)
    if row.assessed_on:
        raise Refused(_("This pilot is assessed already."))
    if waiting := row.findings.filter(state=PilotFinding.State.OPEN).count():
        raise Refused(ngettext("Decide on %(count)s finding first.", "Decide on %(count)s findings first.", waiting)
                      % {"count": waiting})
    if not row.held_until <= on <= day_in(country, now):
        raise Refused(_("Give a day from the end of the pilot to today."), field="on")
    row.assessed_on = on
    row.save(update_fields=["assessed_on"])
    record_entry(verb="pilot.assessed", thing=row, by=by.uuid, now=now, country=country.code if country else "",
                 after={"curriculum": row.version.curriculum.slug, "version": row.version.number, "on": on.isoformat()})
    return row
