"""What is refused changes nothing: neither the database nor a file, not by a byte."""

import contextlib
import fcntl
import os
import random

import pytest
from django.db import connections
from pyrage import x25519

from lms.files.domain.backup import examine as examining
from lms.files.domain.backup import place, restore, swap, write
from lms.files.domain.backup.contents import Packing
from lms.files.domain.backup.refusal import BackupRefused
from lms.files.domain.backup.sealing import seal

pytest_plugins = ["tests.files.backups"]


@contextlib.contextmanager
def refused(site, match="."):
    before = site.state()
    with pytest.raises(BackupRefused, match=match) as answer:
        yield
    assert "\n" not in str(answer.value)
    connections["default"].close()
    assert site.state() == before
    assert not list(site.data.glob("restore-*")) and not list(site.data.glob(".restore-journal*"))
    assert not list(site.database_file().parent.glob(f"{site.database_file().name}.*"))


def test_altered_and_cut_files_are_refused(site):
    path, _made = site.back_up()
    whole, lot = path.read_bytes(), random.Random(7)
    for place_of_flip in [0, 30, *(lot.randrange(len(whole)) for _ in range(200)), len(whole) - 1]:
        altered = bytearray(whole)
        altered[place_of_flip] ^= 1 << lot.randrange(8)
        path.write_bytes(altered)
        with refused(site):
            site.restore(path)
    for length in [0, 10, 200, 70_000, len(whole) // 2, len(whole) - 1]:
        path.write_bytes(whole[:length])
        with refused(site, "cut|not a backup"):
            site.restore(path)
    for more in [b"\0", whole]:
        path.write_bytes(whole + more)
        with refused(site):
            site.restore(path)


def test_a_file_altered_after_it_was_checked_is_refused(site):
    path, _made = site.back_up()
    report = examining.examine(path=path, key=site.key)
    altered = bytearray(path.read_bytes())
    altered[-20] ^= 1
    path.write_bytes(altered)
    with refused(site), place.site_stopped():
        restore.restore(path=path, key=site.key, report=report, now=write.datetime.now(write.UTC))


def test_another_key_another_installation_and_a_running_site_are_refused(site):
    path, _made = site.back_up()
    kept, site.key = site.key, x25519.Identity.generate()
    with refused(site, "not made with this BACKUP_KEY"):
        site.restore(path)
    site.key = kept
    with (site.data / ".serving").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with refused(site, "A site is running"):
            site.restore(path)
    (site.data / "installation_id").write_text("somebody else")
    with refused(site, "--foreign"):
        site.restore(path)
    site.restore(path, foreign=True)
    assert (site.data / "installation_id").read_text() == "somebody else", "it stays who it is"


def test_a_database_that_somebody_has_open_is_not_exchanged(site):
    path, _made = site.back_up()
    with contextlib.closing(place.database_in()) as other:
        other.ensure_connection()
        with other.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM people_country")
        with pytest.raises(BackupRefused, match="Stop the site"):
            site.restore(path)


@pytest.mark.parametrize(("changes", "match"), [
    ({"product": "another"}, "not a backup of this program"),
    ({"format": 2}, "Update this program first"),
    ({"migrations": {"files": ["0001_initial", "9999_later"]}}, r"newer version.*files\.9999_later"),
    ({"engine": "mysql"}, "mysql"),
    ({"migrations": 7}, "lacks"),
])
def test_what_another_program_or_version_made_is_refused(site, monkeypatch, changes, match):
    def differing(self, name, value, _json=Packing.json):
        return _json(self, name, {**value, **(changes if name == "manifest.json" else {})})
    monkeypatch.setattr(Packing, "json", differing)
    path, _made = site.back_up()
    monkeypatch.undo()
    with refused(site, match):
        site.restore(path)


def test_what_has_no_place_here_is_not_written(site, tmp_path):
    path, packing = tmp_path / "x", Packing(at=0)
    for name in ("files/media/../../x", "files/other/x", "/files/media/x", "files/media"):
        with pytest.raises(BackupRefused, match="no place"):
            restore.inside(site.data, name)
    seal(iter([b"".join(packing.json("other.json", {})), b"".join(packing.closing())]), path=path, key=site.key)
    with refused(site, "not a backup of this program"):
        site.restore(path)


def test_no_file_is_replaced_and_none_is_left_half(site):
    path, _made = site.back_up()
    with pytest.raises(BackupRefused, match="there already"):
        site.back_up()
    part = path.with_name("b.backup.part")
    part.touch()
    with pytest.raises(BackupRefused, match="another backup is being written"):
        site.back_up("b.backup")
    part.unlink()
    with pytest.raises(BackupRefused, match="a folder that is backed up"):
        site.back_up("data/media/b.backup")
    with pytest.raises(BackupRefused, match="No such file"):
        site.back_up("nowhere/b.backup")
    assert [entry.name for entry in path.parent.iterdir() if "b.backup" in entry.name] == []


STEPS = ["write_file", "finish_database", "file_steps", "swap", "rename 0", "rename 1", "rename 2", "rename 3",
         "rename 4", "rename 5", "settle"]


@pytest.mark.parametrize("step", STEPS)
def test_a_failure_at_any_step_leaves_everything_as_it_was(site, monkeypatch, step):
    path, _made = site.back_up()
    (site.data / "media/images/new.jpg").write_bytes(b"later")
    with connections["default"].cursor() as cursor:
        cursor.execute("UPDATE people_country SET code = 'XX' WHERE code = 'KH'")
        cursor.execute("PRAGMA journal_mode=DELETE")  # as the restore leaves it, so that bytes can be compared
    connections["default"].close()

    def fail(*_words, **_named):
        raise OSError(28, "No space left on device")

    if step.startswith("rename"):
        left, rename = [int(step.split()[1])], os.rename

        def at_last_fail(source, target):
            left[0] -= 1
            return fail() if left[0] == -1 else rename(source, target)

        monkeypatch.setattr(swap.os, "rename", at_last_fail)
    else:
        monkeypatch.setattr(swap if step == "settle" else restore, step, fail)
    with refused(site, "No space left on device.*Everything is as it was"):
        site.restore(path)
