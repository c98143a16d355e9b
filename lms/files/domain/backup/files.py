"""The files of the site: what lies in MEDIA_ROOT and PRIVATE_ROOT, and what the database says of it."""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from lms.files.domain.backup.contents import BLOCK, Packing, printable
from lms.files.domain.backup.refusal import BackupRefused

FILES, STORED = "files", "stored-files"


class StoredHashes:
    """The hashes that the database keeps of private files (StoredFile), held against the files that pass by."""

    def __init__(self) -> None:
        self._expected: dict[str, str] = {}
        self.findings: list[str] = []
        self._rest = b""

    def expect(self, name: str, sha256: str) -> None:
        self._expected[f"{FILES}/private/{name}"] = sha256

    def expect_lines(self, block: bytes) -> None:
        """A block of lines `sha256  private/NAME`, as sha256sum writes them; a line may run over into the next block."""
        *lines, self._rest = (self._rest + block).split(b"\n")
        for line in lines:
            sha256, _, name = line.decode("utf-8", "surrogateescape").partition("  ")
            self._expected[f"{FILES}/{name}"] = sha256

    def passing(self, name: str, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """Hand the blocks of a file on; note a finding when they are not what the database says."""
        expected = self._expected.pop(name, None)
        digest = hashlib.sha256()
        for block in blocks:
            if expected is not None:
                digest.update(block)
            yield block
        if expected is not None and digest.hexdigest() != expected:
            self.findings.append(f"{printable(name)}: its content is not what the database recorded when it was stored.")

    def all_findings(self) -> list[str]:
        """Of all files, once all have passed."""
        missing = [f"{printable(name)}: the database names it, and it is not there." for name in sorted(self._expected)]
        return self.findings + missing


def lines_of(stored: Iterable[tuple[str, str]]) -> Iterator[bytes]:
    """(name, sha256) as lines that `sha256sum -c` reads."""
    for name, sha256 in stored:
        yield f"{sha256}  private/{name}\n".encode("utf-8", "surrogateescape")


def walk(root: Path, prefix: str) -> Iterator[tuple[str, Path]]:
    """(name in the backup, path) of everything below `root` that is not a folder, in order of names."""
    try:
        entries = sorted(os.scandir(root), key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    for entry in entries:
        name = f"{prefix}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from walk(Path(entry.path), name)
        else:
            yield name, Path(entry.path)


def pack_file(name: str, path: Path, *, packing: Packing, stored: StoredHashes, left_out: list[str]) -> Iterator[bytes]:
    """One file as it is at this moment. One that is gone, or is no plain file, is noted in `left_out`."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        left_out.append(f"{printable(name)}: it was removed while the backup ran.")
        return
    except OSError as error:
        if path.is_symlink() or not path.is_file():
            left_out.append(f"{printable(name)}: it is not a plain file.")
            return
        raise BackupRefused(f"{printable(str(path))} cannot be read ({error.strerror}).") from None
    with os.fdopen(handle, "rb", buffering=0) as file:
        state = os.fstat(file.fileno())
        if not stat.S_ISREG(state.st_mode):
            left_out.append(f"{printable(name)}: it is not a plain file.")
            return
        yield from packing.member(name, state.st_size, stored.passing(name, blocks_of(file, state.st_size)))


def blocks_of(file, size: int) -> Iterator[bytes]:
    """The first `size` bytes: what is added to a file while it is read is not of this backup."""
    while size > 0 and (block := file.read(min(BLOCK, size))):
        size -= len(block)
        yield block


def inside(folder: Path, name: str) -> Path:
    """Where the member `files/NAME` goes below `folder`; BackupRefused when that would be outside."""
    parts = PurePosixPath(name).parts
    if len(parts) < 3 or parts[0] != FILES or parts[1] not in ("media", "private") or ".." in parts or "\0" in name:
        raise BackupRefused(f"The backup holds {printable(name)}, which has no place here.")
    return folder.joinpath(*parts[1:])
