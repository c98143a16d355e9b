"""The backend on SQLite: tokens in the FTS5 table of wagtail.search, rank by bm25 with weights per column."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Expression, F, FloatField, IntegerField, Model, Q, QuerySet, Value
from django.db.models.functions import Cast
from modelsearch.backends.base import BaseSearchBackend
from modelsearch.backends.database.sqlite import sqlite as stock
from modelsearch.backends.database.sqlite.query import MatchExpression
from modelsearch.conf import get_app_config
from modelsearch.query import PlainText
from modelsearch.utils import get_content_type_pk, get_descendants_content_types_pks

from ..domain.tokens import Term, terms
from .shared import NOTHING, Preparation, TermsCompiler

IndexEntry = get_app_config().get_model("IndexEntry")
FTSEntry = get_app_config().get_model("SQLiteFTSIndexEntry")
# In the order of the table's columns, which a migration of wagtail.search fixes: autocomplete, body, title.
WEIGHTS = (1.0, 1.0, 5.0)
# Objects fetched by primary key in one statement; SQLite allows more, 999 everywhere.
BY_KEY = 500
# Ranked beyond a slice: entries that the queryset may leave out, drafts or pages of another kind.
SPARE = 80


class Indexer(stock.ObjectIndexer):
    """Takes the texts of an object for the index."""

    def __init__(self, obj: Model, backend: BaseSearchBackend) -> None:
        super().__init__(obj, backend)
        self.preparation = Preparation()

    def prepare_value(self, value: Any) -> str:
        """Tokens instead of text."""
        return self.preparation(value, super().prepare_value)


class Index(stock.SQLiteIndex):
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
                    autocomplete=indexer.autocomplete,
                )
                for indexer in indexers
            ],
            update_conflicts=True,
            unique_fields=["content_type", "object_id"],
            update_fields=["title", "body", "autocomplete"],
        )  # fmt: skip

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Nothing to do: bm25 weighs by length itself."""


class Rank(Expression):
    """bm25 of the FTS5 table; the better the match, the smaller."""

    output_field = FloatField()

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[float]]:
        """The call, with the weights of the columns as parameters."""
        marks = ", ".join("%s" for _ in WEIGHTS)
        return f"bm25({FTSEntry._meta.db_table}, {marks})", list(WEIGHTS)


def written(term: Term) -> str:
    """A term in FTS5's language. Tokens are letters only, so nothing needs escaping."""
    return f'"{" ".join(term.tokens)}"' + ("*" if term.prefix else "")


class Compiler(TermsCompiler, stock.SQLiteSearchQueryCompiler):
    """Builds one FTS5 query for each leaf of the query tree."""

    def _entries(self, match: str) -> QuerySet[Model]:
        # The sum keeps SQLite from going through all entries of a content type and searching once for each.
        kinds = get_descendants_content_types_pks(self.queryset.model)
        found = FTSEntry.objects.filter(MatchExpression(self.columns(), Value(match)))
        return found.alias(kind=F("index_entry__content_type_id") + 0).filter(kind__in=kinds)

    def leaf(self, wanted: list[Term], *, any_of_them: bool) -> Q:
        """Objects with all the terms, or any."""
        match = (" OR " if any_of_them else " AND ").join(map(written, wanted))
        return Q(pk__in=self._entries(match).values_list("index_entry__object_id", flat=True))

    def matching(self) -> QuerySet[Model]:
        """The objects found, in no order of relevance."""
        condition = self.condition(self.query)
        return self.queryset.filter(NOTHING if condition is None else condition)

    def scores(self, most: int | None = None) -> dict[str, float]:
        """Rank of indexed objects with any of the terms, by primary key as text; words side by side count more.

        One statement: asking for the rank inside the query of the objects would run the search again for each. With
        `most`, only the best so many, the newer first among equals; a query of words that must all be there ranks no
        others.
        """
        wanted = list(dict.fromkeys(self.positive(self.query)))
        if not wanted:
            return {}
        text = getattr(self.query, "query_string", "")
        together = terms(text, phrase=True, prefix=self.LAST_TERM_IS_PREFIX) if len(wanted) > 1 else []
        every = " AND ".join(map(written, wanted)) if self.asks_for_all() else " OR ".join(map(written, wanted))
        match = " OR ".join([f"({every})", *map(written, together)])
        ranked = self._entries(match).annotate(score=Rank()).values_list("index_entry__object_id", "score")
        if most is not None:
            ranked = ranked.order_by("score", Cast("index_entry__object_id", IntegerField()).desc())[:most]
        return dict(ranked)

    def asks_for_all(self) -> bool:
        """True for words that must all be there, in one list: what has a rank then is just what is found."""
        return isinstance(self.query, PlainText) and self.query.operator == "and"

    def search(
        self, config: Any, start: int | None, stop: int | None, score_field: str | None = None
    ) -> QuerySet[Model]:
        """Used for counting by facet, where no order matters."""
        return self.matching()[start:stop]


class AutocompleteCompiler(Compiler, stock.SQLiteAutocompleteQueryCompiler):
    """The same on the autocomplete fields; the last word may be unfinished."""

    LAST_TERM_IS_PREFIX = True


def in_order(found: QuerySet[Model], scores: dict[str, float]) -> list[Any]:
    """The primary keys of `found`, the best first, the newer first among equals."""
    keys = sorted(found.order_by().values_list("pk", flat=True), reverse=True)
    keys.sort(key=lambda key: scores.get(str(key), 0.0))
    return keys


class Results(stock.SQLiteSearchResults):
    """Sorts the primary keys by rank and fetches only the objects of the slice."""

    def _do_search(self) -> list[Model]:
        compiler = self.query_compiler
        if not compiler.order_by_relevance:
            found = compiler.matching()
            found = found if found.query.order_by else found.order_by("-pk")
            return self._scored(list(found[self.start : self.stop]), {})
        keys, scores = self._best()
        keys = keys[self.start : self.stop]
        few = len(keys) <= BY_KEY
        found = compiler.queryset.filter(pk__in=keys) if few else compiler.matching()
        by_key = {obj.pk: obj for obj in found.order_by()}
        return self._scored([by_key[key] for key in keys if key in by_key], scores)

    def _best(self) -> tuple[list[Any], dict[str, float]]:
        """Primary keys in the order of relevance, and their scores: of a slice, no more than it needs.

        The best entries are ranked by the index alone; when too few of them are in the queryset, all are.
        """
        compiler = self.query_compiler
        most = None if self.stop is None or not compiler.asks_for_all() else self.stop + SPARE
        scores = compiler.scores(most)
        if most is None or len(scores) < most:
            found = compiler.matching()
        elif most <= BY_KEY:
            found = compiler.queryset.filter(pk__in=list(scores))
        else:
            found = compiler.matching()
            scores, most = compiler.scores(), None
        keys = in_order(found, scores)
        if most is not None and len(scores) == most and len(keys) < self.stop:
            scores = compiler.scores()
            keys = in_order(compiler.matching(), scores)
        return keys, scores

    def _scored(self, found: list[Model], scores: dict[str, float]) -> list[Model]:
        if self._score_field is not None:
            for obj in found:
                setattr(obj, self._score_field, scores.get(str(obj.pk)))
        return found

    def _do_count(self) -> int:
        return self.query_compiler.matching()[self.start : self.stop].count()


class SQLiteBackend(stock.SQLiteSearchBackend):
    """modelsearch's SQLite backend with our tokens."""

    query_compiler_class = Compiler
    autocomplete_query_compiler_class = AutocompleteCompiler
    index_class = Index
    results_class = Results
