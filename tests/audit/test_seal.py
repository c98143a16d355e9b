"""The sealer: in id order, once, without a gap, also when two run at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from lms.audit.domain.chain import FIELDS, START, hash_of
from lms.audit.domain.seal import last, seal, waiting
from lms.audit.domain.verify import verify
from lms.audit.models import Entry, Seal
from lms.audit.tasks import seal as task
from tests.audit.logged import EARLIER, entries, past_the_platform, sealed
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
GOLDEN = "878a4eec4fcfc295a517575eafc6bce651be1ebd3407bcafe5822aa833a3929f"


def test_every_column_is_in_the_chain():
    assert set(FIELDS) == {field.attname for field in Entry._meta.concrete_fields}


def test_the_hash_is_the_same_on_every_database():
    """Written down once: were it to change, no chain of today would verify."""
    made = entries(1)[0]
    past_the_platform(Entry, pk=made.pk).update(
        id=17, actor="6f1c0b54-0000-4000-8000-000000000001", about="6f1c0b54-0000-4000-8000-000000000002",
        object_id="1", before={"b": [1, True, None], "a": "Lê"}, cipher=b"\x00\xff")
    row = Entry.objects.values_list(*FIELDS).get(pk=17)
    assert hash_of(before=START, number=1, sealed_at=NOW, entry=row) == GOLDEN


def test_entries_rest_a_minute_and_are_sealed_in_their_order():
    young = entries(1, at=NOW - timedelta(seconds=59))
    old = entries(3)
    assert seal(now=NOW) == 3 and seal(now=NOW) == 0
    seals = list(Seal.objects.order_by("number"))
    assert [one.number for one in seals] == [1, 2, 3]
    assert [one.entry_id for one in seals] == [entry.pk for entry in old]
    # the younger one has the smaller id, as in a transaction that took long: it follows
    assert seal(now=NOW + timedelta(minutes=1)) == 1 and last().entry_id == young[0].pk
    assert verify(now=NOW).faults == []


def test_no_more_than_asked_for_at_a_time():
    entries(5)
    assert [seal(now=NOW, most=2) for _ in range(4)] == [2, 2, 1, 0]
    assert last().number == 5 and verify(now=NOW).faults == []


def test_what_came_in_very_late_is_found_in_the_whole_log():
    late, kept = entries(2)
    past_the_platform(Entry, pk=late.pk).update(at=NOW + timedelta(days=3))
    assert seal(now=NOW) == 1 and last().entry_id == kept.pk
    then = NOW + timedelta(days=4)
    assert not waiting(now=then).exists() and verify(now=then).late == 1
    assert seal(now=then) == 0 and seal(now=then, whole=True) == 1


def test_a_seal_is_written_once():
    sealed(1)
    for forbidden in (Seal.objects.all().delete, lambda: Seal.objects.update(number=2), lambda: last().save()):
        with pytest.raises(TypeError, match="written once"):
            forbidden()


def test_the_task_seals_what_was_recorded():
    entries(3)
    assert task() >= 3 and not waiting(now=NOW, whole=True).exists()


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_make_one_chain():
    with transaction.atomic():
        entries(200, at=EARLIER)

    def work(_sealer):
        try:
            return [seal(now=NOW, most=20) for _round in range(25)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        done = sum(sum(rounds) for rounds in pool.map(work, range(4)))
    assert done == 200 == last().number
    report = verify(now=NOW)
    assert (report.sealed, report.unsealed, report.faults) == (200, 0, [])
