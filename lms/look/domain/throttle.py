"""Counts what went wrong from one place, so that nobody tries codes by the thousand."""

from django.core.cache import cache


def missed(what: str, place: str, *, minutes: int) -> int:
    """Count one more miss of a kind from a place (a client's address); returns how many in the running `minutes`.

    The place goes to the cache only, for these minutes.
    """
    key = f"missed:{what}:{place}"
    cache.add(key, 0, minutes * 60)
    try:
        return cache.incr(key)
    except ValueError:  # the minutes were over between the two
        return 1


def misses(what: str, place: str) -> int:
    """How many there were, without counting one more."""
    return cache.get(f"missed:{what}:{place}", 0)
