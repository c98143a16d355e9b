"""The search backend for seven languages. Setting: WAGTAILSEARCH_BACKENDS, BACKEND "lms.search.backends"."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from modelsearch.backends.base import BaseSearchBackend


def SearchBackend(params: Mapping[str, Any]) -> BaseSearchBackend:  # the name that modelsearch looks for
    """The backend for the default database: SQLite with FTS5, or PostgreSQL.

    Raises ImproperlyConfigured for another database, rather than search badly without a word.
    """
    # Imported here because each of the two can be imported only when its own database is in use.
    if connection.vendor == "postgresql":
        from .postgres import PostgresBackend

        return PostgresBackend(params)
    if connection.vendor == "sqlite":
        from .sqlite import SQLiteBackend

        return SQLiteBackend(params)
    raise ImproperlyConfigured(f"lms.search knows SQLite and PostgreSQL, not {connection.vendor}.")
