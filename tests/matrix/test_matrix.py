"""Every address of the site, asked by everyone, with the settings of production: who gets what, and no name or note goes
where it may not.

`expected.txt` says the answers, one letter a visitor in the order of VISITORS: + the page, . no such page, x not allowed,
? sign in first, > somewhere else, - only by POST, ! too often. Written anew with MATRIX=write, and then read line by line.
"""

import os
from collections import Counter
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from lms.audit.models import Entry
from lms.courses.models import Edition
from lms.courses.permissions import ROSTER_DAYS
from lms.look.middleware import OWN
from lms.people.models import Body, Membership, Person
from tests.factories import enrol, teach
from tests.matrix.addresses import ADDRESSES, names_of_all_addresses, paths
from tests.matrix.records import in_its_days
from tests.matrix.visitors import VISITORS, WITHOUT_NOTES, browser, foreign_to, notes, plain, words_about

pytestmark = pytest.mark.usefixtures("full")
EXPECTED = Path(__file__).with_name("expected.txt")
SHOW_NAMES_TO_ALL = {"certification:verify"}
"""The check shows the holder's name, as the holder agreed."""
WHOLE = os.environ.get("PROVE") == "1"


def letter(response) -> str:
    if response.status_code in (301, 302, 303):
        return "?" if "/account/login/" in response.headers["Location"] else ">"
    return {200: "+", 403: "x", 404: ".", 405: "-", 429: "!", 503: "+"}.get(response.status_code, str(response.status_code))


def asked(visitor: str, method: str = "get"):
    """(name, whose record, path, response, its text if it is a page) of every address."""
    client = browser(visitor)
    for name, place, path in list(paths(one_a_place=not WHOLE)):
        if method == "post" and name in {"people:logout", "people:my_erasure"}:
            continue  # all that follows would be asked by nobody
        response = getattr(client, method)(path)
        page = not response.streaming and response.headers.get("Content-Type", "").startswith(("text/", "application/json"))
        yield name, place, path, response, unescape(response.content.decode()) if page else ""


def table(text: str) -> dict[tuple[str, str], str]:
    rows = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return {(name, place): said for name, place, said in rows}


def test_these_are_the_settings_of_production():
    assert not settings.DEMO and settings.SECURE_SSL_REDIRECT and settings.SESSION_COOKIE_NAME.startswith("__Host-")


def test_every_address_is_in_the_table():
    assert set(names_of_all_addresses()) == set(ADDRESSES)
    assert {name for name, _place, _path in paths()} == set(ADDRESSES)
    assert {name for name, _place in table(EXPECTED.read_text())} == set(ADDRESSES)


@pytest.mark.parametrize("visitor", VISITORS)
def test_who_gets_what_and_no_page_tells_what_it_may_not(visitor):
    foreign, hidden, wrong = foreign_to(visitor), notes() if visitor in WITHOUT_NOTES else frozenset(), []
    expected, got, column = table(EXPECTED.read_text()), {}, VISITORS.index(visitor)
    for name, place, path, response, text in asked(visitor):
        got.setdefault((name, place), letter(response))
        if response.status_code >= 500 and name != "ready":
            wrong.append((path, response.status_code))
        if name not in SHOW_NAMES_TO_ALL:
            wrong += [(path, word) for word in foreign if word in text]
        if hidden:
            read = plain(text)
            wrong += [(path, note) for note in hidden if note in read]
    if os.environ.get("MATRIX") == "write":
        return write(column, got)
    wrong += [(key, f"{said}, not {expected[key][column]}") for key, said in got.items() if said != expected[key][column]]
    assert wrong == []


def write(column: int, got: dict[tuple[str, str], str]) -> None:
    known = table(EXPECTED.read_text()) if EXPECTED.exists() else {}
    known = {key: known.get(key, "?" * len(VISITORS)).ljust(len(VISITORS), "?") for key in got}
    lines = [f"# {number:2} {name or 'nobody'}" for number, name in enumerate(VISITORS)]
    for (name, place), said in known.items():
        lines.append(f"{name:36} {place:7} {said[:column]}{got[name, place]}{said[column + 1:]}")
    EXPECTED.write_text("\n".join(lines) + "\n")


@pytest.mark.parametrize("visitor", ["", "trainee.kh", "trainer.kh", "coordinator.kh", "donor", "coordinator.vn"])
def test_an_empty_answer_to_every_address_breaks_nothing_tells_no_names_and_changes_nothing_abroad(visitor):
    foreign, wrong = foreign_to(visitor), []
    last = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    for name, _place, path, response, text in asked(visitor, "post"):
        if response.status_code >= 500 and name != "ready":
            wrong.append((path, response.status_code))
        if name not in SHOW_NAMES_TO_ALL:
            wrong += [(path, word) for word in foreign if word in text]
    done = Entry.objects.filter(pk__gt=last, actor__isnull=False)
    abroad = "KH" if visitor.endswith("vn") else "VN"
    wrong += list(done.filter(country__in=[abroad, *(["VN", "KH"] if visitor == "donor" else [])]).values_list("verb", flat=True))
    assert wrong == []


@pytest.mark.parametrize("role", ["group", "trainer"])
@pytest.mark.parametrize(("days", "is_open"), [(30, True), (31, False), (-30, True), (-31, False)])
def test_the_roster_is_open_on_its_days_and_on_no_other(role, days, is_open):
    """Organiser and facilitator of Viet Nam, a participant of Cambodia: both edges of the exception."""
    held, sokha = Edition.objects.get(slug="matrix-vn"), Person.objects.get(username="trainee.kh")
    enrol(held, sokha)
    if role == "trainer":
        teach(held, Person.objects.get(username="trainer.vn"))
    in_its_days(held, since_end=days)
    said = [text for name, _place, path, _response, text in asked(f"{role}.vn")
            if name.startswith("courses:") and held.slug in path]
    assert any(sokha.name in text for text in said) is is_open
    assert ROSTER_DAYS.days == 30


def test_members_read_each_other_and_only_while_both_sit():
    """The region's body with a member of each country: what an outsider, a member and a former member read."""
    body, today = Body.objects.get(key="commit-secretariat"), timezone.localdate()
    vo, sopheap = Person.objects.get(username="member.vn"), Person.objects.get(username="member.kh")
    for one in (vo, sopheap):
        Membership.objects.create(body=body, person=one, country=one.country, seat="police", listed_name=one.name,
                                  since=today)
    path = f"/en/people/bodies/{body.key}/"
    assert sopheap.name in browser("member.vn").get(path).content.decode()
    assert sopheap.name not in browser("focal.vn").get(path).content.decode()
    Membership.objects.filter(person=vo).update(since=today.replace(year=2020), until=today.replace(year=2021))
    assert sopheap.name not in browser("member.vn").get(path).content.decode()


def test_the_probes_find_what_they_look_for():
    """Names and notes do show to those who may see them: otherwise the tests above would prove nothing."""
    client, said = browser("trainer.vn"), ""
    for name, _place, path in paths():
        said += plain(client.get(path).content.decode()) if name == "curricula:module" else ""
    assert len(notes()) > 10 and any(note in said for note in notes())
    listing = unescape(browser("coordinator.kh").get("/en/people/").content.decode())
    assert sum(word in listing for word in words_about(country__code="KH")) > 10
    assert Counter(len(said) for said in table(EXPECTED.read_text()).values()).keys() == {len(VISITORS)}


def test_every_page_keeps_the_strict_policy():
    wrong = [path for name, _place, path, response, _text in asked("secretariat")
             if response.headers["Content-Security-Policy"] != OWN and name != "people:file"]
    assert wrong == []
