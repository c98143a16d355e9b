"""What expressions can do with places: "lat lon altitude accuracy", ";" between the points of a line or an area."""

import math
from itertools import pairwise
from typing import Any

from lms.surveys.domain.xpath_functions import function, texts_of
from lms.surveys.domain.xpath_values import NAN

EARTH = 6_378_100.0
"""The radius at the Equator, in metres, as ODK's clients take it."""


def points_of(value: Any) -> list[tuple[float, float]]:
    """(latitude, longitude) of each point in a text, or in the texts of a node set; [] when one cannot be read."""
    found = []
    for part in ";".join(texts_of(value)).split(";"):
        numbers = part.split()
        if not numbers:
            continue
        try:
            latitude, longitude = float(numbers[0]), float(numbers[1])
        except (ValueError, IndexError):
            return []
        if not (abs(latitude) <= 90 and abs(longitude) <= 180):
            return []
        found.append((latitude, longitude))
    return found


def _between(one: tuple[float, float], other: tuple[float, float]) -> float:
    (lat1, lon1), (lat2, lon2) = ((math.radians(lat), math.radians(lon)) for lat, lon in (one, other))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(half)))


@function("distance", 1, 100)
def _distance(*values: Any) -> float:
    """Metres along the points, in their order."""
    points = [point for value in values for point in points_of(value)]
    return sum(_between(one, other) for one, other in pairwise(points)) if len(points) > 1 else NAN


@function("area")
def _area(value: Any) -> float:
    """Square metres inside the points."""
    points = points_of(value)
    if len(points) < 3:
        return 0.0 if points else NAN
    total = 0.0
    for (lat1, lon1), (lat2, lon2) in zip(points, [*points[1:], points[0]], strict=True):
        total += math.radians(lon2 - lon1) * (2 + math.sin(math.radians(lat1)) + math.sin(math.radians(lat2)))
    return abs(total * EARTH * EARTH / 2)


@function("geofence", 2)
def _geofence(point: Any, area: Any) -> bool:
    """True when the point lies inside the area."""
    here, corners = points_of(point), points_of(area)
    if not here or len(corners) < 3:
        return False
    (lat, lon), inside = here[0], False
    for (lat1, lon1), (lat2, lon2) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if (lat1 > lat) != (lat2 > lat) and lon < (lon2 - lon1) * (lat - lat1) / (lat2 - lat1) + lon1:
            inside = not inside
    return inside
