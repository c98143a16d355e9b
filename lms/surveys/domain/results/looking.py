"""What a reader of results gets to see: narrowed, divided, counted and protected."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import QuerySet

from lms.people.models import Person
from lms.people.models.person import access_of
from lms.surveys.domain.exports.asking import definition_of
from lms.surveys.domain.results import parts
from lms.surveys.domain.results.access import in_scope
from lms.surveys.domain.results.figures import Figure, figures, sizes_of
from lms.surveys.domain.results.parts import Split
from lms.surveys.domain.results.suppression import FEWEST, hidden_parts, may_show
from lms.surveys.domain.results.tally import COLUMNS, tally
from lms.surveys.domain.results.wish import PLAIN, Offer, Wish, offer, read
from lms.surveys.models import Form, FormVersion, Submission
from lms.surveys.models.definition import Definition

NONE, FEW, HIDDEN, ONE_AT_A_TIME = "none", "few", "hidden", "one"
"""Why there are no figures: no answers, fewer than five, a set that may not be shown, two filters where one is guarded."""


@dataclass(frozen=True)
class Results:
    """One look at the results. `sizes` is how many answers each column has; `guarded`: no two looks give a person away."""

    version: FormVersion
    definition: Definition
    guarded: bool
    offered: Offer
    wish: Wish
    why_not: str = ""
    count: int = 0
    split: Split = field(default_factory=Split)
    sizes: list[int | None] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)

    @property
    def divided(self) -> bool:
        """Parts stand side by side."""
        return bool(self.wish.by)


def look(*, form: Form, by: Person, given: Mapping[str, str], language: str) -> Results | None:
    """The results of a form for a reader; `given` is the query of an address. None when it has no version yet.

    Who may read the answers of a named form one by one filters as they like. For everyone else, and for anonymous forms, all
    looks are cut from one table, and all versions are counted in one list of questions: two lists over the same answers
    would give back what each of them hides.
    """
    version = version_for(form, given)
    if version is None:
        return None
    guarded = form.anonymous or access_of(by).where("read answers") == set()
    rows = in_scope(form=form, by=by, verb="read results")
    definition = definition_of(form, None) if guarded else version.definition
    offered = offer(rows=rows, definition=definition)
    wish = read(given, offered=offered, definition=definition)
    results = _guarded if guarded else _open
    return results(rows, Results(version, definition, guarded, _seen(offered), wish), offered, definition, language)


def version_for(form: Form, given: Mapping[str, str]) -> FormVersion | None:
    """The version that is asked for, else the newest."""
    versions = form.versions.order_by("-number")
    number = given.get("version", "")
    asked = versions.filter(number=number).first() if number.isascii() and number.isdigit() and len(number) < 9 else None
    return asked or versions.first()


def _seen(offered: Offer) -> Offer:
    """What may be offered: that somebody answered in a language is itself a figure."""
    plain = {}
    for name, values in offered.plain.items():
        hidden = hidden_parts([many for _value, many in values])
        plain[name] = [pair for place, pair in enumerate(values) if place not in hidden]
    return Offer(plain, offered.questions, offered.days, offered.total)


def _open(rows: QuerySet[Submission], found: Results, offered: Offer, definition: Definition, language: str) -> Results:
    """All filters at once, then the parts. What is narrowed to, and what is left out, are none or five and more."""
    wish = found.wish
    if why_not := _too_few(offered.total):
        return _without(found, why_not)
    chosen = {PLAIN[name]: getattr(wish, name) for name in PLAIN if getattr(wish, name)}
    chosen |= {"received_on__gte": wish.since} if wish.since else {}
    chosen |= {"received_on__lte": wish.until} if wish.until else {}
    wanted = rows.filter(**chosen)
    narrow = offer(rows=wanted, definition=definition) if chosen and wish.by else offered
    split = parts.split_for(wish.by, offered=narrow, definition=definition, anonymous=False) if wish.by else parts.whole()
    counted = tally(stream(wanted), definition=definition, split=split, takes=parts.fits(wish))
    count = sum(counted.sizes.values())
    if not may_show(count, offered.total):
        return _without(found, HIDDEN if count else NONE)
    return _with(found, count, split, counted, definition, language)


def _guarded(rows: QuerySet[Submission], found: Results, offered: Offer, definition: Definition, language: str) -> Results:
    """One filter or one division, and always cut from the table of all parts."""
    wish = found.wish
    if why_not := _too_few(offered.total):
        return _without(found, why_not)
    if len(wish.narrowed) + bool(wish.by) > 1:
        return _without(found, ONE_AT_A_TIME)
    name = wish.by or next((_division(one, wish) for one in wish.narrowed), "")
    split = parts.split_for(name, offered=offered, definition=definition, anonymous=True) if name else parts.whole()
    if wish.narrowed:
        split = parts.narrowed(wish, split)
    counted = tally(stream(rows), definition=definition, split=split, takes=lambda _row: True)
    sizes = sizes_of(counted, split)
    if not wish.by and not sizes[0]:
        return _without(found, HIDDEN)
    return _with(found, sum(counted.sizes.values()) if wish.by else sizes[0] or 0, split, counted, definition, language)


def _division(narrowed: str, wish: Wish) -> str:
    """The division that a guarded filter is one part of."""
    return {"question": f"q:{wish.question}", "days": "month"}.get(narrowed, narrowed)


def _too_few(total: int) -> str:
    return "" if total >= FEWEST else FEW if total else NONE


def _without(found: Results, why_not: str) -> Results:
    return replace(found, why_not=why_not)


def _with(found: Results, count: int, split: Split, counted: Any, definition: Definition, language: str) -> Results:
    """The figures. Parts whose number is hidden are left out: even their name says that somebody is in them."""
    if found.wish.by:
        sizes = sizes_of(counted, split)
        seen = tuple(group for group, size in zip(split.shown, sizes, strict=True) if size)
        split = Split(split.name, split.key_of, split.keys, seen, split.days)
        if not seen:
            return _without(found, HIDDEN)
    return replace(found, count=count, split=split, sizes=sizes_of(counted, split),
                   figures=figures(counted, definition=definition, split=split, language=language))


def stream(rows: QuerySet[Submission]):
    """The rows one after the other, so that memory does not grow with them."""
    return rows.order_by().values_list(*COLUMNS).iterator(chunk_size=500)
