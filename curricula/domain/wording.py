"""Which words of two texts differ. Pure, for all seven scripts: where a script writes no spaces, what counts is the
grapheme cluster, and none is ever torn apart."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from lms.search.domain.scan import boundaries, composed

_SPACED = re.compile(r"[\x00-\u02ff\u0370-\u0dff\u1e00-\u1fff\u2010-\u2027\u2030-\u205f\u20a0-\u20bf\u2100-\u2bff]*\Z")
"""Only scripts with spaces, and no mark that hangs on the letter before it."""
_WORD = re.compile(r"\w+|[^\w]")
_ENDERS = frozenset(".?!;:。？！；។៕၊။ฯ")
_FINE = 250_000
"""Above this product of lengths, texts are compared by sentences first."""
_COARSE = 4_000_000
"""Above this product of numbers of sentences, the whole stretch counts as rewritten."""
_PHRASE = 12

Token = tuple[str, ...]
"""A word, or a mark or space of its own, first; what else must be the same for it to count as the same, behind it."""


@lru_cache(maxsize=4096)
def cut(text: str) -> tuple[str, ...]:
    """A text in the pieces that are compared: words, clusters, single marks and spaces. Joined they are the text
    (in composed form)."""
    text = composed(text)
    if _SPACED.match(text):
        return tuple(_WORD.findall(text))
    return tuple(text[start:end] for start, end in pairwise(boundaries(text)))


def differing(then: Sequence[Token], now: Sequence[Token]) -> tuple[list[bool], list[bool]]:
    """For each token of both texts: does it differ? What does not differ is the same sequence in both."""
    then_marks, now_marks = [False] * len(then), [False] * len(now)
    for tag, i, ii, j, jj in _tidied(_steps(then, now), then, now):
        if tag != "equal":
            then_marks[i:ii] = [True] * (ii - i)
            now_marks[j:jj] = [True] * (jj - j)
    return then_marks, now_marks


Step = tuple[str, int, int, int, int]


def _steps(then: Sequence[Token], now: Sequence[Token]) -> list[Step]:
    """Opcodes as difflib writes them, with little work for long texts."""
    head = 0
    while head < min(len(then), len(now)) and then[head] == now[head]:
        head += 1
    tail = 0
    while tail < min(len(then), len(now)) - head and then[-1 - tail] == now[-1 - tail]:
        tail += 1
    i, j = len(then) - tail, len(now) - tail
    middle = _middle(then[head:i], now[head:j])
    return [("equal", 0, head, 0, head), *_shifted(middle, head, head),
            ("equal", i, len(then), j, len(now))]


def _middle(then: Sequence[Token], now: Sequence[Token]) -> list[Step]:
    if not then or not now:
        return [("replace", 0, len(then), 0, len(now))]
    if len(then) * len(now) <= _FINE:
        # a space alone is no anchor: it is found everywhere
        return list(SequenceMatcher(lambda token: token[0] == " ", then, now, autojunk=False).get_opcodes())
    left, right = _sentences(then), _sentences(now)
    if len(left) == len(right) == 1 or len(left) * len(right) > _COARSE:
        return [("replace", 0, len(then), 0, len(now))]
    a, b = _ends(left), _ends(right)
    found: list[Step] = []
    for tag, i, ii, j, jj in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append((tag, a[i], a[ii], b[j], b[jj]))
        elif ii - i == jj - j:
            for k in range(ii - i):  # as many sentences as before: each beside its own
                found += _shifted(_steps(left[i + k], right[j + k]), a[i + k], b[j + k])
        elif (a[ii] - a[i]) * (b[jj] - b[j]) <= _FINE:
            found += _shifted(_steps(then[a[i]:a[ii]], now[b[j]:b[jj]]), a[i], b[j])
        else:
            found.append(("replace", a[i], a[ii], b[j], b[jj]))
    return found


def _sentences(tokens: Sequence[Token]) -> list[tuple[Token, ...]]:
    """Tokens by sentence; where a script writes no full stop, by a phrase that ends in a space."""
    found: list[tuple[Token, ...]] = []
    begun: list[Token] = []
    for token in tokens:
        begun.append(token)
        if not token[0] or token[0] in _ENDERS or (token[0] == " " and len(begun) >= _PHRASE):
            found.append(tuple(begun))
            begun = []
    return [*found, tuple(begun)] if begun else found


def _ends(sentences: Sequence[Sequence[Token]]) -> list[int]:
    places = [0]
    for one in sentences:
        places.append(places[-1] + len(one))
    return places


def _shifted(steps: Sequence[Step], i: int, j: int) -> list[Step]:
    return [(tag, a + i, b + i, c + j, d + j) for tag, a, b, c, d in steps]


def _tidied(steps: Sequence[Step], then: Sequence[Token], now: Sequence[Token]) -> list[Step]:
    """A short stretch that two longer changes have between them by chance is marked with them: easier to read."""
    joined: list[Step] = []
    for tag, *ends in steps:
        i, ii, j, jj = ends
        if i == ii and j == jj:
            continue
        kind = "equal" if tag == "equal" else "replace"
        if joined and joined[-1][0] == kind:
            joined[-1] = (kind, joined[-1][1], ii, joined[-1][3], jj)
        else:
            joined.append((kind, i, ii, j, jj))
    found: list[Step] = []
    for place, step in enumerate(joined):
        by_chance = step[0] == "equal" and found and found[-1][0] == "replace" and place + 1 < len(joined) and _length(
            then[step[1]:step[2]]) <= min(_size(found[-1], then, now), _size(joined[place + 1], then, now)) // 2
        if found and found[-1][0] == "replace" and (by_chance or step[0] == "replace"):
            found[-1] = ("replace", found[-1][1], step[2], found[-1][3], step[4])
        else:
            found.append(step)
    return found


def _size(step: Step, then: Sequence[Token], now: Sequence[Token]) -> int:
    return max(_length(then[step[1]:step[2]]), _length(now[step[3]:step[4]]))


def _length(tokens: Sequence[Token]) -> int:
    return sum(len(token[0]) for token in tokens)
