"""Makes a backup: the database at one moment, then the files."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from pyrage import x25519

from lms.files.domain.backup import postgres, sqlite
from lms.files.domain.backup.contents import MANIFEST, Packing
from lms.files.domain.backup.files import FILES, STORED, StoredHashes, lines_of, pack_file, walk
from lms.files.domain.backup.place import FORMAT, PRODUCT, engine, installation, own_keys, roots
from lms.files.domain.backup.refusal import BackupRefused
from lms.files.domain.backup.sealing import seal

KEYS = "keys"
ENGINES = {"sqlite": sqlite, "postgresql": postgres}


@dataclass
class Made:
    """What was written. `size` is the file's length in bytes; `notes` are sentences that somebody should read."""

    size: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    files: int = 0
    notes: list[str] = field(default_factory=list)


def back_up(*, path: Path, key: x25519.Identity, now: datetime) -> Made:
    """Write a backup of database and files to `path`, which must not be there. Raises BackupRefused; then no file is left.

    The database is read first: a file that it names is there when the files are read, unless it was removed since.
    Memory does not grow with the size of the files; it does with their number, by the hashes of the private ones.
    """
    path = path.absolute()
    for root in roots().values():
        if path.is_relative_to(root):
            raise BackupRefused(f"{path} lies in a folder that is backed up. Choose another place.")
    made = Made()
    try:
        made.size = seal(packed(made, now=now), path=path, key=key)
    except OSError as error:
        raise BackupRefused(f"{error.filename or path}: {error.strerror}. No backup was made.") from None
    return made


def packed(made: Made, *, now: datetime) -> Iterator[bytes]:
    """The blocks of the tar stream; fills in `made` on the way."""
    packing, stored = Packing(at=now.timestamp()), StoredHashes()
    left_out: list[str] = []
    with ENGINES[engine()].snapshot() as database:
        yield from packing.json(MANIFEST, {
            "product": PRODUCT, "format": FORMAT, "installation": installation(make=True), "engine": engine(),
            "made_at": now.astimezone(UTC).isoformat(timespec="seconds"), "migrations": database.migrations(),
            **database.about()})
        yield from database.pack(packing)
        made.rows = database.rows()

        def expected() -> Iterator[tuple[str, str]]:
            for name, sha256 in database.stored():
                stored.expect(name, sha256)
                yield name, sha256

        yield from packing.pieces(STORED, lines_of(expected()))
    for prefix, root in roots().items():
        for name, path in walk(root, f"{FILES}/{prefix}"):
            before = packing.members
            yield from pack_file(name, path, packing=packing, stored=stored, left_out=left_out)
            made.files += packing.members - before
    for path in own_keys():
        text = path.read_bytes()
        yield from packing.member(f"{KEYS}/{path.name}", len(text), [text])
    made.notes = left_out + stored.all_findings()
    yield from packing.closing(rows=made.rows, files=made.files)
