"""PostgreSQL: a dump of one moment by COPY, and a restore into a schema of its own that takes the old one's place.

pg_dump is not used: the programs of the machine need not be of the server's version.
"""

import contextlib
from collections.abc import Iterator

import psycopg
from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from lms.files.domain.backup.contents import Member, Packing
from lms.files.domain.backup.place import Migrations, database_in, database_to_read, instead
from lms.files.domain.backup.refusal import BackupRefused
from lms.files.domain.backup.swap import Step

PREFIX = "database"
TABLES = """
SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
  AND a.attgenerated = '' AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
GROUP BY c.relname ORDER BY c.relname"""
SEQUENCES = """
SELECT t.relname, a.attname, s.relname
FROM pg_class s JOIN pg_depend d ON d.objid = s.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
JOIN pg_class t ON t.oid = d.refobjid JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
WHERE s.relkind = 'S' AND s.relnamespace = current_schema()::regnamespace ORDER BY 1, 2"""
FORCED = """
SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
  AND relforcerowsecurity"""


def first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__


def raw(wrapper: BaseDatabaseWrapper) -> psycopg.Connection:
    """psycopg's connection, in autocommit; BackupRefused when the database does not answer."""
    try:
        wrapper.ensure_connection()
    except DatabaseError as error:
        raise BackupRefused(f"The database does not answer ({first_line(error)}).") from None
    return wrapper.connection


def tables_of(connection: psycopg.Connection) -> dict[str, list[str]]:
    """{table: its columns, generated ones left out}"""
    return dict(connection.execute(TABLES).fetchall())


def copy_statement(table: str, columns: list[str], direction: str) -> sql.Composed:
    return sql.SQL("COPY {} ({}) " + direction).format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns)))


class Snapshot:
    """All tables as they are at one moment, for as long as the transaction is open."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection, self._tables = connection, tables_of(connection)
        self._rows: dict[str, int] = {}

    def migrations(self) -> Migrations:
        found: Migrations = {}
        for app, name in self._connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name"):
            found.setdefault(app, []).append(name)
        return found

    def stored(self) -> Iterator[tuple[str, str]]:
        """(name, sha256) of every private file."""
        with self._connection.cursor("stored") as cursor:
            cursor.execute("SELECT content, sha256 FROM files_storedfile")
            yield from cursor

    def about(self) -> dict:
        """What the manifest says of the database: columns, and how far each sequence is."""
        sequences = []
        for table, column, name in self._connection.execute(SEQUENCES).fetchall():
            row = self._connection.execute(
                sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(name))).fetchone()
            sequences.append([table, column, *(row or ())])
        return {"tables": self._tables, "sequences": sequences}

    def pack(self, packing: Packing) -> Iterator[bytes]:
        for table, columns in self._tables.items():
            yield from packing.pieces(f"{PREFIX}/{table}", self._copied(table, columns))

    def _copied(self, table: str, columns: list[str]) -> Iterator[bytes]:
        with self._connection.cursor() as cursor:
            with cursor.copy(copy_statement(table, columns, "TO STDOUT")) as copy:
                yield from map(bytes, copy)
            self._rows[table] = cursor.rowcount

    def rows(self) -> dict[str, int]:
        """{table: rows}, once they are packed."""
        return self._rows


@contextlib.contextmanager
def snapshot() -> Iterator[Snapshot]:
    """Raises BackupRefused when the role would see less than everything, or the database stops answering."""
    wrapper = database_to_read()
    try:
        connection = raw(wrapper)
        with connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            # where a policy would hide rows, PostgreSQL then raises an error instead of leaving them out
            connection.execute("SET LOCAL row_security = off")
            yield Snapshot(connection)
    except psycopg.errors.InsufficientPrivilege as error:
        role = wrapper.settings_dict["USER"]
        raise BackupRefused(f"The database role '{role}' may not read everything ({first_line(error)}), and part of a "
                            "database is no backup. Let DATABASE_BACKUP_URL name a role with BYPASSRLS and "
                            "pg_read_all_data.") from None
    except psycopg.Error as error:
        raise BackupRefused(f"The database cannot be copied ({first_line(error)}).") from None
    finally:
        wrapper.close()


class Building:
    """The tables of a backup, built up in a schema of their own by the migrations that the backup names."""

    def __init__(self, *, stamp: str) -> None:
        self._staged, self._before = f"restore_{stamp.lower()}", f"before_restore_{stamp.lower()}"
        self._live = live_schema()
        self._wrapper = self.connection()
        self._connection: psycopg.Connection | None = None
        self._tables: dict[str, list[str]] = {}
        self._sequences: list[list] = []
        self._forced: list[str] = []
        self._rows: dict[str, int] = {}

    def connection(self) -> BaseDatabaseWrapper:
        """A connection of Django's that sees the schema of the build and no other."""
        options = {name: value for name, value in connections["default"].settings_dict["OPTIONS"].items()
                   if name != "pool"}
        options["options"] = f"{options.get('options', '')} -c search_path={self._staged}".strip()
        return database_in(OPTIONS=options)

    def take(self, member: Member, manifest: dict) -> None:
        table = member.name.split("/")[1]
        if self._connection is None:
            self._connection = self._begin(manifest)
        if table not in self._tables:
            raise BackupRefused(f"The backup holds a table {table} that its manifest does not name.")
        with self._connection.cursor() as cursor:
            with cursor.copy(copy_statement(table, self._tables[table], "FROM STDIN")) as copy:
                for block in member.blocks:
                    copy.write(block)
            self._rows[table] = self._rows.get(table, 0) + cursor.rowcount

    def _begin(self, manifest: dict) -> psycopg.Connection:
        """Make the tables as the backup's migrations make them, empty them, and open the one transaction that fills
        them."""
        connection = raw(self._wrapper)
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(self._staged)))
        with instead(self._wrapper):  # data migrations ask for the connection by its name
            migrate_to(self._wrapper, manifest["migrations"])
        connection = raw(self._wrapper)
        self._tables, self._sequences = manifest["tables"], manifest["sequences"]
        here = tables_of(connection)
        if different := sorted(table for table in {*here, *self._tables}
                               if sorted(here.get(table, [])) != sorted(self._tables.get(table, []))):
            raise BackupRefused(f"The table {different[0]} of the backup is not as its migrations make it here.")
        self._forced = [name for (name,) in connection.execute(FORCED)]
        self._guards("DISABLE", "NO FORCE")
        connection.execute("BEGIN")
        connection.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(map(sql.Identifier, here))))
        return connection

    def _guards(self, triggers: str, force: str) -> None:
        """Triggers (ledgers refuse changes) and policies are for the site's work, not for taking back what it wrote."""
        connection = raw(self._wrapper)
        for table in self._tables:
            connection.execute(sql.SQL("ALTER TABLE {} " + triggers + " TRIGGER USER").format(sql.Identifier(table)))
        for table in self._forced:
            connection.execute(sql.SQL("ALTER TABLE {} " + force + " ROW LEVEL SECURITY").format(sql.Identifier(table)))

    def finish(self, closing: dict) -> None:
        """All members were taken: set the sequences, check the counts, commit, which checks the foreign keys."""
        if self._connection is None:
            raise BackupRefused("The backup holds no database.")
        if closing.get("rows") != self._rows:
            raise BackupRefused("The tables do not have as many rows as the backup says.")
        for table, column, last, called in self._sequences:
            self._connection.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)",
                                     [f'"{table}"', column, last, called])
        self._connection.execute("COMMIT")
        self._guards("ENABLE", "FORCE")
        self._wrapper.close()

    def ready(self) -> list[Step]:
        """The step that puts the schema in place. BackupRefused when somebody is connected to the database."""
        refuse_in_use()
        return [Step(staged=self._staged, live=self._live, before=self._before, schema=True)]

    def discard(self) -> None:
        self._wrapper.close()
        drop_schema(self._staged)


