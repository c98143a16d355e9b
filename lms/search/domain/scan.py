"""Cut text of any of the seven languages into words and grapheme clusters.

Pure functions on strings: nothing here knows a database. Everything is matched in a normal form (compatibility
composition, small letters, ASCII digits) while the place in the original text is kept, so that the same scan
serves the index, the query and the marking of hits.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from itertools import pairwise

# Blocks of the scripts that write no spaces between words: Thai and Lao, Myanmar (three blocks), Khmer, Han.
_SPACELESS_BLOCKS = (
    (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17D3), (0x17D7, 0x17DD), (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F),
    (0x3005, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF),
)  # fmt: skip
# Burmese vowel signs and the visarga that Unicode (UAX 29) counts as clusters of their own.
_OWN_CLUSTER = frozenset("\u102b\u102c\u1038")
# The Khmer coeng and the Burmese virama: the consonant after them is written below and stays in the cluster.
_JOINERS = frozenset("\u17d2\u1039")
_COENG, _COENG_DA, _COENG_TA = "\u17d2", "\u178a", "\u178f"
# Thai and Lao AM is a nikhahit and an AA in one sign; typed as two, with a tone between, it must be the same cluster.
_AM = frozenset("\u0e33\u0eb3")
_NIKHAHIT, _AA = frozenset("\u0e4d\u0ecd"), frozenset("\u0e32\u0eb2")
# Invisible characters: soft hyphen, joiners, variation selectors, byte order mark, Khmer inherent vowels.
_IGNORED = frozenset("\u00ad\u200c\u200d\u2060\ufeff\u17b4\u17b5") | {chr(c) for c in range(0xFE00, 0xFE10)}
# The zero width space marks word ends in Khmer and Burmese typing; one writer sets it and the next does not.
_BREAK_HINT = "\u200b"
# Emoji that belong to the one before: skin tones, and the second letter of a flag.
_SKIN_TONES = frozenset(chr(code) for code in range(0x1F3FB, 0x1F400))
_FLAG_LETTERS = frozenset(chr(code) for code in range(0x1F1E6, 0x1F200))


class Kind(Enum):
    """What a character does while scanning."""

    LETTER = "letter"  # part of a word that has spaces or punctuation around it
    SPACELESS = "spaceless"  # begins a cluster in a script without spaces
    MARK = "mark"  # belongs to the character before it
    IGNORED = "ignored"  # seen by nobody, ends nothing
    HINT = "hint"  # ends a word, but not a run of a script without spaces
    GAP = "gap"  # ends everything


@dataclass(slots=True)
class Cluster:
    """One cluster of a run, or one whole word: its parts in normal form and its place in the text."""

    parts: list[str]
    start: int
    end: int

    @property
    def key(self) -> str:
        """The base, then its marks in a fixed order: writers type tone, vowel and subscript in any order."""
        if len(self.parts) == 1:
            return self.parts[0]
        return self.parts[0] + "".join(sorted(self.parts[1:]))


@dataclass(slots=True)
class Run:
    """A word (one cluster) or a stretch of a script without spaces (one or more clusters)."""

    spaceless: bool
    clusters: list[Cluster] = field(default_factory=list)


def _is_spaceless(char: str) -> bool:
    code = ord(char)
    return any(low <= code <= high for low, high in _SPACELESS_BLOCKS)


@lru_cache(maxsize=8192)
def _reading(char: str) -> tuple[tuple[str, Kind], ...]:
    """The normal characters one written character stands for, each with its kind."""
    if char in _IGNORED:
        return ((char, Kind.IGNORED),)
    if char == _BREAK_HINT:
        return ((char, Kind.HINT),)
    if char in _AM:
        return tuple((part, Kind.MARK) for part in unicodedata.normalize("NFKC", char))
    return tuple((_digit(normal), _kind(normal)) for normal in unicodedata.normalize("NFKC", char))


def _digit(char: str) -> str:
    """Thai, Lao, Khmer and Burmese digits as ASCII digits, so that a year is found in either."""
    return str(unicodedata.decimal(char)) if char.isdecimal() else char


def _kind(char: str) -> Kind:
    category = unicodedata.category(char)
    if category[0] == "M" and char not in _OWN_CLUSTER:
        return Kind.GAP if category == "Me" else Kind.MARK
    if category[0] not in "LMN":
        return Kind.GAP
    if category[0] != "N" or category == "Nl":
        return Kind.SPACELESS if _is_spaceless(char) else Kind.LETTER
    return Kind.LETTER


def composed(text: str) -> str:
    """The text in Unicode's composed form (NFC); the places that runs() gives refer to it."""
    return unicodedata.normalize("NFC", text)


