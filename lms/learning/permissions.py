"""Who may read whose learning."""

from django.db.models import Q

from lms.people.permissions import Access, record_condition


def registration_condition(access: Access) -> Q:
    """One's own, and those of the country whose people one may see."""
    return record_condition(access)
