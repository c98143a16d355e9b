"""What was backed up comes back, row by row and byte by byte, whatever happened in between."""

import sqlite3
import stat
import tarfile

import pytest
from django.contrib.sessions.models import Session
from django.db import connections
from django.utils import timezone

from lms.files.domain.backup.examine import examine
from lms.files.domain.backup.refusal import BackupRefused
from lms.files.domain.backup.sealing import unsealed
from lms.files.models import StoredFile

pytest_plugins = ["tests.files.backups"]


def policies():
    """PostgreSQL's second wall as it stands: without it a restored site would show everything."""
    if connections["default"].vendor != "postgresql":
        return None
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT p.tablename, p.policyname, p.qual, c.relforcerowsecurity FROM pg_policies p "
                       "JOIN pg_class c ON c.oid = p.tablename::regclass WHERE schemaname = 'public' ORDER BY 1, 2")
        found = cursor.fetchall()
    assert found
    return found


@pytest.mark.postgres
def test_what_was_wrecked_comes_back_row_by_row_and_byte_by_byte(site):
    Session.objects.create(session_key="k" * 32, session_data="", expire_date=timezone.now())
    before, files, wall = site.rows(), site.files(), policies()
    path, made = site.back_up()
    assert made.notes == [] and made.files == 2 and stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sum(made.rows.values()) > 1000 and made.size == path.stat().st_size
    StoredFile.objects.all().delete()
    with connections["default"].cursor() as cursor:
        cursor.execute("UPDATE people_country SET code = 'XX' WHERE code = 'KH'")
    (site.data / "private/2026/03/one").unlink()
    (site.data / "media/images/new.jpg").write_bytes(b"later")
    (site.data / "secret_key").write_text("another" * 7)
    restored = site.restore(path)
    assert site.rows() == before and policies() == wall
    assert site.files() == files | {"installation_id": (site.data / "installation_id").read_bytes()}
    assert not Session.objects.exists(), "a session that was ended since must not live again"
    with connections["default"].cursor() as cursor:  # the sequences are past the rows
        StoredFile.objects.create(content="x", name="x", content_type="x", size=1, sha256="0" * 64, stored_at=timezone.now(),
                                  owner="00000000-0000-4000-8000-000000000001")
        assert len(restored.before) == 4
        if connections["default"].vendor == "postgresql":
            cursor.execute(f'SELECT count(*) FROM "{restored.before[0]}".people_country WHERE code = \'XX\'')
            assert cursor.fetchone() == (1,)
    kept = next(site.data.glob("media.before-restore-*"))
    assert (kept / "images/new.jpg").read_bytes() == b"later"
    assert [path.name for path in site.data.glob("restore-*")] == []


def test_the_copy_is_of_one_moment_while_others_write(site):
    """A transaction that is open while the backup runs is in it whole or not at all: here, not at all."""
    writer = sqlite3.connect(site.database_file(), isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE people_country SET code = 'XX' WHERE code = 'KH'")
    path, _made = site.back_up()
    writer.execute("COMMIT")
    writer.close()
    site.restore(path)
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_country WHERE code = 'KH'")
        assert cursor.fetchone() == (1,)


def test_a_damaged_database_is_not_backed_up_and_can_be_restored(site):
    path, _made = site.back_up()
    before = site.rows()
    connections["default"].close()
    content = bytearray(site.database_file().read_bytes())
    content[4096:40960] = b"\xff" * 36864
    site.database_file().write_bytes(content)
    with pytest.raises(BackupRefused, match=r"damaged|cannot be copied"):
        site.back_up("b.backup")
    site.restore(path)
    assert site.rows() == before


def test_a_lost_database_can_be_restored(site):
    path, _made = site.back_up()
    before = site.rows()
    connections["default"].close()
    site.database_file().unlink()
    with pytest.raises(BackupRefused, match="There is no database"):
        site.back_up("b.backup")
    site.restore(path)
    assert site.rows() == before


def test_odd_files_are_told_and_the_rest_is_kept(site):
    (site.data / "media/link").symlink_to("/etc/passwd")
    (site.data / "media" / b"\xff\xfe odd".decode("utf-8", "surrogateescape")).write_bytes(b"odd name")
    (site.data / "media" / ("long" * 50)).write_bytes(b"")
    files = {name for name in site.files() if name != "media/link"}
    path, made = site.back_up()
    assert made.notes == ["files/media/link: it is not a plain file."]
    site.restore(path)
    assert set(site.files()) == files | {"installation_id"}


def test_a_stored_file_that_is_not_what_the_database_says_is_told(site):
    site.store("2026/03/two", b"altered on the disk", sha256="0" * 64)
    site.store("2026/03/three", b"lost")
    (site.data / "private/2026/03/three").unlink()
    path, made = site.back_up()
    assert [note.partition(":")[0] for note in made.notes] == ["files/private/2026/03/two", "files/private/2026/03/three"]
    assert examine(path=path, key=site.key).findings == made.notes
    assert site.restore(path).notes == made.notes, "a restore goes on: there may be no better backup"


def test_any_age_and_tar_can_open_it(site):
    path, _made = site.back_up()
    with unsealed(path, key=site.key) as stream, tarfile.open(fileobj=stream, mode="r|") as tar:
        names = tar.getnames()
    assert names[0] == "manifest.json" and names[-1] == "closing.json"
    assert {"files/private/2026/03/one", "keys/secret_key", "stored-files/000000"} <= set(names)
    assert path.read_bytes().startswith(b"age-encryption.org/v1\n")
