"""The piece of a text that shows why it was found, with the hits marked."""

from bisect import bisect_left, bisect_right

from .scan import boundaries, composed
from .tokens import Term, Token, scanned, terms

ELLIPSIS = "\u2026"
PART = 2000  # characters that are read at a time until all words are found
READ = 40_000  # characters that are read at most
SLACK = 200  # characters within which a space is looked for, so that no word is torn
_LEAD = 4  # the first hit stands behind about a quarter of the excerpt


def excerpt(text: str, query: str, length: int = 160) -> list[tuple[str, bool]]:
    """Cut about `length` characters out of `text` where most words of `query` stand.

    Returns pieces in reading order, each with True if it is a hit; together they are the excerpt, in composed form
    and with single spaces, and an ellipsis where text was left out. Hits are judged as the index judges them: with
    or without accents as the query was typed. No piece begins or ends inside a grapheme cluster; no word of a script
    with spaces is cut unless it alone is longer than `length`. Without a hit it is the beginning of the text; an
    empty text gives an empty list. The caller escapes the pieces.
    """
    text = composed(" ".join(text.split()))
    if not text:
        return []
    length = max(length, 1)
    hits = _best_hits(text, terms(query))
    anchor, until = _anchor(hits, length)
    # Safe places are looked up only near the hits: a page may be a whole book.
    low, high = _at_space(text, anchor - length - SLACK), _at_space(text, max(anchor + length, until) + SLACK)
    before, text, after = text[:low], text[low:high], text[high:]
    hits = [(first - low, last - low, number) for first, last, number in hits if low <= first and last <= high]
    places = boundaries(text)
    start, stop = _window(text, places, anchor - low, until - low, length)
    pieces: list[tuple[str, bool]] = [(ELLIPSIS, False)] if start > 0 or before else []
    place = start
    for first, last in _merged(hits, places):
        if first < start or last > stop:
            continue
        if first > place:
            pieces.append((text[place:first], False))
        pieces.append((text[first:last], True))
        place = last
    if place < stop:
        pieces.append((text[place:stop], False))
    if stop < len(text) or after:
        pieces.append((ELLIPSIS, False))
    return pieces


def _at_space(text: str, place: int) -> int:
    """The first space from `place` on within SLACK characters, else `place`, within the text."""
    place = min(max(place, 0), len(text))
    if place in (0, len(text)):
        return place
    found = text.find(" ", place, place + SLACK)
    return place if found < 0 else found


def _best_hits(text: str, asked: list[Term]) -> list[tuple[int, int, int]]:
    """The hits of the first part of the text that has all terms, or of the part that has most of them."""
    best: list[tuple[int, int, int]] = []
    most, start = 0, 0
    while asked and start < min(len(text), READ):
        end = _at_space(text, start + PART)
        hits = [(first + start, last + start, number) for first, last, number in _hits(text[start:end], asked)]
        different = len({number for _, _, number in hits})
        if different > most:
            best, most = hits, different
        if most == len(asked):
            break
        start = end
    return best


def _hits(text: str, asked: list[Term]) -> list[tuple[int, int, int]]:
    """Places of every hit: (start, end, number of the term), sorted."""
    found = list(scanned(text))
    hits = {
        (found[index].start, _end(found, index, term), number)
        for number, term in enumerate(asked)
        for index in range(len(found) - len(term.tokens) + 1)
        if _stands_at(found, index, term)
    }
    return sorted(hits)


def _stands_at(found: list[Token], index: int, term: Term) -> bool:
    last = len(term.tokens) - 1
    for offset, code in enumerate(term.tokens):
        token = found[index + offset]
        codes = (token.plain, token.exact)
        if term.prefix and offset == last:
            if not any(own.startswith(code) for own in codes):
                return False
        elif code not in codes:
            return False
    return True


def _end(found: list[Token], index: int, term: Term) -> int:
    last = found[index + len(term.tokens) - 1]
    return last.head if term.prefix else last.end


def _anchor(hits: list[tuple[int, int, int]], length: int) -> tuple[int, int]:
    """Start and end of the hit after which most different terms stand near; the earliest of equals; (0, 0) of none."""
    anchor, until, most = 0, 0, 0
    for index, (first, last, _) in enumerate(hits):
        within: set[int] = set()
        for later in hits[index:]:
            if later[1] > first + length - length // _LEAD:
                break
            within.add(later[2])
        if max(len(within), 1) > most:
            anchor, until, most = first, last, max(len(within), 1)
    return anchor, until


def _window(text: str, places: list[int], anchor: int, until: int, length: int) -> tuple[int, int]:
    """The stretch of about `length` characters around the hit from `anchor` to `until`."""
    if len(text) <= length:
        return 0, len(text)
    start = places[bisect_left(places, max(0, min(anchor - length // _LEAD, len(text) - length)))]
    start = min(start, places[bisect_right(places, anchor) - 1])
    end = places[bisect_right(places, start + length) - 1]
    # One word or hit may be longer than the excerpt: then it is shown whole.
    if end <= start or end < until:
        end = places[bisect_left(places, max(until, start + 1))]
    if text[start] == " ":
        start += 1
    while end > until and text[end - 1] == " " and end - 1 > start:
        end -= 1
    return start, end


def _merged(hits: list[tuple[int, int, int]], places: list[int]) -> list[tuple[int, int]]:
    """Hits that overlap or touch as one, widened to safe places."""
    merged: list[tuple[int, int]] = []
    for first, last, _ in hits:
        first = places[bisect_right(places, first) - 1]
        last = places[min(bisect_left(places, last), len(places) - 1)]
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged
