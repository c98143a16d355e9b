"""Where a person works, and whether the account is open."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from lms.audit.domain.log import personal
from lms.audit.models import Entry
from lms.people.domain.affiliations import affiliate, end_affiliation
from lms.people.domain.closing import close_account, reopen_account
from lms.people.domain.refusal import Refused
from lms.people.models import Affiliation, Organisation
from tests.factories import LONG_AGO, NOW, TODAY, country, person

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
DAY = timedelta(days=1)


@pytest.fixture
def ministry():
    return Organisation.objects.create(key="ministry", kind="government", name="Ministry", country=country("VN"))


@pytest.fixture
def boss():
    return person("Boss", "VN", "coordinator")


def work(who, where, boss, since=TODAY, until=None, position="Clerk"):
    return affiliate(person=who, organisation=where, position=position, since=since, until=until, by=boss, now=NOW)


def test_an_affiliation_carries_the_country_and_is_in_the_log(boss, ministry):
    mai = person("Mai")
    made = work(mai, ministry, boss)
    assert (made.country, made.position, made.until) == (mai.country, "Clerk", None)
    entry = Entry.objects.get(verb="affiliation.added")
    assert personal(entry)["after"] == {"organisation": "ministry", "position": "Clerk", "since": str(TODAY), "until": None}


@pytest.mark.parametrize(("since", "until", "held"), [
    (TODAY, None, False), (TODAY - 9 * DAY, TODAY - 6 * DAY, True), (TODAY - 9 * DAY, TODAY - 5 * DAY, False),
    (TODAY + 6 * DAY, None, True), (TODAY + 5 * DAY, TODAY + 9 * DAY, False), (TODAY - 9 * DAY, None, False)])
def test_one_works_once_in_one_place_at_a_time(since, until, held, boss, ministry):
    mai = person("Mai")
    work(mai, ministry, boss, TODAY - 5 * DAY, TODAY + 5 * DAY)
    if held:
        work(mai, ministry, boss, since, until)
    else:
        with pytest.raises(Refused):
            work(mai, ministry, boss, since, until)


def test_days_and_length_are_checked(boss, ministry):
    mai = person("Mai")
    for faults in ({"until": TODAY - DAY}, {"position": "x" * 121}):
        with pytest.raises(Refused):
            work(mai, ministry, boss, **faults)
    made = work(mai, ministry, boss)
    with pytest.raises(Refused):
        end_affiliation(affiliation=made, until=TODAY - DAY, by=boss, now=NOW)
    assert end_affiliation(affiliation=made, until=TODAY, by=boss, now=NOW).until == TODAY
    assert personal(Entry.objects.get(verb="affiliation.ended"))["before"] == {"until": None}


def test_another_countrys_coordinator_touches_nothing(boss, ministry):
    mai, stranger = person("Mai"), person("Stranger", "KH", "coordinator")
    made = work(mai, ministry, boss)
    for step in (lambda: work(mai, ministry, stranger), lambda: close_account(person=mai, by=stranger, now=NOW, why="x"),
                 lambda: end_affiliation(affiliation=made, until=TODAY, by=stranger, now=NOW)):
        with pytest.raises(PermissionDenied):
            step()
    assert Affiliation.objects.get().until is None


def test_a_closed_account_opens_again_with_a_reason_each_time(boss, client_as):
    mai = person("Mai", "VN", "trainee")
    client = client_as(mai)
    assert client.get("/en/my/").status_code == 200
    for why in ("", "  "):
        with pytest.raises(Refused):
            close_account(person=mai, by=boss, now=NOW, why=why)
    close_account(person=mai, by=boss, now=NOW, why="Left the service")
    assert client.get("/en/my/").status_code == 302, "an open session is nobody's"
    assert personal(Entry.objects.get(verb="account.closed"))["why"] == "Left the service"
    with pytest.raises(Refused):
        close_account(person=mai, by=boss, now=NOW, why="Again")
    reopen_account(person=mai, by=boss, now=NOW, why="Back")
    with pytest.raises(Refused):
        reopen_account(person=mai, by=boss, now=NOW, why="Again")
    mai.refresh_from_db()
    assert mai.is_active and Entry.objects.filter(verb="account.reopened", after={"open": True}).exists()


def test_nobody_closes_the_own_account_nor_one_that_may_do_more(boss):
    with pytest.raises(Refused):
        close_account(person=boss, by=boss, now=NOW, why="x")
    for role in ("secretariat", "administrator", "coordinator", "donor"):
        with pytest.raises(PermissionDenied):
            close_account(person=person(role.title(), "VN", role), by=boss, now=NOW, why="x")


def test_a_role_that_has_ended_or_of_another_place_counts_as_it_should(boss):
    mai = person("Mai")
    mai.grants.create(role="coordinator", country=country("KH"), since=LONG_AGO, until=TODAY - DAY)
    close_account(person=mai, by=boss, now=NOW, why="x")
    bao = person("Bao")
    bao.grants.create(role="trainer", country=country("KH"), since=TODAY + DAY)
    with pytest.raises(PermissionDenied):
        close_account(person=bao, by=boss, now=NOW, why="x")


def test_without_an_account_there_is_nothing_to_close(boss):
    with pytest.raises(Refused):
        close_account(person=person("Mai", username=None), by=boss, now=NOW, why="x")
