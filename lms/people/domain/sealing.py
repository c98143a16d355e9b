"""Keeps short secrets (the key of a person's app, the seed of recovery codes) unreadable in the database and its copies."""

import base64

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"lms.people second factor"
"""HKDF's info: a key for this alone, so that nothing else made from SECRET_KEY opens these secrets (RFC 5869, 3.2)."""


def key_from(secret: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


def keys() -> MultiFernet:
    """The key of today, and those of former secret keys (SECRET_KEY_FALLBACKS), which still open."""
    return MultiFernet([key_from(str(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def seal(text: str) -> str:
    """The text as ciphertext with its own integrity check."""
    return keys().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text again; raises cryptography's InvalidToken when it was altered or the secret key is another."""
    return keys().decrypt(sealed.encode()).decode()
