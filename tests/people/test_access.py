"""Grants in, answers out: roles, countries, and the first and last day of a grant."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.people.models import Country, Grant
from lms.people.models.person import access_of
from lms.people.permissions import MAY, NOBODY, Role, access_from

DAY = date(2026, 11, 21)
PLACES = st.one_of(st.none(), st.integers(1, 6))
GRANTS = st.lists(st.tuples(st.sampled_from(list(Role)), PLACES), max_size=6)


@given(GRANTS, st.sampled_from(sorted(MAY)), PLACES)
def test_a_verb_is_allowed_exactly_where_a_grant_says_so(grants, verb, place):
    access = access_from(1, grants)
    expected = any(role in MAY[verb] and (country is None or country == place) for role, country in grants)
    assert access.may(verb, place) is expected


@given(GRANTS, st.sampled_from(sorted(MAY)), PLACES)
def test_may_and_where_agree(grants, verb, place):
    access = access_from(1, grants)
    where = access.where(verb)
    assert access.may(verb, place) is (where is None or place in where)


@given(GRANTS, st.tuples(st.sampled_from(list(Role)), PLACES), st.sampled_from(sorted(MAY)), PLACES)
def test_one_more_grant_never_takes_away(grants, more, verb, place):
    if access_from(1, grants).may(verb, place):
        assert access_from(1, [*grants, more]).may(verb, place)


@pytest.mark.parametrize("verb", sorted(MAY))
def test_nobody_may_nothing(verb):
    assert NOBODY.where(verb) == set()
    assert not NOBODY.may(verb, None) and not NOBODY.may(verb, 1)


def test_a_national_grant_does_not_reach_the_regions_own_records():
    assert not access_from(1, [(Role.COORDINATOR, 3)]).may("see people", None)


@pytest.mark.parametrize(("on", "held"), [
    (DAY - timedelta(days=1), False), (DAY, True), (DAY + timedelta(days=9), True), (DAY + timedelta(days=10), False)])
def test_a_grant_holds_on_its_first_and_its_last_day(lan, on, held):
    Grant.objects.create(person=lan, role=Role.FOCAL_POINT, country=lan.country, since=DAY,
                         until=DAY + timedelta(days=9))
    assert access_of(lan, on).may("endorse", lan.country_id) is held


def test_a_grant_without_an_end_goes_on(lan):
    Grant.objects.create(person=lan, role=Role.FOCAL_POINT, country=lan.country, since=DAY)
    assert access_of(lan, DAY + timedelta(days=4000)).may("endorse", lan.country_id)


def test_a_bodys_grant_holds_in_the_bodys_country(account):
    chair = account("group.vn")
    vietnam, cambodia = Country.objects.get(code="VN"), Country.objects.get(code="KH")
    assert access_of(chair).may("select", vietnam.pk)
    assert not access_of(chair).may("select", cambodia.pk)


def test_a_regional_bodys_grant_holds_everywhere(officer):
    assert access_of(officer).where("see people") is None
