"""The door for authority: certification answers who may train or observe; without an answer it is unknown, never yes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from lms.people.models import Person


@dataclass(frozen=True)
class Answerer:
    """`may_train(person, module letter, language, day)` and `may_observe(person, day)`; None: unknown."""

    may_train: Callable[[Person, str, str, date], bool | None]
    may_observe: Callable[[Person, date], bool | None]


_answerers: list[Answerer] = []


def register(answerer: Answerer) -> None:
    if answerer not in _answerers:
        _answerers.append(answerer)


def may_train(person: Person, module: str, language: str, on: date) -> bool | None:
    """True or False as certification says; None when nobody can answer."""
    return next((a for a in (x.may_train(person, module, language, on) for x in _answerers) if a is not None), None)


def may_observe(person: Person, on: date) -> bool | None:
    """Whether the person holds the observer level on a day; None when nobody can answer."""
    return next((a for a in (x.may_observe(person, on) for x in _answerers) if a is not None), None)
