"""The moment of a restore on PostgreSQL: the tables of one schema take the place of another's, in one transaction.

The tables move, the schema stays: rights on it, default rights and extensions are the operator's and remain.
"""

import psycopg
from django.db import DatabaseError
from psycopg import sql

from lms.files.domain.backup.place import database_in
from lms.files.domain.backup.refusal import BackupRefused

PATIENCE = "10s"
"""How long to wait for somebody who still uses a table."""

RELATIONS = """
SELECT c.relname FROM pg_class c
WHERE c.relnamespace = %s::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass
                  AND (d.deptype = 'e' OR c.relkind = 'S' AND d.deptype IN ('a', 'i')))
ORDER BY c.relname"""  # a sequence of a table's column moves with it
ROUTINES = """
SELECT p.oid::regprocedure::text FROM pg_proc p
WHERE p.pronamespace = %s::regnamespace
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
ORDER BY 1"""
RIGHTS = """
SELECT old.relname, old.relkind = 'S', pg_get_userbyid(old.relowner), acl.privilege_type, acl.is_grantable,
       CASE acl.grantee WHEN 0 THEN NULL ELSE pg_get_userbyid(acl.grantee) END, acl.grantee = old.relowner
FROM pg_class old JOIN pg_class new ON new.relname = old.relname AND new.relnamespace = %(staged)s::regnamespace
LEFT JOIN LATERAL aclexplode(old.relacl) acl ON true
WHERE old.relnamespace = %(live)s::regnamespace AND old.relkind IN ('r', 'p', 'v', 'm', 'S')
ORDER BY old.relkind = 'S'"""


def exchange(*, staged: str, live: str, before: str) -> None:
    """What is in schema `live` moves to `before`, and what is in `staged` to `live`. Nothing when `staged` is gone.

    Owners and rights of the old tables are given to the new ones of the same name. Raises BackupRefused, with
    nothing changed, when the database does not do it.
    """
    wrapper = database_in()
    try:
        wrapper.ensure_connection()
        connection: psycopg.Connection = wrapper.connection
        if not connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [staged]).fetchone():
            return
        with connection.transaction():
            connection.execute(sql.SQL("SET LOCAL lock_timeout = {}").format(PATIENCE))
            rights = connection.execute(RIGHTS, {"staged": staged, "live": live}).fetchall()
            connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(before)))
            move(connection, live, before)
            move(connection, staged, live)
            for right in rights:
                give(connection, live, *right)
            connection.execute(sql.SQL("DROP SCHEMA {}").format(sql.Identifier(staged)))
    except (psycopg.Error, DatabaseError) as error:
        raise BackupRefused(f"The database did not exchange the tables ({str(error).strip().splitlines()[0]}). "
                            "Everything is as it was.") from None
    finally:
        wrapper.close()


def move(connection: psycopg.Connection, source: str, target: str) -> None:
    """Everything of schema `source` that is not part of an extension."""
    for (name,) in connection.execute(RELATIONS, [source]).fetchall():
        connection.execute(sql.SQL("ALTER TABLE {} SET SCHEMA {}").format(
            sql.Identifier(source, name), sql.Identifier(target)))
    for (signature,) in connection.execute(ROUTINES, [source]).fetchall():  # quoted and qualified by PostgreSQL
        connection.execute(sql.SQL("ALTER ROUTINE {} SET SCHEMA {}").format(
            sql.SQL(signature), sql.Identifier(target)))


def give(connection: psycopg.Connection, schema: str, name: str, is_sequence: bool, owner: str,
         privilege: str | None, grantable: bool, grantee: str | None, is_owner: bool) -> None:
    """One right that the old table had; its owner too."""
    table = sql.Identifier(schema, name)
    if not is_sequence:  # a table's sequences follow its owner
        connection.execute(sql.SQL(
            "DO $$ BEGIN IF (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = {}::regclass) <> {} THEN "
            "ALTER TABLE {} OWNER TO {}; END IF; END $$").format(
                sql.Literal(f'"{schema}"."{name}"'), sql.Literal(owner), table, sql.Identifier(owner)))
    if privilege is None or is_owner:
        return
    to = sql.SQL("PUBLIC") if grantee is None else sql.Identifier(grantee)
    connection.execute(sql.SQL("GRANT {} ON {} {} TO {}{}").format(
        sql.SQL(privilege), sql.SQL("SEQUENCE" if is_sequence else "TABLE"), table, to,
        sql.SQL(" WITH GRANT OPTION" if grantable else "")))
