"""Whose answers one may read singly. Pure conditions: who works for which country is known in people."""

from django.db.models import Q


def submission_condition(*, country_ids: set[int] | None, person_id: int | None = None) -> Q:
    """The submissions a viewer may read one by one.

    `country_ids` are the countries the viewer works for; None means all of them (a regional reader), an
    empty set none. `person_id` is the viewer: one's own named answers one may read. Answers to an anonymous
    form are nobody's to read singly: they show as counts only.
    """
    named = Q(version__form__anonymous=False)
    if country_ids is None:
        return named
    own = Q(person_id=person_id) if person_id else Q(pk__in=[])
    return named & (own | Q(country_id__in=country_ids))
