"""From nomination to a seat, and who may take which step."""

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from lms.audit.models import Entry
from lms.courses.domain import nominations
from lms.courses.models import Nomination
from lms.notices.models import Notice
from lms.people.domain.refusal import Refused
from tests.factories import NOW, edition, person

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
S = Nomination.State


@pytest.fixture
def cast():
    return {role: person(role, "VN", role) for role in ("coordinator", "focal-point", "chair")} | {
        "lan": person("Lan"), "sokha": person("Sokha", "KH"), "khmer": person("Dara", "KH", "coordinator", "focal-point",
                                                                              "chair")}


def nominated(cast, **fields):
    return nominations.nominate(edition=edition(**fields), person=cast["lan"], by=cast["coordinator"], now=NOW)


def test_the_whole_way_with_its_entries_and_one_letter(cast):
    row = nominated(cast)
    row = nominations.endorse(nomination=row, by=cast["focal-point"], now=NOW)
    row = nominations.select(nomination=row, by=cast["chair"], now=NOW)
    assert row.edition.enrolments.get().person == cast["lan"]
    row = nominations.accept(nomination=row, by=cast["lan"], now=NOW)
    assert row.state == S.ACCEPTED
    assert list(Entry.objects.about(row).values_list("verb", flat=True)) == [
        "nomination.accepted", "nomination.selected", "nomination.endorsed", "nomination.made"]
    assert Notice.objects.get().language == "vi"


def test_nobody_of_another_country_takes_a_step(cast):
    row = nominated(cast)
    for verb in (nominations.endorse, nominations.select, nominations.withdraw):
        with pytest.raises(PermissionDenied):
            verb(nomination=row, by=cast["khmer"], now=NOW)
    with pytest.raises(PermissionDenied):
        nominations.nominate(edition=row.edition, person=cast["sokha"], by=cast["coordinator"], now=NOW)
    row.refresh_from_db()
    assert row.state == S.NOMINATED


def test_a_person_is_nominated_once_while_the_call_is_open(cast):
    row = nominated(cast)
    with pytest.raises(Refused):
        nominations.nominate(edition=row.edition, person=cast["lan"], by=cast["coordinator"], now=NOW)
    closed = edition(state="closed")
    with pytest.raises(Refused):
        nominations.nominate(edition=closed, person=cast["lan"], by=cast["coordinator"], now=NOW)


def test_when_all_seats_are_taken_the_next_is_on_the_reserve_and_a_freed_seat_is_given_again(cast):
    place, others = edition(seats=1), [person(f"Hoa {n}") for n in range(2)]
    rows = [nominations.nominate(edition=place, person=other, by=cast["coordinator"], now=NOW) for other in others]
    rows = [nominations.endorse(nomination=row, by=cast["focal-point"], now=NOW) for row in rows]
    first, second = (nominations.select(nomination=row, by=cast["chair"], now=NOW) for row in rows)
    assert (first.state, second.state) == (S.SELECTED, S.RESERVE)
    nominations.withdraw(nomination=first, by=others[0], now=NOW)
    assert nominations.select(nomination=second, by=cast["chair"], now=NOW).state == S.SELECTED


def test_declining_needs_a_reason(cast):
    row = nominated(cast)
    with pytest.raises(Refused):
        nominations.decline(nomination=row, by=cast["focal-point"], now=NOW, reason="  ")


def test_a_step_taken_twice_is_refused_and_leaves_one_entry(cast):
    row = nominated(cast)
    nominations.endorse(nomination=row, by=cast["focal-point"], now=NOW)
    with pytest.raises(Refused):
        nominations.endorse(nomination=row, by=cast["focal-point"], now=NOW)
    assert Entry.objects.filter(verb="nomination.endorsed").count() == 1


@given(st.lists(st.sampled_from(list(S.values)), max_size=8))
def test_no_walk_leaves_an_end_state(walk):
    state = S.NOMINATED.value
    for to in walk:
        if to in nominations.MOVES[state]:
            assert state not in (S.DECLINED, S.WITHDRAWN)
            state = to
