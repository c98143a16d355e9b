"""What indicators count, straight from the records. Each count is a function of country and day."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from certification.domain.authority import holders
from certification.models.scheme import Level
from lms.courses.models import Course, Edition
from lms.people.models import Country


@dataclass(frozen=True)
class Count:
    """A value and what stands behind it, without names."""

    value: int
    basis: dict = field(default_factory=dict)


def certified_trainers(country: Country | None, on: date) -> Count:
    """Persons who may train on a day (activity 1.3). Without a country: all of the region."""
    standings = [(c, s) for c, s in holders(on=on, country=country) if c.level != Level.OBSERVER]
    may = {c.person_id for c, s in standings if s.may_train}
    by_status: dict[str, int] = {}
    for _certificate, stands in standings:
        by_status[stands.status.value] = by_status.get(stands.status.value, 0) + 1
    return Count(len(may), {"certificates by status": by_status})


def regional_editions(country: Country | None, on: date) -> Count:
    """Regional courses that ended in the twelve months up to a day (activity 1.1)."""
    held = Edition.objects.filter(course__kind=Course.Kind.REGIONAL, state=Edition.State.COMPLETED, end__lte=on,
                                  end__gt=on.replace(year=on.year - 1, day=min(on.day, 28)))
    return Count(held.count())


COUNTS: dict[str, Callable[[Country | None, date], Count]] = {
    "certified_trainers": certified_trainers, "regional_editions": regional_editions}
