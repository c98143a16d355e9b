"""What is inside the encryption: a tar stream that ends with a closing member, so that a missing part is seen."""

import hashlib
import json
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from lms.files.domain.backup.refusal import BackupRefused

MANIFEST, CLOSING = "manifest.json", "closing.json"
BLOCK = 1 << 20
"""Bytes of a piece: as much is in memory at once."""
MOST_JSON = 64 << 20
"""Bytes of a manifest or closing; a larger one is not ours."""


class Packing:
    """Turns members into the blocks of a tar stream, and counts and hashes them for the closing."""

    def __init__(self, *, at: float) -> None:
        self._at, self._digest = int(at), hashlib.sha256()
        self.members = self.bytes = 0

    def member(self, name: str, size: int, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """One member of exactly `size` bytes; BackupRefused when the blocks hold more or fewer."""
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = size, 0o600, self._at
        yield info.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape")
        self._digest.update(heading(name, size))
        got = 0
        for block in blocks:
            got += len(block)
            if got > size:
                break
            self._digest.update(block)
            yield block
        if got != size:
            raise BackupRefused(f"{printable(name)} changed while it was read. Start the backup again.")
        yield b"\0" * (-size % tarfile.BLOCKSIZE)
        self.members, self.bytes = self.members + 1, self.bytes + size

    def pieces(self, name: str, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """Content of unknown length as numbered members `name`/0, `name`/1 ...; at least one."""
        number, waiting = 0, bytearray()
        for block in blocks:
            waiting += block
            if len(waiting) >= BLOCK:
                yield from self.member(f"{name}/{number:06d}", len(waiting), [bytes(waiting)])
                number, waiting = number + 1, bytearray()
        if waiting or not number:
            yield from self.member(f"{name}/{number:06d}", len(waiting), [bytes(waiting)])

    def json(self, name: str, value: dict) -> Iterator[bytes]:
        text = json.dumps(value, indent=1, sort_keys=True).encode()
        yield from self.member(name, len(text), [text])

    def closing(self, **more: object) -> Iterator[bytes]:
        """The last member, and the end of the tar stream."""
        yield from self.json(CLOSING, {"members": self.members, "bytes": self.bytes,
                                       "sha256": self._digest.hexdigest(), **more})
        yield b"\0" * (2 * tarfile.BLOCKSIZE)


def heading(name: str, size: int) -> bytes:
    """What the closing's hash takes in before a member's content."""
    return f"{name}\0{size}\0".encode("utf-8", "surrogateescape")


def printable(name: str) -> str:
    """A file's name on one line, whatever bytes it has."""
    return "".join(c if c.isprintable() else "?" for c in name)


@dataclass
class Member:
    """One member of an opened backup; its blocks can be read once, before the next member."""

    name: str
    size: int
    blocks: Iterator[bytes]

    def json(self) -> dict:
        if self.size > MOST_JSON:
            raise BackupRefused(f"The backup holds a {self.name} that is not this program's.")
        try:
            value = json.loads(b"".join(self.blocks))
        except ValueError:
            value = None
        if not isinstance(value, dict):
            raise BackupRefused(f"The backup holds a {self.name} that is not this program's.")
        return value


def unpack(stream: BinaryIO) -> Iterator[Member]:
    """The members in order, the closing last; BackupRefused when anything is missing, added or not as it was."""
    digest, count, total = hashlib.sha256(), 0, 0

    def blocks_of(info: tarfile.TarInfo) -> Iterator[bytes]:
        source = tar.extractfile(info)
        while source and (block := source.read(BLOCK)):
            digest.update(block)
            yield block

    try:
        with tarfile.open(fileobj=stream, mode="r|", encoding="utf-8", errors="surrogateescape") as tar:
            while info := tar.next():
                tar.members.clear()  # type: ignore[attr-defined]
                if not info.isreg():
                    raise BackupRefused(f"The backup holds {printable(info.name)}, which is not a plain file.")
                if info.name == CLOSING:
                    expected = {"members": count, "bytes": total, "sha256": digest.hexdigest()}
                    closing = Member(info.name, info.size, blocks_of(info))
                    found = closing.json()
                    if {name: found.get(name) for name in expected} != expected or tar.next():
                        raise BackupRefused("The backup does not hold what its last part says.")
                    yield Member(CLOSING, info.size, iter([json.dumps(found).encode()]))
                    return
                digest.update(heading(info.name, info.size))
                member = Member(info.name, info.size, blocks_of(info))
                yield member
                for _rest in member.blocks:  # what the caller did not read still counts
                    pass
                count, total = count + 1, total + info.size
    except tarfile.TarError:
        raise BackupRefused("The backup's contents cannot be read: it is cut off, or not a backup.") from None
    raise BackupRefused("The backup has no end: it is cut off.")
