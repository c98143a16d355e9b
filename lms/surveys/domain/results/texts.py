"""Written answers to one question, and the search in them."""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from lms.audit.domain.log import record
from lms.people.models import Person
from lms.surveys.domain.counts import each
from lms.surveys.domain.languages import tag
from lms.surveys.domain.results.access import in_scope
from lms.surveys.domain.results.suppression import hidden_parts, may_show
from lms.surveys.models import Form

MOST = 200
"""Texts that a page shows; the search finds the others, the export has all."""


@dataclass(frozen=True)
class Written:
    """One written answer, in the language in which the person read the form. Of an anonymous form without its day, and
    without the language where it is that of a few."""

    text: str
    language: str
    instance: Any = None
    day: date | None = None


@dataclass(frozen=True)
class Found:
    """`total` answers have a text, `found` of them the words; None when the texts may not be shown."""

    texts: list[Written]
    found: int
    total: int


@transaction.atomic
def read_texts(*, form: Form, path: str, words: str, by: Person, now: datetime) -> Found | None:
    """The texts of a question that hold all of `words`, for somebody who may read answers; the log keeps who read.

    Of an anonymous form in no order and without a day; None when fewer than five wrote one, or when those who did not are
    one to four. The words are not kept.
    """
    rows = in_scope(form=form, by=by, verb="read answers").order_by("-pk")
    wanted = words.casefold().split()
    hits: list[Written] = []
    total = wrote = size = 0
    readers: Counter[str] = Counter()
    for instance, language, day, answers in rows.values_list("instance_id", "language", "received_on", "answers").iterator(500):
        size += 1
        readers[tag(language)] += 1
        texts = [text for text in each(answers, path) if isinstance(text, str) and text.strip()]
        wrote += bool(texts)
        total += len(texts)
        hits += [Written(text, tag(language), None if form.anonymous else instance, None if form.anonymous else day)
                 for text in texts if all(word in text.casefold() for word in wanted)]
    if form.anonymous and not may_show(wrote, size):
        return None
    if form.anonymous:
        known = list(readers)
        hidden = {known[place] for place in hidden_parts(list(readers.values()))}
        hits = [Written(one.text, "" if one.language in hidden else one.language) for one in hits]
        random.SystemRandom().shuffle(hits)
    record(verb="answers.read", thing=form, by=by.uuid, now=now, country=form.country.code if form.country else "",
           after={"rows": len(hits)})
    return Found(hits[:MOST], len(hits), total)


def marked(text: str, words: str) -> SafeString:
    """The text as HTML with the words that were looked for in <mark>."""
    low = text.casefold()
    if len(low) != len(text):  # case folding changed the places: shown without marks
        return mark_safe(escape(text))
    hit = [False] * len(text)
    for word in words.casefold().split():
        at = low.find(word)
        while at >= 0:
            hit[at:at + len(word)] = [True] * len(word)
            at = low.find(word, at + len(word))
    pieces, start = [], 0
    for place in range(1, len(text) + 1):
        if place == len(text) or hit[place] != hit[start]:
            piece = escape(text[start:place])
            pieces.append(f"<mark>{piece}</mark>" if hit[start] else piece)
            start = place
    return mark_safe("".join(pieces))
