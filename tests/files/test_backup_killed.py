"""A restore that is killed leaves the old or the new state, whole. The killed process is a fork of the tests' own."""

import os
import random
import signal
import threading
import time

import pytest
from django.db import connections

from lms.files.domain.backup import swap

pytest_plugins = ["tests.files.backups"]


def wreck(site):
    with connections["default"].cursor() as cursor:
        cursor.execute("UPDATE people_country SET code = 'XX' WHERE code = 'KH'")
    (site.data / "media/images/later.jpg").write_bytes(b"later")
    (site.data / "private/2026/03/one").unlink()


def state(site):
    found = site.rows(), site.files()
    connections["default"].close()  # a fork must not share a connection
    return found


def killed(site, path, prepare, seconds=None):
    """Run a restore in a fork that ends by SIGKILL: in `prepare`'s way or after `seconds`. False: it was quicker."""
    pid = os.fork()
    if pid == 0:
        try:
            prepare()
            site.restore(path)
        finally:
            os._exit(0)
    next(site.seconds)  # the fork has used one
    if seconds is not None:
        time.sleep(seconds)
        os.kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL


@pytest.fixture
def only_sqlite(site):
    if connections["default"].vendor != "sqlite":
        pytest.skip("the exchange of schemas is one transaction: test_backup_postgres.py")
    return site


@pytest.mark.parametrize("count", range(7))
def test_between_any_two_renames(only_sqlite, count):
    """The first rename makes the plan valid: a kill before it leaves the old state, one after it leads to the new."""
    site, rename = only_sqlite, os.rename
    path, _made = site.back_up()
    new = state(site)
    wreck(site)
    old = state(site)
    left = [count]

    def then_die(source, target):
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1
        rename(source, target)

    assert killed(site, path, lambda: setattr(os, "rename", then_die))
    assert swap.finish_cut_off(site.data) is bool(count)
    assert state(site) == (new if count else old)
    assert not swap.finish_cut_off(site.data), "there is nothing left to finish"
    site.restore(path)
    assert state(site) == new
    assert not [left for left in site.data.iterdir() if left.name.startswith(("restore-", ".restore"))]
    assert not [*site.database_file().parent.glob(f"{site.database_file().name}.restore-*")]


@pytest.mark.parametrize("rounds", [4, pytest.param(60, marks=pytest.mark.prove)])
def test_at_any_moment(only_sqlite, rounds):
    """The moments are spread over the time that a whole restore takes here, so that a quick machine is cut off too."""
    site, lot, cut = only_sqlite, random.Random(3), 0
    path, _made = site.back_up()
    new, begun = state(site), time.monotonic()
    assert not killed(site, path, lambda: None)
    whole = time.monotonic() - begun
    for at in range(rounds):
        if (site.data / "private/2026/03/one").exists():
            wreck(site)
        old = state(site)
        cut += killed(site, path, lambda: None, seconds=whole * (at + lot.random()) / rounds)
        swap.finish_cut_off(site.data)
        assert state(site) in (old, new)
    assert cut


def test_who_starts_in_that_moment_waits_for_the_end(only_sqlite, tmp_path):
    """A site that starts while the exchange is going on finds it finished, and does not do it a second time."""
    steps = [swap.Step(live=str(tmp_path / "live"), before=str(tmp_path / "before"), staged=str(tmp_path / "staged"))]
    (tmp_path / "staged").touch()
    found = []
    with swap.journal_of(steps, folder=tmp_path) as journal:
        other = threading.Thread(target=lambda: found.append(swap.finish_cut_off(tmp_path)))
        other.start()
        time.sleep(0.1)
        assert found == []
        journal.unlink()
    other.join()
    assert found == [False] and (tmp_path / "staged").exists()
