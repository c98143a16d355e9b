"""Who may run an edition: the organiser's people, and those who teach in it."""

from datetime import date, timedelta

from lms.people.permissions import Access

ROSTER_DAYS = timedelta(days=30)
"""How long before its first and after its last day the people of an edition may read its whole roster."""


def may_run(*, access: Access, country_id: int | None, teaches: bool) -> bool:
    """True for attendance and results of an edition: its facilitators, and who runs editions of its country."""
    return teaches or access.may("run editions", country_id)


def roster_open(*, start: date, end: date, on: date) -> bool:
    """True on the days, both edges included, on which organisers and facilitators read the whole roster.

    Before and after they read what their own country's scope shows them. `start`, `end` and `on` are dates at the venue.
    """
    return start - ROSTER_DAYS <= on <= end + ROSTER_DAYS
