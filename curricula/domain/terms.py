"""The glossary beside a translator's text: which terms the source uses, and which words are no longer written.

A term of several words wins over a shorter one inside it. Scripts that part words by spaces are searched word by word, with
both Vietnamese placements of a tone taken for one; the others by containment. Pure but for `terms_of`.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from curricula.models import Term

SPACELESS = frozenset({"km", "lo", "my", "th", "zh-hans"})
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_NOTE = re.compile(r"\s*\(([^()]*)\)")
_TONES = "\u0300\u0301\u0303\u0309\u0323"


@dataclass(frozen=True)
class Flag:
    """A word that is no longer used, as the glossary writes it, and what is written instead ("" when that is not known)."""

    text: str
    instead: str


def terms_of(language: str) -> list[Term]:
    """The glossary of a language. One query."""
    return list(Term.objects.filter(language=language))


def offered(source: str, terms: Sequence[Term]) -> list[Term]:
    """The words to use for the English terms that occur in a source text, the term that comes first, first."""
    wanted = [term for term in terms if term.status != Term.Status.DEPRECATED]
    return _found(words_of(source), [(term, [words_of(form) for form in forms(term.english)]) for term in wanted])


def flags(text: str, terms: Sequence[Term], *, language: str) -> list[Flag]:
    """The words of a text that its glossary does not use any more, each once."""
    old = [term for term in terms if term.status == Term.Status.DEPRECATED]
    if language in SPACELESS:
        text = unicodedata.normalize("NFC", text)
        return _once(term for term in old if unicodedata.normalize("NFC", term.text) in text)
    short = [term for term in old if term.text.isupper()]
    loud = {word for word in _WORD.findall(text) if word.isupper()}
    found = _found(words_of(text, key=placed), [(term, [words_of(term.text, key=placed)]) for term in old])
    # an abbreviation counts in capitals alone: the same letters may be a word
    return _once(term for term in found if term not in short or set(_WORD.findall(term.text)) <= loud)


def _once(terms: Iterable[Term]) -> list[Flag]:
    return list(dict.fromkeys(Flag(term.text, term.instead) for term in terms))


def _found(words: list[str], terms: Iterable[tuple[Term, list[list[str]]]]) -> list[Term]:
    """The terms one of whose forms stands among the words, by place; not what stands only inside a longer one."""
    by_first: dict[str, list[tuple[list[str], Term]]] = {}
    for term, shapes in terms:
        for shape in shapes:
            if shape:
                by_first.setdefault(shape[0], []).append((shape, term))
    hits = [(at, at + len(shape), term) for at, word in enumerate(words) for shape, term in by_first.get(word, [])
            if words[at:at + len(shape)] == shape]
    longest: list[tuple[int, int, Term]] = []
    reach = -1
    for start, end, term in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
        if end > reach or (longest and (start, end) == longest[-1][:2]):
            longest.append((start, end, term))
            reach = max(reach, end)
    return list({term.pk or id(term): term for _start, _end, term in longest}.values())


def words_of(text: str, *, key: Callable[[str], str] | None = None) -> list[str]:
    """The words of a text in small letters, English plurals in the singular; or what `key` makes of each."""
    return [(key or _singular)(word.casefold()) for word in _WORD.findall(unicodedata.normalize("NFC", text))]


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


@lru_cache(maxsize=8192)
def placed(word: str) -> str:
    """A Vietnamese word with its tone at the end, so that both ways of placing it are equal: hoà and hòa."""
    apart = unicodedata.normalize("NFD", word)
    tones = "".join(sign for sign in apart if sign in _TONES)
    return unicodedata.normalize("NFC", "".join(sign for sign in apart if sign not in _TONES)) + tones


@lru_cache(maxsize=8192)
def forms(english: str) -> tuple[str, ...]:
    """How a glossary's term may stand in a text: without its notes, each of its variants, an abbreviation by itself.

    "strengthen / enhance capacity" stands for "strengthen capacity" too.
    """
    bare = english.replace("(s)", "s")
    notes = _NOTE.findall(bare)
    bare = _NOTE.sub("", bare)
    variants = [variant.removeprefix("to ").split() for variant in bare.split(" / ")]
    found = [" ".join(words) for variant in variants for words in _variants(variant, variants[-1])]
    return tuple(dict.fromkeys([*found, *(note for note in notes if note.isupper())]))


def _variants(words: list[str], last: list[str]) -> Iterator[list[str]]:
    if words == last or len(words) >= len(last) or "-" in words[-1]:
        slashed = next((at for at, word in enumerate(words) if "/" in word), None)
        if slashed is None:
            yield words
        else:
            for word in words[slashed].split("/"):
                yield [*words[:slashed], word, *words[slashed + 1:]]
    else:
        yield [*words, *last[len(words):]]
