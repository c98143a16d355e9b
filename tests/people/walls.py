"""For tests of the second wall: a role that it holds for, and Python's own scoping switched off.

The private cluster's role is a superuser, whom no policy stops.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from lms.people import middleware, permissions
from lms.people.domain import wall, wall_sql
from tests import copies

ROLE = "academy_app"


def give_role(cursor) -> None:
    """Make the application's role as an operator does, with the rights that `wall build` gives."""
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
    if not cursor.fetchone():
        cursor.execute(f"CREATE ROLE {ROLE} NOSUPERUSER NOBYPASSRLS NOLOGIN")


@contextmanager
def wall_on() -> Iterator[None]:
    """While it lasts, all statements of this connection run as the application's role. The test's own are let through."""
    with wall.lifted("test"), connection.cursor() as cursor:
        give_role(cursor)
        wall_sql.build(connection, application=ROLE)
        cursor.execute(f"SET ROLE {ROLE}")
        yield
        if not connection.needs_rollback:  # otherwise the role ends with the transaction
            cursor.execute("RESET ROLE")


@contextmanager
def python_scoping_off() -> Iterator[None]:
    """While it lasts, Python takes everybody for one who sees the people of all countries; the database is told the truth."""
    honest, asking, truth = permissions.Access.where, [], middleware.context_of

    def where(self, verb: str):
        return honest(self, verb) if asking or verb != "see people" else None

    def context_of(request):
        asking.append(True)
        try:
            return truth(request)
        finally:
            asking.pop()

    with patch.object(permissions.Access, "where", where), patch.object(middleware, "context_of", context_of):
        yield


@contextmanager
def pool_of_one() -> Iterator[BaseDatabaseWrapper]:
    """A connection of the application's role from a pool that holds one: the next to ask gets what the last one had."""
    owner, pooled = (copies.opened(connection.settings_dict["NAME"]) for _ in range(2))
    with owner.cursor() as cursor:
        give_role(cursor)
        cursor.execute(f"ALTER ROLE {ROLE} LOGIN PASSWORD '{ROLE}'")
    pooled.settings_dict |= {"USER": ROLE, "PASSWORD": ROLE, "OPTIONS": {"pool": {"min_size": 1, "max_size": 1}}}
    try:
        with copies.used(pooled):
            yield pooled
    finally:
        pooled.close()
        pooled.close_pool()
        with owner.cursor() as cursor:
            cursor.execute(f"DROP ROLE {ROLE}")
        owner.close()
