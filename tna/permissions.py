"""Who may read findings: everyone the published ones; those who work for a country, all of that country."""

from django.db.models import Q

from lms.people.permissions import Access

READERS = ("record findings", "agree actions", "nominate", "endorse", "see people")


def finding_condition(access: Access, *, prefix: str = "") -> Q:
    """Condition on findings; `prefix` is the way to them, as `finding__` from an action."""
    places: set[int] | None = set()
    for verb in READERS:
        where = access.where(verb)
        places = None if where is None or places is None else places | where
    if places is None:
        return Q()
    return Q(**{f"{prefix}published": True}) | Q(**{f"{prefix}country_id__in": places})
