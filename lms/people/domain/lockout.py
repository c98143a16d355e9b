"""Bounds how often a password or a code can be guessed, without letting a guesser shut the person out (decision 13).

Three counts, all of wrong attempts: by person and source, by address, and by person over a day from anywhere. A source is
a browser in which the person has signed in before, or else an address. A person's own browser has its own counts, so
strangers who guess lock out themselves. Whoever stands behind a name that does not exist is counted the same way: a
lock tells nothing about who has an account.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db import transaction
from django.utils.crypto import salted_hmac

from lms.audit.domain.log import record
from lms.people.domain import wall
from lms.people.models import Person


@dataclass(frozen=True)
class Limit:
    """After `most` wrong attempts within `within` seconds, none is taken for `rest` seconds from the last one."""

    most: int
    within: int
    rest: int


SOURCE = Limit(most=5, within=300, rest=300)
ADDRESS = Limit(most=30, within=60, rest=60)
PERSON = Limit(most=100, within=86_400, rest=3_600)
"""From a hundred wrong ones a day on, one an hour: 124 guesses a day at most, however many addresses guess."""


@dataclass(frozen=True)
class Attempt:
    """One try that is being made: where it is counted (the first is the source's count), and since when."""

    counts: tuple[tuple[str, Limit], ...]
    at: float


def begin(*, what: str, whose: str, address: str, now: datetime, browser: str = "") -> Attempt | None:
    """Count a try before the secret is compared, so that many at once cannot outrun the count. None: not now.

    what: "password" or "code". whose: `of_person` or `of_text`. address: the client's, IPv6 already cut to its network.
    browser: the mark of a browser that the person has used before, empty otherwise.
    """
    source = f"browser {browser}" if browser else f"address {address}"
    counts = ((key(what, whose, source), SOURCE),
              (key("any", address), ADDRESS),
              (key(what, whose, source if browser else "anywhere", "day"), PERSON))
    attempt = Attempt(counts, now.timestamp())
    for place, (count, limit) in enumerate(counts):
        if not add(count, limit, attempt.at):
            take_back(counts[:place], attempt.at)
            return None
    return attempt


def forgive(attempt: Attempt) -> None:
    """It was right, and so is no wrong one. The wrong ones before it stay counted."""
    take_back(attempt.counts, attempt.at)


@wall.lifted("sign-in")
@transaction.atomic
def failed(attempt: Attempt, *, what: str, person: Person | None, now: datetime) -> None:
    """It was wrong. The one that locks is entered in the log, about the person whose account it is."""
    count, limit = attempt.counts[0]
    if person and closed(cache.get(count, []), limit, now.timestamp()):
        record(verb="account.locked", thing=person, by=None, now=now, about=person.uuid,
               country=person.country.code if person.country else "",
               after={"what": what, "minutes": limit.rest // 60})


def spend(*, address: str, what: str, now: datetime) -> bool:
    """Count something that an address asks for anonymously, wrong or not; False when it has to wait."""
    return add(key("asked", what, address), ADDRESS, now.timestamp())


def of_person(person: Person) -> str:
    return f"person {person.pk}"


def of_text(typed: str) -> str:
    """For a name that nobody has: the same text in other letters is the same name."""
    return f"text {typed.strip().casefold()}"


def browser_mark(person: Person) -> str:
    """What a browser keeps to be known as one of the person's; another password makes it worthless."""
    return salted_hmac("lms.people.browser", f"{person.uuid} {person.password}", algorithm="sha256").hexdigest()[:32]


# --- counting --------------------------------------------------------------------------------------------------------
def key(*parts: str) -> str:
    """The cache's key: nothing in it can be read back, neither a name nor an address."""
    return "lockout:" + salted_hmac("lms.people.lockout", "\n".join(parts), algorithm="sha256").hexdigest()


def closed(stamps: list[float], limit: Limit, at: float) -> bool:
    return (len(stamps) >= limit.most and stamps[-1] - stamps[-limit.most] <= limit.within
            and at - stamps[-1] < limit.rest)


def add(count: str, limit: Limit, at: float) -> bool:
    with alone(count) as got:
        stamps = cache.get(count, []) if got else []
        if not got or closed(stamps, limit, at):
            return False
        cache.set(count, [*stamps, at][-limit.most:], limit.within + limit.rest)
        return True


def take_back(counts: tuple[tuple[str, Limit], ...], at: float) -> None:
    for count, limit in counts:
        with alone(count) as got:
            stamps = cache.get(count, []) if got else []
            if at in stamps:
                stamps.remove(at)
                cache.set(count, stamps, limit.within + limit.rest)


@contextmanager
def alone(count: str) -> Iterator[bool]:
    """Reading and writing a count must not be interrupted; False when it cannot be had within a second: then no try."""
    held, patience = f"{count}:held", time.monotonic() + 1
    while not cache.add(held, 1, 5):
        if time.monotonic() > patience:
            yield False
            return
        time.sleep(0.005)
    try:
        yield True
    finally:
        cache.delete(held)
