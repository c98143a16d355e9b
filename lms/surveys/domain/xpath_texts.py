"""What expressions can do with texts."""

import base64
import binascii
import hashlib
import math
import re
from functools import lru_cache
from typing import Any

import regex
from django.utils.translation import gettext as _

from lms.surveys.domain.xpath_functions import MANY, ExpressionFailed, function, own_or, texts_of
from lms.surveys.domain.xpath_numbers import rounded
from lms.surveys.domain.xpath_syntax import ExpressionRefused
from lms.surveys.domain.xpath_values import Element, number_of, text_of

LONGEST_FOR_PATTERN = 10_000
PATTERN_SECONDS = 0.05
LONGEST_RESULT = 100_000
DIGESTS = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}


@function("string", 0, 1, scoped=True)
def _string(_scope: Any, node: Element, *given: Any) -> str:
    return text_of(own_or(node, given))


@function("string-length", 0, 1, scoped=True)
def _length(_scope: Any, node: Element, *given: Any) -> float:
    return float(len(text_of(own_or(node, given))))


@function("normalize-space", 0, 1, scoped=True)
def _normalize(_scope: Any, node: Element, *given: Any) -> str:
    return " ".join(re.split(r"[ \t\r\n]+", text_of(own_or(node, given)).strip(" \t\r\n")))


@function("concat", 0, MANY)
def _concat(*values: Any) -> str:
    return "".join(texts_of(*values))[:LONGEST_RESULT]


@function("join", 1, MANY)
def _join(separator: Any, *values: Any) -> str:
    return text_of(separator).join(texts_of(*values))[:LONGEST_RESULT]


@function("contains", 2)
def _contains(text: Any, part: Any) -> bool:
    return text_of(part) in text_of(text)


@function("starts-with", 2)
def _starts(text: Any, part: Any) -> bool:
    return text_of(text).startswith(text_of(part))


@function("ends-with", 2)
def _ends(text: Any, part: Any) -> bool:
    return text_of(text).endswith(text_of(part))


@function("substring-before", 2)
def _before(text: Any, part: Any) -> str:
    whole, mark = text_of(text), text_of(part)
    return whole[:max(0, whole.find(mark))]


@function("substring-after", 2)
def _after(text: Any, part: Any) -> str:
    whole, mark = text_of(text), text_of(part)
    at = whole.find(mark)
    return whole[at + len(mark):] if at >= 0 else ""


@function("substring", 2, 3)
def _substring(text: Any, start: Any, length: Any = None) -> str:
    """XPath's own: from 1, both numbers rounded, NaN takes nothing."""
    whole, first = text_of(text), rounded(number_of(start))
    end = math.inf if length is None else first + rounded(number_of(length))
    return "".join(letter for at, letter in enumerate(whole, start=1) if first <= at < end)


@function("substr", 2, 3)
def _substr(text: Any, start: Any, end: Any = None) -> str:
    """From 0; the end is not in it; negative numbers count from the end."""
    whole = text_of(text)
    first, last = number_of(start), float(len(whole)) if end is None else number_of(end)
    if math.isnan(first) or math.isnan(last):
        return ""
    size = len(whole)
    return whole[slice(*(int(max(-size, min(size, one))) for one in (first, last)))]


@function("translate", 3)
def _translate(text: Any, of: Any, to: Any) -> str:
    into = text_of(to)
    table: dict[int, str | None] = {}
    for at, letter in enumerate(text_of(of)):
        table.setdefault(ord(letter), into[at] if at < len(into) else None)
    return text_of(text).translate(table)


@lru_cache(maxsize=512)
def _pattern(pattern: str) -> regex.Pattern:
    """Raises ExpressionRefused: the form's author reads it."""
    try:
        return regex.compile(pattern)
    except (regex.error, RecursionError, OverflowError) as error:
        raise ExpressionRefused(_("The pattern %(pattern)s cannot be read.") % {"pattern": pattern}) from error


@function("regex", 2)
def _regex(value: Any, pattern: Any) -> bool:
    """True when the whole text is of the pattern. A pattern that takes too long on an odd text fails."""
    text = text_of(value)
    known = _pattern(text_of(pattern))
    try:
        return len(text) <= LONGEST_FOR_PATTERN and known.fullmatch(text, timeout=PATTERN_SECONDS) is not None
    except TimeoutError as error:
        raise ExpressionFailed("the pattern takes too long") from error


@function("digest", 2, 3)
def _digest(text: Any, kind: Any, written: Any = "base64") -> str:
    name = DIGESTS.get(text_of(kind).upper())
    if name is None:
        raise ExpressionFailed("no such digest")
    found = hashlib.new(name, text_of(text).encode(), usedforsecurity=False).digest()
    return found.hex() if text_of(written).lower() == "hex" else base64.b64encode(found).decode()


@function("base64-encode")
def _encode(text: Any) -> str:
    return base64.b64encode(text_of(text).encode()).decode()[:LONGEST_RESULT]


@function("base64-decode")
def _decode(text: Any) -> str:
    try:
        return base64.b64decode(text_of(text)).decode(errors="replace")
    except (binascii.Error, ValueError):
        return ""
