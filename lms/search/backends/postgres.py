"""The backend on PostgreSQL: tokens in the tsvectors of wagtail.search, neighbours checked on its text columns.

A tsvector forgets positions above 16,383 and keeps 256 for one token: phrases in a long Thai or Khmer page would be
lost. So the vectors say which pages have all tokens, and the text columns, which hold the tokens in order and which
modelsearch keeps for its fuzzy search, say where they stand side by side.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Expression, F, FloatField, Model, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from modelsearch.backends.base import BaseSearchBackend
from modelsearch.backends.database.postgres import postgres as stock
from modelsearch.conf import get_app_config
from modelsearch.utils import get_content_type_pk

from ..domain.tokens import Term
from .shared import NOTHING, Preparation, TermsCompiler, joined

IndexEntry = get_app_config().get_model("IndexEntry")
# The configuration that neither stems nor drops words: the tokens are no language.
CONFIG = "simple"
TITLE_WEIGHT = 5.0
# ts_rank divided by the logarithm of the length.
BY_LENGTH = Value(1)
# Bytes in one tsvector. PostgreSQL refuses more than 1 MiB, also for title and body joined.
VECTOR_BYTES = 450_000
# What PostgreSQL adds to each different token: alignment, the number of positions, the first ones.
TOKEN_OVERHEAD = 6


class Indexer(stock.ObjectIndexer):
    """Takes the texts of an object for the index."""

    def __init__(self, obj: Model, backend: BaseSearchBackend) -> None:
        super().__init__(obj, backend)
        self.preparation = Preparation()

    def prepare_value(self, value: Any) -> str:
        """Tokens instead of text."""
        return self.preparation(value, super().prepare_value)

    def as_vector(self, texts: list[tuple[str, str]], for_autocomplete: bool = False) -> Expression:
        """The vector of (tokens, weight) pairs, cut where it would become too large for PostgreSQL."""
        return super().as_vector(within_limit(texts), for_autocomplete)


def within_limit(texts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The texts without the tokens that are new after VECTOR_BYTES are full."""
    if sum(len(text) for text, _ in texts) <= VECTOR_BYTES // 2:
        return texts
    seen: set[str] = set()
    room = VECTOR_BYTES
    kept = []
    for text, weight in texts:
        words = []
        for word in text.split():
            if word not in seen:
                if room < len(word) + TOKEN_OVERHEAD:
                    continue
                seen.add(word)
                room -= len(word) + TOKEN_OVERHEAD
            words.append(word)
        kept.append((" ".join(words), weight))
    return kept


class Index(stock.PostgresIndex):
    """Writes tokens instead of texts."""

    def add_items(self, model: type[Model], objs: Sequence[Model]) -> None:
        """Put objects of one model into the index or replace them there."""
        if not model.get_search_fields() or not objs:
            return
        content_type = get_content_type_pk(model)
        indexers = [Indexer(obj, self.backend) for obj in objs]
        self.entries.bulk_create(
            [
                IndexEntry(
                    content_type_id=content_type, object_id=indexer.id, title=indexer.title, body=indexer.body,
                    autocomplete=indexer.autocomplete, title_text=indexer.title_text, body_text=indexer.body_text,
                )
                for indexer in indexers
            ],
            update_conflicts=True,
            unique_fields=["content_type", "object_id"],
            update_fields=["title", "body", "autocomplete", "title_text", "body_text"],
        )  # fmt: skip

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Nothing to do: the rank is divided by the length itself."""


def written(term: Term, between: str) -> str:
    """A term in the language of to_tsquery. Tokens are letters only, so nothing needs escaping."""
    return "(" + between.join(term.tokens) + (":*)" if term.prefix else ")")


def ts_query(wanted: list[Term], operator: str, between: str = " & ") -> SearchQuery:
    """All the terms (`&`) or any (`|`)."""
    text = f" {operator} ".join(written(term, between) for term in wanted)
    return SearchQuery(text, search_type="raw", config=CONFIG)


class Compiler(TermsCompiler, stock.PostgresSearchQueryCompiler):
    """Builds one condition for each leaf of the query tree, on aliases of the index entry's columns."""

    def leaf(self, wanted: list[Term], *, any_of_them: bool) -> Q:
        """Objects with all the terms, or any."""
        found: Q | None = joined([self._has(term) for term in wanted], any_of_them=any_of_them)
        return NOTHING if found is None else found

    def _has(self, term: Term) -> Q:
        """Objects with the term in one of the columns. Title and body are asked one by one, as they are indexed."""
        if self.LAST_TERM_IS_PREFIX:
            # Titles and the like: short enough for the positions in the vector.
            return Q(searched_autocomplete=ts_query([term], "&", " <-> "))
        text = " " + " ".join(term.tokens) + ("" if term.prefix else " ")
        found = NOTHING
        for column in self.columns():
            condition = Q(**{f"searched_{column}": ts_query([term], "&")})
            if len(term.tokens) > 1:
                condition &= Q(**{f"ordered_{column}__contains": text})
            found |= condition
        return found

    def search(
        self, config: Any, start: int | None, stop: int | None, score_field: str | None = None, backend: Any = None
    ) -> QuerySet[Model]:
        """The objects found, best first or in the order of the queryset."""
        condition = self.condition(self.query)
        if condition is None:
            return self.queryset.none()
        aliases = {f"searched_{column}": F(f"index_entries__{column}") for column in self.columns()}
        if not self.LAST_TERM_IS_PREFIX:
            aliases |= {f"ordered_{column}": F(f"index_entries__{column}_text") for column in self.columns()}
        found = self.queryset.alias(**aliases)
        return self._apply_ordering_and_scoring(found.filter(condition), self._rank(), start, stop, score_field)

    def _rank(self) -> Combinable:
        """The title by any of the words, the rest by all of them and how near they stand."""
        wanted = list(dict.fromkeys(self.positive(self.query)))
        if not wanted:
            return Cast(0.0, FloatField())  # PostgreSQL sorts by no bare constant
        parts = [
            SearchRank(
                F(f"index_entries__{column}"), ts_query(wanted, "&" if column == "body" else "|"),
                weights=self.sql_weights, normalization=BY_LENGTH,
            ) * (TITLE_WEIGHT if column == "title" else 1.0)
            for column in self.columns()
        ]  # fmt: skip
        return parts[0] if len(parts) == 1 else parts[0] + parts[1]


class AutocompleteCompiler(Compiler, stock.PostgresAutocompleteQueryCompiler):
    """The same on the autocomplete fields; the last word may be unfinished."""

    LAST_TERM_IS_PREFIX = True


class PostgresBackend(stock.PostgresSearchBackend):
    """modelsearch's PostgreSQL backend with our tokens; SEARCH_CONFIG and fuzzy settings have no effect."""

    query_compiler_class = Compiler
    autocomplete_query_compiler_class = AutocompleteCompiler
    index_class = Index

    def __init__(self, params: Any) -> None:
        super().__init__(params)
        self.config = CONFIG
