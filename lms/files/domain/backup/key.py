"""BACKUP_KEY: an age identity (X25519), so that a key is always as strong as it should be and never a short word."""

import os

from pyrage import IdentityError, x25519

from lms.files.domain.backup.refusal import BackupRefused

HOW = "Make one with `./manage backup --new-key`, and keep a copy away from this machine."


def new_key() -> str:
    """A new random key: one line that begins with AGE-SECRET-KEY-1."""
    return str(x25519.Identity.generate())


def key_from_environment() -> x25519.Identity:
    """The key in BACKUP_KEY; BackupRefused when there is none or it is not a key. It is never quoted."""
    text = os.environ.get("BACKUP_KEY", "").strip()
    if not text:
        raise BackupRefused(f"BACKUP_KEY: it is not set. {HOW}")
    try:
        return x25519.Identity.from_str(text)
    except IdentityError:
        raise BackupRefused(f"BACKUP_KEY: it is not a key; a key begins with AGE-SECRET-KEY-1. {HOW}") from None
