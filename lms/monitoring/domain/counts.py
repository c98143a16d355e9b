"""What indicators count, straight from the records. Each count is a function of country and day."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certification.domain.authority import holders
from certification.domain.months import add_months
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
                                  end__gt=add_months(on, -12))
    return Count(held.count())


COUNTS: dict[str, Callable[[Country | None, date], Count]] = {
    "certified_trainers": certified_trainers, "regional_editions": regional_editions}

REGIONAL = frozenset({"regional_editions"})
"""Counts that are the region's alone: they are not taken for single countries."""

MEANINGS: dict[str, Promise] = {
    "certified_trainers": _("Persons who may train on that day: the certificate of a trainer or lead trainer is valid "
                            "or due. One person counts once. Grace, lapsed and expired are not counted."),
    "regional_editions": _("Regional courses marked as completed whose last day lies in the twelve months up to that "
                           "day."),
}
"""What a count counts, in words for the reader."""
