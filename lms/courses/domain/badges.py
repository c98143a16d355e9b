"""What stands on a badge: a name, in Latin and own letters, and where the person works on that day."""

from datetime import date
from typing import TypedDict

from lms.people.models import Affiliation, Person


class Badge(TypedDict):
    badge_name: str
    badge_own_name: str
    badge_language: str
    badge_organisation: str
    badge_sample: bool


def badge(person: Person, *, on: date) -> Badge:
    """The badge of a person as of a day (a date of the platform's time zone); without an affiliation, no organisation."""
    tie = Affiliation.objects.on(on).filter(person=person).select_related("organisation").order_by("-since", "pk").first()
    return {"badge_name": person.name, "badge_own_name": person.own_name, "badge_language": person.language,
            "badge_organisation": tie.organisation.name if tie else "", "badge_sample": person.sample}
