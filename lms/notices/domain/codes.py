"""The code on a letter: for those who hold it on paper it does what its link does."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
"""Twelve of 32 letters and digits: 60 bits, which nobody guesses against a throttle, and three groups to type."""
LOOKS_LIKE = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def read_code(typed: str) -> str:
    """What was typed, as it is kept: without spaces and hyphens, in capitals, with the letters that paper confuses put right.

    An empty text when it cannot be a code.
    """
    kept = "".join(char for char in typed.upper() if char.isascii() and char.isalnum()).translate(LOOKS_LIKE)
    return kept if len(kept) == LENGTH else ""


def in_groups(code: str) -> str:
    """In fours, as it is printed."""
    return "-".join(code[place:place + 4] for place in range(0, len(code), 4))
