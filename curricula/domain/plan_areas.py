"""The areas of the plan (SPA II), by which resources are sorted: 4 is an area, 4.2 one of its activities."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

AREAS: dict[str, tuple[str | Promise, int]] = {
    "1": (_("Training and capacity building"), 6),
    "2": (_("National plans of action"), 4),
    "3": (_("Multilateral and bilateral partnerships"), 4),
    "4": (_("Legal frameworks, law enforcement and justice"), 8),
    "5": (_("Victim identification, protection, recovery and reintegration"), 4),
    "6": (_("Prevention"), 6),
    "7": (_("Cooperation with the tourism sector"), 2),
    "8": (_("Coordination, monitoring and evaluation"), 5),
}
"""By number: what the plan calls the area, and how many activities it has."""

ACTIVITIES = tuple(f"{area}.{number}" for area, (_name, count) in AREAS.items() for number in range(1, count + 1))


def area_of(activity: str) -> str:
    """The area's number: 4 of 4.2."""
    return activity.partition(".")[0]


def grouped(activities: list[str]) -> list[tuple[str, str | Promise, list[str]]]:
    """(area, its name, activities) in the plan's order; a number that the plan does not have is left out."""
    known = [one for one in ACTIVITIES if one in activities]
    return [(area, name, mine) for area, (name, _count) in AREAS.items()
            if (mine := [one for one in known if area_of(one) == area])]
