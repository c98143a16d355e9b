"""The sound of a name, coarsely: its consonants in six classes, the same from Thai, Lao, Khmer, Burmese and Latin letters.

The letters of the four scripts carry their sound in their Unicode names (KHMER LETTER KHA). Vowels, tones, h, y and w are
left out, because romanisations differ in them most. Han characters have no sound here: their names hold none.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from lms.search.domain.tokens import plain_key

LATIN = re.compile("ng|nh|ny|kh|gh|ph|th|dh|ch|sh|[kgcqpbfvtdszxjmnlr]")
CLASSES = {"n": ("ng", "nh", "n"), "k": ("kh", "gh", "k", "g", "c", "q"), "p": ("ph", "p", "b", "f"),
           "t": ("th", "dh", "t", "d"), "s": ("ch", "sh", "s", "z", "x", "j"), "m": ("m",), "l": ("l", "r")}
CLASS_OF = {letters: name for name, those in CLASSES.items() for letters in those}
NAMED = re.compile(r"(?!THAI CHARACTER (?:SARA|MAI|PHIN|THAN|YAMAK|LAK|PAI))"  # vowels, tones, signs
                   r"(?:THAI CHARACTER|LAO LETTER|KHMER LETTER|MYANMAR LETTER) ([A-Z]+)")
NASAL = re.compile("NIKHAHIT|NIKAHIT|NIGGAHITA|ANUSVARA|SARA AM|VOWEL SIGN AM")
BURMESE = {"SA": "t", "RA": ""}
"""Written as names have it, spoken otherwise: th and y."""


@lru_cache(maxsize=4096)
def of_letter(char: str) -> str:
    """The class of one letter or sign of the four scripts; nothing for all others."""
    name = unicodedata.name(char, "")
    if NASAL.search(name):
        return "m"
    found = NAMED.match(name)
    if not found:
        return ""
    said = found[1]
    if name.startswith("MYANMAR") and said in BURMESE:
        return BURMESE[said]
    if name.startswith("LAO") and said == "NYO":
        return ""
    if said[0] == "Q":  # no consonant: a vowel stands on it
        return ""
    if said[0] == "C":  # CA, CHA, CO: as in chair
        return "s"
    return CLASS_OF.get(said[0].lower(), "")


@lru_cache(maxsize=32_768)
def of_word(word: str) -> str:
    """The classes of a word in small letters, neighbours of one class as one: sokha and សុខា are both sk."""
    if word.isascii() or unicodedata.name(word[0], "").startswith("LATIN"):
        heard = [CLASS_OF.get(part, "") for part in LATIN.findall(plain_key(word))]
    else:
        heard = [of_letter(char) for char in word]
    return re.sub(r"(.)\1+", r"\1", "".join(heard))


def sound(words: Iterable[str]) -> str:
    """The sound of a name, whatever the order of its words."""
    return "".join(sorted(of_word(word) for word in words if word))
