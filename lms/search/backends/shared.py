"""What both databases share: how values are prepared for the index and how a query becomes a condition."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from modelsearch.query import And, Boost, Fuzzy, MatchAll, Not, Or, Phrase, PlainText, SearchQuery

from ..domain.tokens import Term, prepared, terms

NOTHING = Q(pk__in=[])
EVERYTHING = ~Q(pk__in=[])


class Preparation:
    """Turns the values of one object into tokens, each once: an indexer reads every field several times."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def __call__(self, value: Any, as_text: Callable[[Any], str]) -> str:
        """The tokens of a text, list, dict or anything that `as_text` can write; '' for None.

        For ObjectIndexer.prepare_value: the items of a list or dict pass through it one by one, so that what
        `as_text` gives for the whole consists of tokens already.
        """
        if value is None:
            return ""
        text = as_text(value)
        if isinstance(value, (list, dict)):
            return text
        if text not in self._known:
            self._known[text] = prepared(text)
        return self._known[text]


class TermsCompiler:
    """Mixed into modelsearch's query compilers: turns a query tree into one Q, leaf by leaf.

    A leaf without a single word (only punctuation, emoji, NUL) is left out; a query without any word finds nothing.
    """

    LAST_TERM_IS_PREFIX = False
    query: SearchQuery
    fields: list[str] | None

    def columns(self) -> list[str]:
        """Index columns to search. A field other than the title is indexed in `body` together with the rest."""
        if self.LAST_TERM_IS_PREFIX:
            return ["autocomplete"]
        if self.fields is None:
            return ["title", "body"]
        return sorted({"title" if field == "title" else "body" for field in self.fields})

    def leaf(self, wanted: list[Term], *, any_of_them: bool) -> Q:
        """The condition for a list of terms (never empty); each database has its own."""
        raise NotImplementedError

    def wanted(self, query: SearchQuery) -> list[Term]:
        """The terms of a leaf."""
        return terms(query.query_string, phrase=isinstance(query, Phrase), prefix=self.LAST_TERM_IS_PREFIX)

    def condition(self, query: SearchQuery) -> Q | None:
        """The condition of a query tree, or None if it holds no word."""
        if isinstance(query, MatchAll):
            return EVERYTHING
        if isinstance(query, Boost):
            return self.condition(query.subquery)
        if isinstance(query, Not):
            inner = self.condition(query.subquery)
            return None if inner is None else ~inner
        if isinstance(query, (And, Or)):
            found = [part for part in map(self.condition, query.subqueries) if part is not None]
            return joined(found, any_of_them=isinstance(query, Or))
        if isinstance(query, (PlainText, Phrase, Fuzzy)):
            wanted = self.wanted(query)
            operator = getattr(query, "operator", "and")
            return self.leaf(wanted, any_of_them=operator == "or") if wanted else None
        raise NotImplementedError(f"{type(query).__name__} is no query that lms.search knows.")

    def positive(self, query: SearchQuery) -> list[Term]:
        """All terms outside a Not, for ranking."""
        if isinstance(query, (PlainText, Phrase, Fuzzy)):
            return self.wanted(query)
        if isinstance(query, Boost):
            return self.positive(query.subquery)
        if isinstance(query, (And, Or)):
            return [term for part in query.subqueries for term in self.positive(part)]
        return []


def joined(parts: list[Q], *, any_of_them: bool) -> Q | None:
    """One condition of several, or None of none."""
    if not parts:
        return None
    whole = parts[0]
    for part in parts[1:]:
        whole = whole | part if any_of_them else whole & part
    return whole
