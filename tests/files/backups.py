"""A site of its own to back up: a copy of the starter database, and files, all of which may be wrecked."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from django.db import connections
from pyrage import x25519

from lms.files.domain.backup import place
from lms.files.domain.backup.examine import examine
from lms.files.domain.backup.restore import restore
from lms.files.domain.backup.write import back_up
from lms.files.models import StoredFile
from tests import copies

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@dataclass
class Site:
    data: Path
    key: x25519.Identity
    seconds: Iterator[int] = field(default_factory=count)
    """Each restore has its own: what was there before is kept under the second of the restore."""

    def store(self, name, content, sha256=None):
        """A private file with its row."""
        path = self.data / "private" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        StoredFile.objects.create(content=name, name=name, content_type="application/pdf", size=len(content),
                                  sha256=sha256 or hashlib.sha256(content).hexdigest(), stored_at=NOW,
                                  owner="00000000-0000-4000-8000-000000000001")

    def back_up(self, name="a.backup"):
        path = self.data.parent / name
        return path, back_up(path=path, key=self.key, now=NOW)

    def restore(self, path, **options):
        with place.site_stopped():
            report = examine(path=path, key=self.key, **options)
            return restore(path=path, key=self.key, report=report, now=NOW + timedelta(seconds=next(self.seconds)))

    def database_file(self):
        return Path(connections["default"].settings_dict["NAME"])

    def files(self):
        """{name: content} of everything in DATA_DIR, locks and what a restore keeps or was killed over left out."""
        return {str(path.relative_to(self.data)): path.read_bytes() for path in sorted(self.data.rglob("*"))
                if path.is_file() and path.name != ".serving" and "restore-" not in str(path)}

    def state(self):
        """What must be untouched by what is refused; the database's file byte by byte where it is one."""
        vendor = connections["default"].vendor
        return self.files(), self.database_file().read_bytes() if vendor == "sqlite" else self.rows()

    @staticmethod
    def rows():
        """{table: all its rows} of the database in use, sessions left out."""
        with connections["default"].cursor() as cursor:
            names = set(connections["default"].introspection.table_names(cursor)) - {"django_session"}
            found = {}
            for name in sorted(names):
                cursor.execute(f'SELECT * FROM "{name}"')
                found[name] = sorted(map(repr, cursor.fetchall()))
        return found


@pytest.fixture
def site(starter_database, db, settings, tmp_path, monkeypatch):
    data = tmp_path / "data"
    for name in ("media/images", "private/2026/03"):
        (data / name).mkdir(parents=True)
    settings.DATA_DIR, settings.MEDIA_ROOT, settings.PRIVATE_ROOT = data, data / "media", data / "private"
    (data / "secret_key").write_text("s" * 48)
    (data / "media/images/Ảnh lớp học.jpg").write_bytes(b"\xff\xd8\xff" + b"picture" * 30_000)
    monkeypatch.delenv("SECRET_KEY", raising=False)
    with copies.throwaway(starter_database):
        site = Site(data, x25519.Identity.generate())
        site.store("2026/03/one", b"%PDF-1.7 one")
        connections["default"].close()  # on SQLite everything is in the one file now
        yield site
        if connections["default"].vendor == "sqlite":
            for left in site.database_file().parent.glob(f"{site.database_file().name}.*"):
                left.unlink()
