"""The age file (age-encryption.org/v1) around the contents, written and read as a stream.

age encrypts in chunks of 64 KiB whose counter and last-chunk flag are authenticated: a cut, a reordering, an addition
and an altered byte are all seen. Any age program opens the file with the key: `age -d -i KEYFILE FILE | tar x`.
"""

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pyrage
from pyrage import x25519

from lms.files.domain.backup.refusal import BackupRefused


class Watched:
    """A stream handed to pyrage. It remembers its own error: pyrage turns errors into text, and swallows that of the
    last write."""

    def __init__(self, work: Callable) -> None:
        self._work = work
        self.error: BaseException | None = None

    def _do(self, argument):
        if self.error is None:
            try:
                return self._work(argument)
            except BaseException as error:
                self.error = error
        raise OSError("stopped")

    read = write = _do

    def flush(self) -> None:
        """Nothing is kept back here."""


def from_blocks(blocks: Iterator[bytes]) -> Callable[[int], bytes]:
    """A read(size) over blocks of any length; b"" at the end."""
    waiting = memoryview(b"")

    def read(size: int) -> bytes:
        nonlocal waiting
        while not waiting:
            block = next(blocks, None)
            if block is None:
                return b""
            waiting = memoryview(block)
        piece, waiting = bytes(waiting[:size]), waiting[size:]
        return piece

    return read


def seal(blocks: Iterator[bytes], *, path: Path, key: x25519.Identity) -> int:
    """Write the encrypted `blocks` to `path` (mode 0600) by way of `path`.part; return the file's length in bytes.

    Nothing is left when it fails. Raises BackupRefused when either file is there, OSError when the disk is full.
    """
    part = path.with_name(f"{path.name}.part")
    refuse_existing(path)
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise BackupRefused(f"{part} is there already: another backup is being written, or one was cut off. "
                            "Remove it and start again.") from None
    try:
        with os.fdopen(handle, "wb", buffering=1 << 20) as file:
            source, sink = Watched(from_blocks(blocks)), Watched(file.write)
            try:
                pyrage.encrypt_io(source, sink, [key.to_public()])
            except (OSError, pyrage.EncryptError):
                if not (source.error or sink.error):
                    raise
            for error in (source.error, sink.error):
                if error is not None:
                    raise error
            file.flush()
            os.fsync(file.fileno())
            length = file.tell()
        refuse_existing(path)
        part.rename(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return length


def refuse_existing(path: Path) -> None:
    if path.exists() or path.is_symlink():
        raise BackupRefused(f"{path} is there already; a backup never replaces a file. Choose another name.")


@contextlib.contextmanager
def unsealed(path: Path, *, key: x25519.Identity) -> Iterator[BinaryIO]:
    """The decrypted contents of `path` as a stream that can be read once.

    Leaving the context without an error means that the whole file was read and is as it was written; before that,
    what was read may be the beginning of a cut file. Raises BackupRefused with what is wrong.
    """
    out_of, into = os.pipe()
    problem: list[BaseException] = []

    def decrypt() -> None:
        try:
            with os.fdopen(into, "wb", buffering=1 << 16) as pipe, path.open("rb") as file:
                source = Watched(file.read)
                try:
                    pyrage.decrypt_io(source, pipe, [key])
                finally:
                    if source.error is not None:
                        problem.append(source.error)
        except BaseException as error:  # handed to the thread that reads
            problem.append(error)

    thread = threading.Thread(target=decrypt, name="decrypt", daemon=True)
    with os.fdopen(out_of, "rb", buffering=1 << 16) as stream:
        thread.start()
        try:
            yield stream
            while stream.read(1 << 16):  # the file ends where the decryption says, not where the reader stopped
                pass
        except BaseException:
            stream.close()  # ends the thread, if it still writes
            thread.join()
            if problem and not isinstance(problem[0], BrokenPipeError):
                raise BackupRefused(in_words(problem[0], path)) from None
            raise
    thread.join()
    if problem:
        raise BackupRefused(in_words(problem[0], path)) from None


def in_words(problem: BaseException, path: Path) -> str:
    """What pyrage or the system said, as a sentence for the operator."""
    said = str(problem)
    if isinstance(problem, OSError) and problem.errno:
        return f"{path} cannot be read ({problem.strerror})."
    if "No matching keys" in said:
        return f"{path} was not made with this BACKUP_KEY, or its first lines were altered."
    if "truncated" in said or "fill whole buffer" in said or "Incomplete header" in said:
        return f"{path} is cut off, or is not a backup."
    if isinstance(problem, pyrage.DecryptError):
        return f"{path} is not a backup, or its first lines were altered."
    return f"{path} was cut or altered after it was made."
