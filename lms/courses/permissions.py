"""Who may run an edition: the organiser's people, and those who teach in it."""

from lms.people.permissions import Access


def may_run(*, access: Access, country_id: int | None, teaches: bool) -> bool:
    """True for attendance and results of an edition: its facilitators, and who runs editions of its country."""
    return teaches or access.may("run editions", country_id)
