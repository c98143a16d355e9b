"""Whatever is changed or removed under the chain is named; what was not changed verifies."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as some

from lms.audit.domain.chain import FIELDS
from lms.audit.domain.seal import seal
from lms.audit.domain.verify import verify
from lms.audit.models import Entry, Seal
from tests.audit.logged import entries, past_the_platform, sealed
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
COUNT = 7
TEXT = some.text(some.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=2)
JSON = some.recursive(some.none() | some.booleans() | some.integers(-2**70, 2**70) | TEXT,
                      lambda inner: some.lists(inner, max_size=2) | some.dictionaries(TEXT, inner, max_size=2), max_leaves=3)
NO_NULL = JSON.filter(lambda value: value is not None)
CHANGES = {
    "at": some.datetimes(min_value=NOW.replace(tzinfo=None), timezones=some.just(NOW.tzinfo)),
    "actor": some.none() | some.uuids(), "about": some.none() | some.uuids(), "verb": TEXT, "object_type": TEXT,
    "object_id": TEXT, "country": TEXT, "why": TEXT, "before": NO_NULL, "after": NO_NULL, "cipher": some.binary(max_size=40)}


@pytest.fixture
def undone(db):
    """A savepoint for each example: the next one finds what the test had made."""
    def run(change) -> None:
        with transaction.atomic():
            change()
            transaction.set_rollback(True)
    return run


def named(report) -> set[int]:
    return {int(number) for fault in report.faults for number in re.findall(r"entry (\d+)", fault)}


def test_every_column_is_tried():
    assert {*CHANGES, "id"} == set(FIELDS)


def test_any_change_of_any_column_is_named(undone):
    made = sealed(COUNT)
    before = {row["id"]: row for row in Entry.objects.values(*FIELDS)}

    @given(some.data())
    def any_change(data):
        entry = data.draw(some.sampled_from(made))
        column = data.draw(some.sampled_from(sorted(CHANGES)))
        value = data.draw(CHANGES[column])

        def change() -> None:
            past_the_platform(Entry, pk=entry.pk).update(**{column: value})
            after = Entry.objects.values(*FIELDS).get(pk=entry.pk)
            same = repr(after) == repr(before[entry.pk])
            assert named(verify(now=NOW)) == (set() if same else {entry.pk})

        undone(change)

    any_change()


def test_any_entries_removed_are_named_and_no_others(undone):
    made = [entry.pk for entry in sealed(COUNT)]

    @given(some.sets(some.sampled_from(made)))
    def any_removed(gone):
        def remove() -> None:
            past_the_platform(Entry, pk__in=gone).delete()
            report = verify(now=NOW)
            assert report.faults == [f"entry {pk} was removed" for pk in sorted(gone)]
            assert report.sealed == COUNT

        undone(remove)

    any_removed()


def test_any_altered_entries_with_a_true_one_between_are_named(undone):
    made = [entry.pk for entry in sealed(COUNT)]

    @given(some.sets(some.sampled_from(made[:-1])))
    def any_altered(touched):
        def alter() -> None:
            past_the_platform(Entry, pk__in=touched).update(why="nothing")
            assert named(verify(now=NOW)) == touched

        undone(alter)

    any_altered()


@pytest.mark.parametrize("change", [{"hash": "0" * 64}, {"sealed_at": NOW + timedelta(days=1)}])
@pytest.mark.parametrize("place", range(3))
def test_a_changed_seal_is_named(change, place):
    made = sealed(3)
    past_the_platform(Seal, number=place + 1).update(**change)
    known = place < 2 and "hash" in change
    seal_alone, either = (f"seal {place + 1} (of entry {made[place].pk}) was altered",
                          f"entry {made[place].pk} or its seal {place + 1} was altered")
    assert verify(now=NOW).faults[0] in ({seal_alone} if known else {either, f"entry {made[place].pk} was altered"})
    assert len(verify(now=NOW).faults) == 1


def test_a_seal_that_names_another_entry_is_named():
    made = sealed(3)
    past_the_platform(Seal, number=2).update(entry_id=10**9)
    report = verify(now=NOW + timedelta(hours=1))
    assert report.faults == [f"entry {10**9} was removed"] and report.unsealed == report.late == 1
    assert made[1].pk not in {seal.entry_id for seal in Seal.objects.all()}


def test_missing_seals_are_named():
    sealed(6)
    past_the_platform(Seal, number__in=[2, 3, 5]).delete()
    assert verify(now=NOW).faults == ["seals 2 to 3 are missing; seal 4 cannot be compared",
                                      "seal 5 is missing; seal 6 cannot be compared"]


def test_numbers_that_were_moved_up_hide_nothing():
    made = sealed(4)
    past_the_platform(Seal, number=2).delete()
    past_the_platform(Entry, pk=made[1].pk).delete()
    for number in (3, 4):
        past_the_platform(Seal, number=number).update(number=F("number") - 1)
    assert verify(now=NOW).faults


def test_an_end_that_was_cut_off_is_seen_with_the_head_written_down():
    made = sealed(4)
    head = verify(now=NOW).head
    number, _colon, digest = head.partition(":")
    expect = (int(number), digest)
    assert verify(now=NOW, expect=expect).faults == []
    past_the_platform(Seal, number=4).delete()
    past_the_platform(Entry, pk=made[3].pk).delete()
    assert verify(now=NOW).faults == []
    assert verify(now=NOW, expect=expect).faults == ["seal 4 was written down, and the chain ends at seal 3"]
    entries(1)
    seal(now=NOW)
    assert verify(now=NOW, expect=expect).faults == ["seal 4 is not the one that was written down"]


def test_what_no_column_can_hold_is_named():
    made = sealed(3)
    if connection.vendor != "sqlite":
        pytest.skip("other databases check what a column holds")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET actor = 'nobody', at = 7 WHERE id = %s", [made[1].pk])
    assert verify(now=NOW).faults == [f"entry {made[1].pk} was altered"]


def test_the_tail_is_counted():
    sealed(2)
    entries(3, at=NOW - timedelta(seconds=30))
    report = verify(now=NOW)
    assert (report.sealed, report.unsealed, report.late, report.number) == (2, 3, 0, 2)
    assert verify(now=NOW + timedelta(minutes=11)).late == 3


def said(*arguments: str) -> tuple[str, int]:
    out = StringIO()
    try:
        call_command("audit", *arguments, stdout=out)
    except SystemExit as end:
        return out.getvalue(), end.code
    return out.getvalue(), 0


def test_the_command_says_it_and_ends_with_1():
    made = sealed(3)
    text, code = said("verify")
    head = re.search(r"^head (3:[0-9a-f]{64})$", text, re.MULTILINE)[1]
    assert code == 0 and "3 entries sealed\n0 entries not sealed yet" in text and "as it was written" in text
    assert said("verify", "--expect", head)[1] == 0
    past_the_platform(Entry, pk=made[0].pk).delete()
    text, code = said("verify", "--expect", f"9:{'0' * 64}")
    assert code == 1 and f"entry {made[0].pk} was removed" in text and "seal 9 was written down" in text


def test_the_command_seals_what_waits():
    entries(2)
    assert said("seal") == ("2 entries sealed\n", 0)


@pytest.mark.parametrize("head", ["3", "3:abc", f"-1:{'0' * 64}", "x" * 99])
def test_an_odd_head_is_refused_in_words(head):
    with pytest.raises(CommandError, match="the head as verify prints it"):
        call_command("audit", "verify", f"--expect={head}")


def test_nothing_at_all_verifies():
    report = verify(now=NOW)
    assert (report.sealed, report.unsealed, report.faults, report.head) == (0, 0, [], f"0:{'0' * 64}")
