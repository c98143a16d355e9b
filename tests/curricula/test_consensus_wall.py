"""Behind the second wall: members of two countries decide together, and the database shows positions to nobody else."""

from html import unescape

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from curricula.domain import consensus
from curricula.models import Elector, Position
from lms.people.domain import wall
from lms.people.models import Body, Membership
from tests.curricula import factories as make
from tests.people.walls import wall_on

pytestmark = [pytest.mark.django_db, pytest.mark.postgres,
              pytest.mark.skipif(connection.vendor != "postgresql", reason="row level security is PostgreSQL's")]


@pytest.fixture
def region(tree):
    """A round on the regional curriculum: a member of Viet Nam and one of Cambodia, neither with a role."""
    body = Body.objects.create(key="region", kind="working-group", names={"en": "Regional group"}, seats=["police", "women"])
    tree.regional.body = body
    tree.regional.save()
    members = [make.person(f"{code}-MEMBER", "", make.country(code)) for code in ("VN", "KH")]
    for who, seat in zip(members, body.seats, strict=True):
        Membership.objects.create(body=body, person=who, country=who.country, seat=seat, listed_name=who.name, since="2020-01-01")
    officer = make.person("R-OFFICER", "secretariat")
    return consensus.open_round(curriculum=tree.regional, subject="", by=officer, now=timezone.now()), *members


def test_two_countries_decide_together_and_read_each_other(region, client_as, client):
    made, lan, sokha = region
    stranger = make.person("KH-COORD", "coordinator", make.country("KH"))
    address = reverse("curricula:round", args=["regional", made.uuid])
    with wall_on():
        assert client_as(lan).post(address, {"choice": "aside", "comment": "Words of Viet Nam"}).status_code == 302
        read = unescape(client_as(sokha).get(address).content.decode())
        assert "VN-MEMBER" in read and "Words of Viet Nam" in read
        for other in (client, client_as(stranger)):
            read = unescape(other.get(address).content.decode())
            assert "VN-MEMBER" not in read and "Words of Viet Nam" not in read and "<b>1</b> Stand aside" in read
        assert client_as(sokha).post(address, {"choice": "agree"}).status_code == 302
    made.refresh_from_db()
    assert made.outcome == "passed", "the last seat ends the round, whoever may read whom"


def test_a_forgotten_scope_shows_no_positions(region):
    made, lan, sokha = region
    consensus.take_position(round=made, choice="aside", comment="", by=lan, now=timezone.now())
    with wall_on():
        for context, seen in ((wall.Context(), 0), (wall.Context(person=lan.pk), 1), (wall.Context(person=sokha.pk), 0),
                              (wall.Context(person=sokha.pk, bodies=frozenset({made.body_id})), 1),
                              (wall.Context(places=frozenset({sokha.country_id})), 0)):
            with wall.within(context):
                assert Position.objects.count() == seen, context
        with wall.within(wall.Context(person=sokha.pk)):
            assert Elector.objects.count() == 1
