"""The last seat is given once, however many press "Select" at the same moment."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from lms.courses.domain import nominations
from lms.courses.models import Nomination
from lms.people.domain.refusal import Refused
from tests.factories import NOW, edition, person

ROUNDS, AT_ONCE = (20, 50) if os.environ.get("PROVE") else (1, 8)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_last_seat_is_given_once():
    coordinator, focal, chair = (person(role, "VN", role) for role in ("coordinator", "focal-point", "chair"))
    people = [person(f"Hoa {number}") for number in range(AT_ONCE)]
    for _round in range(ROUNDS):
        place = edition(seats=1)
        rows = [nominations.nominate(edition=place, person=one, by=coordinator, now=NOW) for one in people]
        rows = [nominations.endorse(nomination=row, by=focal, now=NOW) for row in rows]

        def select(row):
            try:
                return nominations.select(nomination=row, by=chair, now=NOW).state
            finally:
                connection.close()

        with ThreadPoolExecutor(AT_ONCE) as pool:
            states = list(pool.map(select, rows))
        assert states.count(Nomination.State.SELECTED) == 1 and place.enrolments.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_double_click_takes_one_step():
    coordinator, focal = (person(role, "VN", role) for role in ("coordinator", "focal-point"))
    row = nominations.nominate(edition=edition(), person=person("Lan"), by=coordinator, now=NOW)

    def endorse(_click):
        try:
            return nominations.endorse(nomination=row, by=focal, now=NOW).state
        except Refused:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(endorse, range(AT_ONCE)))
    assert answers.count("refused") == AT_ONCE - 1
