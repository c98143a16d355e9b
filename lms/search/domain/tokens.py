"""The words of a text as the search index keeps them.

Two streams, one after the other. The **plain** stream has every word without accents; it answers a query typed
without accents. The **exact** stream, written only where a text has accents, keeps them with the Vietnamese tone
moved to the end of the word, so that hoà and hòa are one key while học viên and học viện stay two (the plan's
texts use both placements). A run of Thai, Lao, Khmer, Burmese or Chinese is kept as pairs of neighbouring clusters
plus its last cluster alone.

Tokens consist of nineteen small consonants, therefore no tokeniser, stemmer or stop word list of SQLite or
PostgreSQL touches them. The code of a word's beginning is the beginning of the word's code, so prefixes work.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from .scan import Run, composed, runs

QUERY_LENGTH = 200  # characters of a query that are read
WORD_LENGTH = 64  # characters of one word that are kept; PostgreSQL takes no token above 2046 bytes
BOUNDARY = "w"  # stands at the ends of a field, so that no phrase runs from one field into the next
EXACT = "w"  # first letter of a token of the exact stream

_DIGITS = "bcdfghjklmnpqrtv"
_FOUR, _SIX = "x", "z"
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_BARE = str.maketrans({"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe"})


@dataclass(frozen=True, slots=True)
class Token:
    """One entry of the index: its code in each stream, and where it stands in the composed text.

    `head` is the end of its first cluster: a query of one cluster marks only that.
    """

    plain: str
    exact: str
    start: int
    head: int
    end: int


@dataclass(frozen=True, slots=True)
class Term:
    """One condition of a query: these tokens side by side; the last one may be the beginning of a longer token."""

    tokens: tuple[str, ...]
    prefix: bool = False


@lru_cache(maxsize=32_768)
def encode(key: str) -> str:
    """Write a key in consonants only; a longer key with the same beginning gives a code with that beginning."""
    return "".join(_letter(char) for char in key)


@lru_cache(maxsize=8192)
def _letter(char: str) -> str:
    code = ord(char)
    width, mark = (2, "") if code < 0x100 else (4, _FOUR) if code < 0x10000 else (6, _SIX)
    return mark + "".join(_DIGITS[(code >> shift) & 15] for shift in range(4 * (width - 1), -1, -4))


def exact_key(word: str) -> str:
    """The word in small letters with its accents, the tone moved to the end: hoà and hòa both give hoa + grave."""
    apart = unicodedata.normalize("NFD", word.casefold())
    tones = "".join(char for char in apart if char in _TONES)
    if not tones:
        return plural_folded(unicodedata.normalize("NFC", apart))
    rest = "".join(char for char in apart if char not in _TONES)
    return unicodedata.normalize("NFC", rest) + tones


def plain_key(word: str) -> str:
    """The word in small letters without accents; đ becomes d; English plurals become singular."""
    apart = unicodedata.normalize("NFD", word.casefold())
    kept = "".join(char for char in apart if not "\u0300" <= char <= "\u036f")
    return plural_folded(unicodedata.normalize("NFC", kept).translate(_BARE))


def plural_folded(word: str) -> str:
    """Take a regular English plural ending off: policies, policy; courses, course; trainers, trainer.

    Vietnamese has no word that ends in s; words of other languages are folded alike in index and query.
    """
    if len(word) < 4 or not word.isascii() or not word.endswith("s"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ss", "us", "is")):
        return word
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1]


def scanned(text: str) -> Iterator[Token]:
    """Yield the tokens of composed `text` in reading order, each with its place."""
    for run in runs(text):
        yield from _group(run)[1]


def _of_word(run: Run) -> Iterator[Token]:
    word = run.clusters[0]
    plain, exact = _word_codes("".join(word.parts)[:WORD_LENGTH])
    yield Token(plain, exact, word.start, word.end, word.end)


@lru_cache(maxsize=32_768)
def _word_codes(written: str) -> tuple[str, str]:
    return encode(plain_key(written)), EXACT + encode(exact_key(written))


def _of_run(run: Run) -> Iterator[Token]:
    codes = [encode(cluster.key[:WORD_LENGTH]) for cluster in run.clusters]
    for (first, second), (code, following) in zip(pairwise(run.clusters), pairwise(codes), strict=True):
        yield Token(code + following, EXACT + code + following, first.start, first.end, second.end)
    last = run.clusters[-1]
    yield Token(codes[-1], EXACT + codes[-1], last.start, last.end, last.end)


def _has_accents(found: list[Token]) -> bool:
    return any(token.exact != EXACT + token.plain for token in found)


def tokens(text: str) -> list[str]:
    """All tokens of a text in index order: the plain stream, then the exact stream if the text has accents."""
    found = list(scanned(composed(text)))
    plain = [token.plain for token in found]
    return plain + [token.exact for token in found] if _has_accents(found) else plain


@lru_cache(maxsize=256)  # a page is saved, and indexed, several times with the same texts while it is published
def prepared(text: str) -> str:
    """What an index stores for one field: its tokens with spaces between and a boundary at both ends, or ''."""
    found = tokens(text)
    return " ".join([BOUNDARY, *found, BOUNDARY]) if found else ""


def terms(query: str, *, phrase: bool = False, prefix: bool = False) -> list[Term]:
    """What a query asks for, read up to QUERY_LENGTH characters; an empty list if it holds no word.

    A word typed with accents asks for exactly these accents, one without for any. A run of a script without
    spaces asks for its clusters side by side, a single cluster for any pair that begins with it.
    `phrase`: all words side by side, as one term. `prefix`: the last word may be the beginning of a longer one.
    """
    groups = [_group(run) for run in runs(composed(query[:QUERY_LENGTH]))]
    if phrase and groups:
        groups = [(groups[-1][0], [token for _, group in groups for token in group])]
    return [
        _term(group, spaceless=spaceless, prefix=prefix and index == len(groups) - 1)
        for index, (spaceless, group) in enumerate(groups)
    ]


def _group(run: Run) -> tuple[bool, list[Token]]:
    return run.spaceless, list(_of_run(run) if run.spaceless else _of_word(run))


def _term(group: list[Token], *, spaceless: bool, prefix: bool) -> Term:
    """Turn neighbouring tokens into a term; the last cluster of a run alone is no condition of its own."""
    if spaceless and len(group) > 1 and group[-2].end == group[-1].end:
        group = group[:-1]
        return Term(_stream(group, prefix=False), prefix)
    # A single cluster: any token that begins with it.
    return Term(_stream(group, prefix=prefix and not spaceless), prefix or spaceless)


def _stream(group: list[Token], *, prefix: bool) -> tuple[str, ...]:
    """The exact codes if anything in the group has an accent, else the plain ones.

    The beginning of a word cannot be compared with accents, since the tone stands at the end of the key.
    """
    if _has_accents(group) and not prefix:
        return tuple(token.exact for token in group)
    return tuple(token.plain for token in group)
