"""Tells in which encoding a list was saved, by asking of which one the text looks like somebody's language.

No library knows VISCII and TCVN3, and one that does not know them takes their text for Western; so the same few
rules judge all (the comparison: docs/decisions/0012-sheets.md).
"""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lms.files.domain.refusal import UploadRefused
from lms.files.domain.sheets.text import nfc
from lms.files.domain.sheets.vietnamese import TCVN3, VISCII, is_syllable

LABELS = {"utf-8": "UTF-8", "utf-16": "UTF-16", "cp874": "TIS-620 (Windows-874)", "gb18030": "GB18030",
          "cp1258": "Windows-1258", "viscii": "VISCII", "tcvn3": "TCVN3 (ABC)", "cp1252": "Windows-1252"}
TABLES = {"viscii": VISCII, "tcvn3": TCVN3}
CHUNK = 64 * 1024
MOST_WORDS = 2_000
PLAUSIBLE = 0.6
POSSIBLE = 0.4
FEW = 8  # words outside ASCII; with fewer, even good UTF-8 may be a chance
# A tab, the ends of lines and the end mark of old programs are the only control characters that a list may hold.
CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f-\x84\x86-\x9f]")
BREAKS = re.compile(r"[\s,;\"]+")
WORDS = re.compile(r"[^\W\d_]+")
PLAIN = "[ -@\\[-`{-~\u00a0\u2013\u2014\u2018\u2019\u201c\u201d\u2026]"
THAI = re.compile(f"(?:{PLAIN}|[เ-ไ]?[ก-ฮ][ัิ-ฺ็ํ]?[่-๋]?[์ํ]?[ะาำๅ]*|[ฯๆ฿๐-๙])+")
THAI_RARE = re.compile("[ฃฅฆฌฎฏฐฑฒฬฮฤฦๅํ๎฿๐-๙]")
WESTERN = re.compile("[A-Za-zÀ-ÂÄÆ-ËÍ-ÏÑÓ-ÖØ-Üß-âä-ëí-ïñó-öø-üÿŒœ'’.()/\\-–“”‘…«»\u00a0&0-9@+:°º]+")


@dataclass(frozen=True)
class Choice:
    """The encoding a text was saved in, as far as can be told, and others that are worth a look; best first."""

    encoding: str
    others: list[str]


def decoded(content: bytes, encoding: str) -> Iterator[str]:
    """The text in pieces of at most 64 KiB of bytes. Raises UnicodeError. encoding: a key of LABELS."""
    table = TABLES.get(encoding)
    if table is not None:
        for start in range(0, len(content), CHUNK):
            yield codecs.charmap_decode(content[start:start + CHUNK], "strict", table)[0]
        return
    decoder = codecs.getincrementaldecoder("utf-8-sig" if encoding == "utf-8" else encoding)()
    for start in range(0, len(content), CHUNK):
        yield decoder.decode(content[start:start + CHUNK])
    yield decoder.decode(b"", final=True)


def choose(content: bytes) -> Choice:
    """The most plausible encoding of a list. Raises UploadRefused when the text looks like no language in any of them."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        if _words(content, "utf-16") is not None:
            return Choice("utf-16", [])
        raise unreadable()
    words = _words(content, "utf-8")
    if words is not None and (len(words) >= FEW or not words or content.startswith(codecs.BOM_UTF8)):
        return Choice("utf-8", [])
    found = _plausible(content)
    if words is not None:
        return Choice("utf-8", found)
    if not found:
        raise unreadable()
    return Choice(found[0], found[1:])


def unreadable() -> UploadRefused:
    return UploadRefused(_("The letters of this file cannot be made out. Save the list as “CSV UTF-8” or as XLSX and "
                           "send it again."))


def _plausible(content: bytes) -> list[str]:
    """Encodings of old that give this content a plausible text, best first; two that give the same text count once."""
    scored = []
    texts = set()
    for encoding, judge in JUDGES.items():
        words = _words(content, encoding)
        if words:
            score = judge(words)
            text = nfc("\n".join(words))
            if score >= POSSIBLE and text not in texts:
                texts.add(text)
                scored.append((score, encoding))
    scored.sort(key=lambda pair: -pair[0])  # stable: of two that are equal, the first in JUDGES
    return [encoding for _score, encoding in scored] if scored and scored[0][0] >= PLAUSIBLE else []


def _words(content: bytes, encoding: str) -> list[str] | None:
    """Up to 2,000 words that are not plain ASCII; None when this cannot be the encoding."""
    words: list[str] = []
    try:
        for text in decoded(content, encoding):
            if CONTROL.search(text):
                return None
            if len(words) < MOST_WORDS and not text.isascii():
                words += [word[:60] for word in BREAKS.split(text) if not word.isascii()][:MOST_WORDS]
    except UnicodeError:
        return None
    return words


def _thai(words: list[str]) -> float:
    """Share of words whose Thai signs stand as they can be written, less for rare signs: other bytes give many of them."""
    return sum(max(0, 1 - 2 * len(THAI_RARE.findall(word)) / len(word)) for word in words if THAI.fullmatch(word)) / len(words)


def _chinese(words: list[str]) -> float:
    """Share of signs that are among the 3,755 common ones (GB 2312, level 1); none for a word mixed with Latin letters."""
    score = 0.0
    for word in words:
        signs = [sign for sign in word if sign > "\x7f"]
        han = [sign for sign in signs if "\u4e00" <= sign <= "\u9fff"]
        other = sum("\u3000" <= sign <= "\u3011" or "\uff01" <= sign <= "\uff5e" or sign in "·“”‘’—…" for sign in signs)
        if len(han) + other == len(signs) and not any(letter.isascii() and letter.isalpha() for letter in word):
            score += (other + sum(0xB0 <= sign.encode("gb18030")[0] <= 0xD7 and sign.encode("gb18030")[1] >= 0xA1
                                  for sign in han)) / len(signs)
    return score / len(words)


def _vietnamese(words: list[str]) -> float:
    """Share of words made of Vietnamese syllables and the signs between them."""
    good = 0
    for word in words:
        composed = nfc(word)
        pieces = WORDS.findall(composed)
        rest = WORDS.sub("", composed)
        good += bool(pieces) and all(piece.isascii() or is_syllable(piece) for piece in pieces) and all(
            sign.isascii() or sign in "–—‘’“”…" for sign in rest)
    return good / len(words)


def _western(words: list[str]) -> float:
    """Share of words with the accents of French, German, Spanish and Nordic names, mostly plain letters.

    A little less than the share: of two readings that both look well, Vietnamese is likelier here.
    """
    good = 0
    for word in words:
        plain = sum(letter.isascii() for letter in word)
        good += plain * 2 >= len(word) and (word.islower() or word.isupper() or word.istitle()) and (
            WESTERN.fullmatch(word) is not None)
    return good / len(words) * 0.9


JUDGES: dict[str, Callable[[list[str]], float]] = {
    "cp1258": _vietnamese, "viscii": _vietnamese, "tcvn3": _vietnamese, "gb18030": _chinese,
    "cp874": _thai, "cp1252": _western}
