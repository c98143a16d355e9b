"""What a session knows about its sign-in, and on which devices a person is signed in."""

import re
from collections.abc import MutableMapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session as StoredSession
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lms.people.models import Person

Session = MutableMapping[str, Any]
SINCE, SEEN, SURE, PASS = "people.since", "people.seen", "people.sure", "people.pass"
STAGE = "second_factor"
"""The step between the password and the session, as allauth counts its steps."""
SURE_FOR = timedelta(minutes=15)
"""So long after the password was typed, the way into the account may be changed without typing it again."""
SEEN_EVERY = timedelta(minutes=5)


def begin(session: Session, *, now: datetime) -> None:
    """A person has just signed in."""
    session[SINCE] = session[SEEN] = session[SURE] = now.timestamp()


def is_over(session: Session, *, now: datetime, seconds: int) -> bool:
    """True when the sign-in lies longer ago than a sign-in lasts, however busy the session was since."""
    return SINCE in session and now.timestamp() - session[SINCE] > seconds


def make_sure(session: Session, *, now: datetime) -> None:
    """The person has typed the password again."""
    session[SURE] = now.timestamp()


def is_sure(session: Session, *, now: datetime) -> bool:
    return now.timestamp() - session.get(SURE, 0) < SURE_FOR.total_seconds()


def mark_passed(session: Session, *, person: Person, factor: Authenticator) -> None:
    """The person has shown this second factor in this session."""
    session[PASS] = {"person": person.pk, "factor": factor.pk}


def has_passed(session: Session, *, person: Person) -> bool:
    """True as long as the second factor that was shown is still the person's: a removed one ends the pass. One query."""
    shown = session.get(PASS) or {}
    if shown.get("person") != person.pk:
        return False
    return Authenticator.objects.filter(pk=shown["factor"], user=person).exists()


def see(session: Session, *, key: str, now: datetime) -> None:
    """Note every five minutes that the device is in use."""
    if SEEN in session and now.timestamp() - session[SEEN] > SEEN_EVERY.total_seconds():
        session[SEEN] = now.timestamp()
        UserSession.objects.filter(session_key=key).update(last_seen_at=now)


# --- devices ----------------------------------------------------------------------------------------------------------
BROWSERS = [("Edge", r"Edg[A-Za-z]*/"), ("Opera", r"OPR/|Opera"), ("Samsung Internet", r"SamsungBrowser/"),
            ("UC Browser", r"UCBrowser/"), ("Firefox", r"Firefox/|FxiOS/"), ("Chrome", r"Chrome/|CriOS/|Chromium/"),
            ("Safari", r"Safari/")]
SYSTEMS = [("Android", r"Android"), ("iPhone", r"iPhone"), ("iPad", r"iPad"), ("Windows", r"Windows"),
           ("ChromeOS", r"CrOS"), ("Mac", r"Macintosh"), ("Linux", r"Linux")]
"""The first that fits: several browsers also call themselves Chrome, and all of them Safari."""


@dataclass(frozen=True)
class Device:
    """One sign-in: what the browser says it is, roughly where from, and whether it is the one that asks."""

    pk: int
    name: str
    address: str
    since: datetime
    seen: datetime
    here: bool


def devices(person: Person, *, key: str, now: datetime) -> list[Device]:
    """Where the person is signed in, this session (`key`) first, then last used first. Rows of ended ones go."""
    rows = list(UserSession.objects.filter(user=person).order_by("-last_seen_at"))
    alive = set(StoredSession.objects.filter(session_key__in=[row.session_key for row in rows], expire_date__gt=now)
                .values_list("session_key", flat=True))
    UserSession.objects.filter(pk__in=[row.pk for row in rows if row.session_key not in alive]).delete()
    found = [Device(pk=row.pk, name=device_name(row.user_agent), address=shown(row.ip), since=row.created_at,
                    seen=row.last_seen_at, here=row.session_key == key) for row in rows if row.session_key in alive]
    return sorted(found, key=lambda device: not device.here)


def end(rows: QuerySet[UserSession]) -> int:
    """End these sign-ins at once; how many there were."""
    keys = list(rows.values_list("session_key", flat=True))
    StoredSession.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


def moved(*, old: str, new: str) -> None:
    """A session goes on under another key, as it does when the password changes."""
    UserSession.objects.filter(session_key=old).update(session_key=new)


def forget_ended(*, now: datetime) -> int:
    """Take away what is kept of sign-ins that are over; how many rows went. For the daily work."""
    alive = StoredSession.objects.filter(expire_date__gt=now).values("session_key")
    gone, _rows = UserSession.objects.exclude(session_key__in=alive).delete()
    return gone


def device_name(user_agent: str) -> str:
    """The browser and the system in plain words, from what the browser says of itself."""
    browser = next((name for name, pattern in BROWSERS if re.search(pattern, user_agent)), "")
    system = next((name for name, pattern in SYSTEMS if re.search(pattern, user_agent)), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Another device")


def read_address(address: str) -> IPv4Address | IPv6Address | None:
    """The address as a number; one of IPv4 that was written as IPv6 is one of IPv4."""
    try:
        known = ip_address(address)
    except ValueError:
        return None
    return getattr(known, "ipv4_mapped", None) or known


def network(address: str, *, four: int, six: int) -> str:
    known = read_address(address)
    if known is None:
        return str(IPv4Address(0))
    return str(ip_network(f"{known}/{four if known.version == 4 else six}", strict=False).network_address)


def coarse(address: str) -> str:
    """The network an address lies in: what is kept of it. 0.0.0.0 when there is none."""
    return network(address, four=24, six=48)


def counted(address: str) -> str:
    """The address as tries are counted: of IPv6 the network of one household, because one device has all of it."""
    return network(address, four=32, six=64)


def shown(kept: str) -> str:
    """A kept network as a person reads it: 203.0.113.x."""
    return f"{kept.rpartition('.')[0]}.x" if "." in kept else f"{kept}x"
