"""Copies of the test database. The one that tests share stays empty; the starter content lives in a copy of it.

Works on SQLite and PostgreSQL through Django's own cloning of test databases.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.cache import cache
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper


def copy(suffix: str) -> str:
    """Clone the database that is in use and return the clone's name. On PostgreSQL nobody else may be connected."""
    connection = connections["default"]
    connection.close()  # on SQLite this writes the log ahead into the file that is copied
    connection.creation.clone_test_db(suffix=suffix, verbosity=0)
    return connection.creation.get_test_db_clone_settings(suffix)["NAME"]


def opened(name: str) -> BaseDatabaseWrapper:
    with named(name):
        connection = connections.create_connection("default")
        connection.settings_dict = {**connection.settings_dict}
    return connection


@contextmanager
def named(name: str) -> Iterator[None]:
    """While it lasts, new connections (those of other threads too) go to this database."""
    kept, connections.settings["default"]["NAME"] = connections.settings["default"]["NAME"], name
    try:
        yield
    finally:
        connections.settings["default"]["NAME"] = kept


@contextmanager
def used(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """While it lasts, everything speaks with this database."""
    kept = connections["default"]
    with named(connection.settings_dict["NAME"]):
        connections["default"] = connection
        cache.clear()  # it remembers what the other database held
        try:
            yield
        finally:
            connections["default"] = kept
            cache.clear()


@contextmanager
def rolled_back() -> Iterator[None]:
    """A transaction that ends in nothing, as every test has it."""
    whole = transaction.atomic()
    whole._from_testcase = True
    with whole:
        yield
        transaction.set_rollback(True)


@contextmanager
def throwaway(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """A copy for a test that commits."""
    with used(connection):
        clone = opened(copy("commits"))
    with used(clone):
        try:
            yield
        finally:
            clone.creation.destroy_test_db(verbosity=0)


@contextmanager
def filled(suffix: str, fill: Callable[[], None], blocker) -> Iterator[BaseDatabaseWrapper]:
    """A copy that `fill` has put something into, for all tests of a session. `blocker` is pytest-django's."""
    with blocker.unblock():
        connection = opened(copy(suffix))
        with used(connection):
            fill()
    yield connection
    with blocker.unblock():
        connection.creation.destroy_test_db(verbosity=0)


@contextmanager
def for_one_test(connection: BaseDatabaseWrapper, test, fixtures: set[str]) -> Iterator[None]:
    """While a test lasts, everything speaks with this copy; what the test changes is gone after it, also when it commits."""
    marker = test.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & fixtures or (marker and marker.kwargs.get("transaction"))
    if commits:
        with throwaway(connection):
            yield
    else:
        with used(connection), rolled_back():
            yield
