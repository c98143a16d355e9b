"""What the log costs, at full size: PROVE=1 .venv/bin/python -m pytest -s -m prove tests/audit/test_cost.py"""

import resource
import time
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from lms.audit.domain.log import record
from lms.audit.domain.seal import seal
from lms.audit.domain.verify import verify
from lms.audit.models import Entry
from tests.audit.logged import EARLIER, entries, thing
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.prove]
ALL = 100_000


def seconds(work: Callable[[], object]) -> float:
    """Processor time of this process: what else runs on the machine does not count."""
    start = time.process_time()
    work()
    return time.process_time() - start


def megabytes() -> float:
    """The most memory that this process has had so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def test_recording_costs_less_than_two_milliseconds():
    one, lan, about = thing(), uuid4(), {"before": {"state": "a"}, "after": {"state": "b"}, "now": EARLIER, "by": None}
    open_cost = min(seconds(lambda: [record(verb="a.b", thing=one, **about) for _ in range(500)]) for _ in range(5)) / 500
    closed_cost = min(seconds(lambda: [record(verb="a.b", thing=one, about=lan, why="On leave", **about)
                                       for _ in range(500)]) for _ in range(5)) / 500
    print(f"\nrecord: {open_cost * 1000:.2f} ms; with a ciphertext {closed_cost * 1000:.2f} ms")
    assert open_cost < 0.002 and closed_cost < 0.003


def test_sealing_and_verifying_a_hundred_thousand_keeps_memory_flat():
    like = entries(1)[0]
    for _ in range(ALL // 5000):
        Entry.objects.bulk_create(Entry(
            at=EARLIER, actor=like.actor, verb=like.verb, object_type=like.object_type, object_id=like.object_id,
            country="VN", before=like.before, after=like.after, about=like.about, cipher=like.cipher) for _ in range(5000))
    first = seconds(lambda: [seal(now=NOW) for _ in range(2)])
    while seal(now=NOW):
        pass
    idle = seconds(lambda: seal(now=NOW + timedelta(days=2)))
    before, found = megabytes(), []
    walk = seconds(lambda: found.append(verify(now=NOW)))
    grown = megabytes() - before
    print(f"\nseal 10,000: {first:.1f} s; an idle round: {idle * 1000:.0f} ms; verify {found[0].sealed:,}: {walk:.1f} s, "
          f"{grown:.0f} MB more")
    assert found[0].faults == [] and found[0].sealed == ALL + 1
    assert first < 10 and walk < 60 and grown < 20
