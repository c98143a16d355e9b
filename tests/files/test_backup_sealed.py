"""The encrypted stream: every cut, addition, exchange and altered bit is seen; memory stays flat."""

import errno
import random
import resource
import subprocess
import sys

import pytest
from pyrage import x25519

from lms.files.domain.backup import key as keys
from lms.files.domain.backup.contents import BLOCK, Packing, unpack
from lms.files.domain.backup.refusal import BackupRefused
from lms.files.domain.backup.sealing import seal, unsealed

KEY = x25519.Identity.generate()
CHUNK = 64 * 1024 + 16
"""Bytes of one encrypted chunk of age."""


def sealed(path, blocks):
    packing = Packing(at=0)
    seal((part for parts in (packing.pieces("p", blocks), packing.closing()) for part in parts), path=path, key=KEY)
    return path.read_bytes()


def contents(path, key=KEY):
    with unsealed(path, key=key) as stream:
        return b"".join(b"".join(member.blocks) for member in unpack(stream) if member.name.startswith("p/"))


@pytest.fixture
def whole(tmp_path):
    """(path, its bytes, its plain content): five chunks and a bit."""
    content = random.Random(1).randbytes(5 * 65_536 + 3_000)
    return tmp_path / "x", sealed(tmp_path / "x", iter([content[:7], b"", content[7:]])), content


def altered(path, content):
    path.write_bytes(content)
    with pytest.raises(BackupRefused) as refused:
        contents(path)
    assert str(refused.value) and "\n" not in str(refused.value)


def test_what_was_sealed_comes_back(whole):
    path, _bytes, content = whole
    assert contents(path) == content


def test_every_bit_counts(whole):
    path, sealed_bytes, _content = whole
    lot = random.Random(2)
    header = range(0, 400)
    for place in [*header, *(lot.randrange(len(sealed_bytes)) for _ in range(200))]:
        flipped = bytearray(sealed_bytes)
        flipped[place] ^= 1 << lot.randrange(8)
        altered(path, flipped)


def test_no_chunk_can_be_cut_off_exchanged_doubled_or_added(whole):
    path, sealed_bytes, _content = whole
    head = sealed_bytes.index(b"\n--- ") + 5 + 43 + 1 + 16  # the header's end, then age's nonce of 16 bytes
    chunks = [sealed_bytes[at:at + CHUNK] for at in range(head, len(sealed_bytes), CHUNK)]
    assert len(chunks) == 6
    for count in range(len(chunks)):
        altered(path, sealed_bytes[:head] + b"".join(chunks[:count]))
        altered(path, sealed_bytes[:head] + b"".join(chunks[:count]) + chunks[count][:-1])
        altered(path, sealed_bytes[:head] + b"".join(chunks[:count] + chunks[count + 1:]))
        altered(path, sealed_bytes[:head] + b"".join(chunks[:count + 1] + chunks[count:]))
    altered(path, sealed_bytes[:head] + b"".join([chunks[1], chunks[0], *chunks[2:]]))
    altered(path, sealed_bytes + b"\0" * 512)


@pytest.mark.parametrize("content", [b"", b"age-encryption.org/v1\n", b"\0" * 100_000, b"PK\x03\x04", b"\xff" * 70])
def test_what_is_no_backup_is_refused_in_one_line(tmp_path, content):
    altered(tmp_path / "x", content)


def test_another_key_opens_nothing(whole):
    with pytest.raises(BackupRefused, match="not made with this BACKUP_KEY"):
        contents(whole[0], key=x25519.Identity.generate())


def test_a_missing_or_foreign_end_is_seen_even_under_the_right_key(tmp_path):
    """What a faulty program wrote, not what somebody altered."""
    for number, end in enumerate([[], Packing(at=0).closing()]):
        path = tmp_path / str(number)
        seal(iter([*Packing(at=0).pieces("p", [b"x"]), *end]), path=path, key=KEY)
        with pytest.raises(BackupRefused, match="end|last part"):
            contents(path)


def test_a_file_that_changes_its_length_is_not_packed():
    for blocks in ([b"123"], [b"12345"]):
        with pytest.raises(BackupRefused, match="changed while it was read"):
            list(Packing(at=0).member("x", 4, blocks))


@pytest.mark.parametrize("length", [100, 65_536, 3_000_000])
def test_a_full_disk_leaves_no_file_at_whichever_byte_it_is_full(tmp_path, length):
    """pyrage swallows the error of its last write: ours must not."""
    code = f"""
import resource, signal, sys
from pathlib import Path
from pyrage import x25519
from lms.files.domain.backup.sealing import seal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path = Path({str(tmp_path / "x")!r})
for limit in (50, {length}, {length} + 200):
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        seal(iter([b"x" * {length}]), path=path, key=x25519.Identity.generate())
    except OSError as error:
        print(error.errno, list(path.parent.iterdir()))
"""
    done = subprocess.run([sys.executable, "-c", code], text=True, capture_output=True, check=True)
    assert done.stdout.splitlines() == [f"{errno.EFBIG} []"] * 3


def test_an_error_of_what_is_sealed_comes_through_and_leaves_no_file(tmp_path):
    def blocks():
        yield b"x" * 100_000
        raise KeyboardInterrupt
    with pytest.raises(KeyboardInterrupt):
        seal(blocks(), path=tmp_path / "x", key=KEY)
    assert list(tmp_path.iterdir()) == []


def test_memory_does_not_grow_with_the_content(tmp_path):
    blocks = (bytes(BLOCK) for _ in range(200))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sealed_size = seal(Packing(at=0).member("p/0", 200 * BLOCK, blocks), path=tmp_path / "x", key=KEY)
    with pytest.raises(BackupRefused, match="no end"), unsealed(tmp_path / "x", key=KEY) as stream:
        for member in unpack(stream):
            assert sum(map(len, member.blocks)) == 200 * BLOCK < sealed_size
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60 * 1024  # kilobytes


@pytest.mark.parametrize(("text", "words"), [("", "is not set"), ("short", "is not a key"), ("x" * 64, "is not a key"),
                                             ("AGE-SECRET-KEY-1XX", "is not a key")])
def test_a_key_that_is_none_is_named_but_not_quoted(monkeypatch, text, words):
    monkeypatch.setenv("BACKUP_KEY", text)
    with pytest.raises(BackupRefused, match=words) as refused:
        keys.key_from_environment()
    assert "--new-key" in str(refused.value) and (not text or text not in str(refused.value).replace("SECRET-KEY-1", ""))


def test_a_new_key_is_a_key(monkeypatch):
    monkeypatch.setenv("BACKUP_KEY", f" {keys.new_key()}\n")
    assert keys.key_from_environment()