def runs(text: str) -> Iterator[Run]:
    """Yield the words and runs of `text`, which must be composed() already, in reading order.

    Punctuation, symbols, emoji and control characters yield nothing and never an error.
    """
    current: Run | None = None
    for index, written in enumerate(text):
        for char, kind in _reading(written):
            if kind is Kind.IGNORED:
                continue
            if current is not None and (kind is Kind.MARK or _completes_am(current, char)):
                _append(current.clusters[-1], char, index)
                continue
            if kind is Kind.MARK:
                # A mark with nothing before it: a query may begin in the middle of a cluster.
                kind = Kind.SPACELESS if _is_spaceless(char) else Kind.GAP
            if kind is Kind.HINT and current is not None and current.spaceless:
                continue
            if kind in (Kind.HINT, Kind.GAP):
                if current is not None:
                    yield current
                current = None
                continue
            current_fits = current is not None and current.spaceless == (kind is Kind.SPACELESS)
            if current is None or not current_fits:
                if current is not None:
                    yield current
                current = Run(spaceless=kind is Kind.SPACELESS)
            _extend(current, char, index)
    if current is not None:
        yield current


def _completes_am(run: Run, char: str) -> bool:
    return char in _AA and not _NIKHAHIT.isdisjoint(run.clusters[-1].parts)


def _append(cluster: Cluster, char: str, index: int) -> None:
    cluster.parts.append(char)
    cluster.end = index + 1


def _extend(run: Run, char: str, index: int) -> None:
    """Add a base character: to the word, below the consonant before it, or as a new cluster."""
    if run.clusters and not run.spaceless:
        run.clusters[-1].parts[0] += "".join(run.clusters[-1].parts[1:]) + char
        del run.clusters[-1].parts[1:]
        run.clusters[-1].end = index + 1
    elif run.clusters and run.clusters[-1].parts[-1] in _JOINERS:
        last = run.clusters[-1]
        # Below another consonant, Khmer da and ta look the same and are typed for each other.
        below = _COENG_TA if (last.parts[-1], char) == (_COENG, _COENG_DA) else char
        last.parts[-1] += below
        last.end = index + 1
    else:
        run.clusters.append(Cluster([char], index, index + 1))


def boundaries(text: str) -> list[int]:
    """Places (0 to len) where composed `text` may be cut without tearing a cluster or a word apart.

    Inside a word of a script with spaces there is no such place; inside a run there is one after every cluster.
    """
    inside: set[int] = set()
    for run in runs(text):
        for cluster in run.clusters:
            inside.update(range(cluster.start + 1, cluster.end))
        for before, after in pairwise(run.clusters):
            # Marks that hang on a character the scan passes over, such as a zero width joiner.
            inside.update(range(before.end + 1, after.start + 1))
    flags = 0
    for place, char in enumerate(text):
        flags = flags + 1 if char in _FLAG_LETTERS else 0
        hangs = unicodedata.category(char)[0] == "M" or char in _IGNORED or char in _SKIN_TONES
        if hangs or (place and text[place - 1] == "\u200d") or (flags and flags % 2 == 0):
            inside.add(place)
    inside.discard(0)
    return [place for place in range(len(text) + 1) if place not in inside]
