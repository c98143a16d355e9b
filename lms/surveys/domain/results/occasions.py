"""The door: rooms say here what an occasion was (an edition, a day of it), in the reader's language."""

from collections.abc import Callable, Iterable
from uuid import UUID

Namer = Callable[[set[UUID]], dict[UUID, str]]
_namers: list[Namer] = []


def register(namer: Namer) -> None:
    """Have `namer(occasions)` say {occasion: name} for those that it knows. Registered in AppConfig.ready()."""
    if namer not in _namers:
        _namers.append(namer)


def names(occasions: Iterable[UUID]) -> dict[UUID, str]:
    """The names of these occasions, as far as a room knows them."""
    asked = set(occasions)
    found: dict[UUID, str] = {}
    for namer in _namers:
        if asked - found.keys():
            found |= namer(asked - found.keys())
    return found