def live_schema() -> str:
    """The schema that the site works in."""
    wrapper = database_in()
    try:
        (name,) = raw(wrapper).execute("SELECT current_schema()").fetchone() or (None,)
    finally:
        wrapper.close()
    if not name:
        raise BackupRefused("DATABASE_URL: the database has no schema that this role works in.")
    return name


def migrate_to(wrapper: BaseDatabaseWrapper, migrations: Migrations) -> None:
    """Apply these migrations and what they need to an empty database."""
    executor = MigrationExecutor(wrapper)
    graph = executor.loader.graph
    wanted = {(app, name) for app, names in migrations.items() for name in names} & set(graph.nodes)
    executor.migrate([key for key in sorted(wanted)
                      if not any(child.key in wanted for child in graph.node_map[key].children)])


def drop_schema(name: str) -> None:
    wrapper = database_in()
    with contextlib.suppress(psycopg.Error, DatabaseError, BackupRefused):  # what it leaves, the next restore removes
        raw(wrapper).execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(name)))
    wrapper.close()


def remove_left_overs() -> None:
    """What a restore that was killed before it changed anything has left."""
    wrapper = database_in()
    try:
        names = raw(wrapper).execute(
            "SELECT nspname FROM pg_namespace WHERE nspname ~ '^restore_[0-9]{8}t[0-9]{6}z$'").fetchall()
    finally:
        wrapper.close()
    for (name,) in names:
        drop_schema(name)


def refuse_in_use() -> None:
    """BackupRefused when another program is connected to the database: it would go on with the old tables."""
    wrapper = database_in()
    try:
        (others,) = raw(wrapper).execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND usesysid IS NOT NULL").fetchone() or (0,)
    finally:
        wrapper.close()
    if others:
        raise BackupRefused(f"Other programs are connected to the database ({others}). Stop the site first.")
