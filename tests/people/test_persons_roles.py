"""Who gives which role to whom, and how a role ends."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from lms.audit.domain.log import personal
from lms.audit.models import Entry
from lms.people.domain.grants import end, grant
from lms.people.domain.refusal import Refused
from lms.people.models import Grant
from lms.people.models.person import access_of
from lms.people.permissions import ABOVE, BELOW, Role, access_from, may_act_for, may_give
from tests.factories import LONG_AGO, NOW, TODAY, body, country, person

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
DAY = timedelta(days=1)
PLACES = st.one_of(st.none(), st.integers(1, 3))
GRANTS = st.lists(st.tuples(st.sampled_from(list(Role)), PLACES), max_size=4)
GIVERS = {Role.ADMINISTRATOR, Role.SECRETARIAT, Role.COORDINATOR}


@pytest.fixture
def boss():
    return person("Boss", "VN", "coordinator")


@pytest.fixture
def officer():
    return person("Officer", None, "secretariat")


def give(who, role, by, since=TODAY, until=None, **place):
    return grant(person=who, role=role, since=since, until=until, by=by, now=NOW, **(place or {"country": country("VN")}))


@given(GRANTS, st.sampled_from(list(Role)), PLACES)
def test_a_role_is_given_exactly_by_those_above_it_in_its_place(grants, role, place):
    allowed = GIVERS if role in BELOW else ABOVE
    expected = any(held in allowed and where in (None, place) for held, where in grants)
    assert may_give(access_from(1, grants), role, place) is expected


@given(GRANTS, GRANTS)
def test_nobody_opens_an_account_that_may_give_more_than_oneself(mine, theirs):
    """Whoever acts for another could have given every role that the other holds, so nothing is gained by it."""
    me, other = access_from(1, mine), access_from(2, theirs)
    if may_act_for(me, other.held):
        for role in Role:
            for place in (None, 1, 2, 3):
                assert may_give(me, role, place) or not may_give(other, role, place)


def test_a_coordinator_gives_the_roles_below_in_the_own_country(boss):
    for role in Role:
        mai = person(f"Mai {role}")
        if role in BELOW:
            given = give(mai, role, boss)
            assert given.granted_by == boss.uuid and role in access_of(mai).roles()
        else:
            with pytest.raises(PermissionDenied):
                give(mai, role, boss)
            assert access_of(mai).roles() == set()


def test_only_in_the_own_place_and_to_the_own_people(boss):
    mai, sokha = person("Mai"), person("Sokha", "KH")
    for who, place in ((mai, {"country": country("KH")}), (mai, {"country": None}), (mai, {"body": body("KH")}),
                       (mai, {"body": body(None)}), (sokha, {"country": country("VN")})):
        with pytest.raises(PermissionDenied):
            give(who, "trainer", boss, **place)
    assert give(mai, "chair", boss, body=body("VN")).body == body("VN")


@pytest.mark.parametrize("role", [role for role in Role if role not in GIVERS])
def test_who_does_not_give_roles_gives_none(role):
    with pytest.raises(PermissionDenied):
        give(person("Mai"), "trainee", person("Other", "VN", role))


def test_nobody_gives_or_ends_a_role_of_their_own(boss, officer):
    for by, role in ((boss, "trainer"), (officer, "administrator")):
        with pytest.raises(PermissionDenied):
            give(by, role, by)
        with pytest.raises(PermissionDenied):
            end(grant=by.grants.get(), until=TODAY, by=by, now=NOW, why="x")


def test_the_secretariat_gives_and_ends_all(officer):
    for role in Role:
        for place in ({"country": country("KH")}, {"country": None}):
            held = give(person(f"New {role} {place['country']}", "KH"), role, officer, **place)
            assert end(grant=held, until=TODAY, by=officer, now=NOW, why="x").until == TODAY


@pytest.mark.parametrize(("since", "until", "field"), [
    (TODAY - DAY, None, "since"), (TODAY, TODAY - DAY, "until"), (TODAY + 3 * DAY, TODAY + 2 * DAY, "until"),
    (TODAY + 4 * DAY, None, "role"), (TODAY, None, "role"), (TODAY, TODAY + 3 * DAY, "role")])
def test_days_that_do_not_fit_are_refused(since, until, field, boss):
    mai = person("Mai")
    give(mai, "trainer", boss, TODAY + 3 * DAY, TODAY + 5 * DAY)
    with pytest.raises(Refused) as refused:
        give(mai, "trainer", boss, since, until)
    assert refused.value.field == field
    give(mai, "trainer", boss, TODAY, TODAY + 2 * DAY)
    give(mai, "trainer", boss, TODAY + 6 * DAY)
    give(mai, "trainee", boss)


def test_the_log_says_who_gave_what_to_whom_and_why(boss):
    mai = person("Mai")
    held = grant(person=mai, role="trainer", country=country("VN"), since=TODAY, by=boss, now=NOW, why="Certified")
    end(grant=held, until=TODAY + DAY, by=boss, now=NOW, why="Retires")
    given, ended = Entry.objects.filter(about=mai.uuid).order_by("pk")
    assert (given.verb, ended.verb, given.actor) == ("grant.given", "grant.ended", boss.uuid)
    assert given.after == {"role": "trainer", "country": "VN", "body": None, "since": str(TODAY), "until": None}
    assert ended.after["until"] == str(TODAY + DAY) and personal(ended)["why"] == "Retires"


@pytest.mark.parametrize(("until", "holds_today"), [(TODAY - DAY, False), (TODAY, True), (TODAY + DAY, True)])
def test_a_role_ends_at_once_or_on_a_day(until, holds_today, boss):
    mai = person("Mai", "VN", "focal-point")
    end(grant=mai.grants.get(), until=until, by=boss, now=NOW, why="x")
    assert ("focal-point" in access_of(mai, TODAY).roles()) is holds_today
    assert access_of(mai, until + DAY).roles() == set()


def test_an_end_needs_a_reason_and_a_day_that_is_not_past(boss):
    held = person("Mai", "VN", "focal-point").grants.get()
    for until, why in ((TODAY, " "), (TODAY - 2 * DAY, "x")):
        with pytest.raises(Refused):
            end(grant=held, until=until, by=boss, now=NOW, why=why)
    end(grant=held, until=TODAY + DAY, by=boss, now=NOW, why="x")
    with pytest.raises(Refused):
        end(grant=held, until=TODAY + DAY, by=boss, now=NOW, why="later than it ends")


def test_a_role_that_never_held_is_taken_back_and_stays_in_the_log(boss):
    mai = person("Mai")
    held = give(mai, "translator", boss)
    assert mai.groups.exists()
    assert end(grant=held, until=TODAY - DAY, by=boss, now=NOW, why="Wrong person") is None
    assert not Grant.objects.filter(person=mai).exists() and not mai.groups.exists()
    assert Entry.objects.filter(verb="grant.ended", about=mai.uuid, object_id=str(held.pk)).exists()


def test_a_strangers_grant_is_out_of_reach(boss):
    sokha = person("Sokha", "KH", "trainer")
    with pytest.raises(PermissionDenied):
        end(grant=sokha.grants.get(), until=TODAY, by=boss, now=NOW, why="x")


def test_what_an_installation_begins_with_is_given_by_nobody_and_once():
    mai = person("Mai")
    first, second = (grant(person=mai, role="administrator", since=LONG_AGO, by=None, now=NOW) for _ in range(2))
    assert first == second and first.granted_by is None
