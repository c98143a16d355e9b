"""Builds the second wall in PostgreSQL from the registry of personal data, and says whether it stands (decision 16)."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from lms.audit.models import WrittenOnce
from lms.people.domain import privacy
from lms.people.domain.privacy import PersonalData, Wall
from lms.people.models import Country

POLICY = "lms_wall"


def setting(name: str, kind: str) -> str:
    """A setting of the connection as SQL. In a sub-select, so that it is read once a query and not once a row."""
    return f"(SELECT nullif(current_setting('lms.{name}', true), '')::{kind})"


def keys_in(name: str) -> str:
    """A list of keys as SQL: `column = ANY (...)`. The outer cast costs nothing; without it ANY would look at the rows of
    the sub-select instead of at the list."""
    return f"(SELECT string_to_array(nullif(current_setting('lms.{name}', true), ''), ',')::bigint[])::bigint[]"


EVERYONE = "(SELECT current_setting('lms.everyone', true) = '1')"
REVEALED = {
    # label: what else lets a row through while the room reveals an edition or a body (`wall.reveal`)
    "courses.enrolment": f"edition_id = ANY ({keys_in('editions')})",
    "courses.facilitation": f"edition_id = ANY ({keys_in('editions')})",
    # a day more on either side: the rule counts days where the body is, the database where it stands
    "people.membership": f"body_id = ANY ({keys_in('bodies')}) AND since <= current_date + 1"
                         " AND coalesce(until, current_date) >= current_date - 1",
}
"""The two dated exceptions of decision 17. Attendance and observations follow their enrolment and facilitation."""


def condition(data: PersonalData, wall: Wall) -> str:
    """The SQL that lets a row through: everyone, the countries, the person, what is revealed, the whole it belongs to.

    Written with OR in this order: PostgreSQL stops at the first that holds, so what most rows of a list meet comes first.
    """
    model = apps.get_model(data.label)
    ways = [EVERYONE]
    if wall.country and wall.by_code:
        codes = f"SELECT array_agg(code::text) FROM {Country._meta.db_table} WHERE id = ANY ({keys_in('places')})"
        ways.append(f"{wall.country}::text = ANY (({codes})::text[])")
    elif wall.country:
        ways.append(f"{wall.country} = ANY ({keys_in('places')})")
    if wall.person:
        ways.append(f"{wall.person} = {setting('uuid', 'uuid') if wall.by_uuid else setting('person', 'bigint')}")
    if data.label in REVEALED:
        ways.append(f"({REVEALED[data.label]})")
    if wall.whole:
        column, label = wall.whole
        ways.append(f"EXISTS (SELECT 1 FROM {apps.get_model(label)._meta.db_table} whole"
                    f" WHERE whole.id = {model._meta.db_table}.{column})")
    if wall.also:
        ways.append(f"({wall.also})")
    return " OR ".join(ways)


@dataclass(frozen=True)
class Walled:
    """A table behind the wall, and the condition of its policy."""

    table: str
    condition: str


def walled() -> list[Walled]:
    """All tables that the registry puts behind the wall."""
    return [Walled(apps.get_model(label)._meta.db_table, condition(data, data.wall))
            for label, data in sorted(privacy.registered().items()) if data.wall]


def open_to_all() -> list[str]:
    """Labels of registered tables without a wall: each says why in its `keep` and in decision 16."""
    return [label for label, data in sorted(privacy.registered().items()) if not data.wall]


def ours(model: type[Model]) -> bool:
    """True for a table of our own rooms: a library's tables are written as the library does."""
    return model.__module__.split(".")[0] in {"lms", "curricula", "certification", "tna"}


# --- what the catalogue of PostgreSQL says ----------------------------------------------------------------------------
STATE = """
    SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity, pg_has_role(c.relowner, 'MEMBER'),
           pg_get_expr(p.polqual, p.polrelid), obj_description(p.oid, 'pg_policy'),
           (SELECT count(*) FROM pg_policy WHERE polrelid = c.oid)
    FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid AND p.polname = %s
    WHERE c.relkind = 'r' AND c.relnamespace = to_regnamespace(current_schema())"""


@dataclass(frozen=True)
class Found:
    """A table as it is: forced row security, whether this role may change it, its policy and the policy's mark."""

    forced: bool
    owned: bool
    policy: str
    mark: str
    policies: int

    def is_as(self, condition: str) -> bool:
        """True when it is what was built from this condition, and nobody has changed it by hand since."""
        return self.forced and self.policies == 1 and self.mark == mark_of(condition, self.policy)


def mark_of(condition: str, policy: str) -> str:
    """PostgreSQL writes a condition in its own words: this ties what we asked for to what it made of it."""
    return hashlib.sha256(f"{condition}\n{policy}".encode()).hexdigest()


def found(connection: BaseDatabaseWrapper) -> dict[str, Found]:
    """{table: how it stands} for all tables of the schema."""
    with connection.cursor() as cursor:
        cursor.execute(STATE, [POLICY])
        return {row[0]: Found(row[1], row[2], row[3] or "", row[4] or "", row[5]) for row in cursor.fetchall()}


# --- building ---------------------------------------------------------------------------------------------------------
def may_build(connection: BaseDatabaseWrapper) -> bool:
    """True for the role that owns the tables, or a superuser."""
    known = found(connection)
    return all(known[one.table].owned for one in walled() if one.table in known)


def build(connection: BaseDatabaseWrapper, *, application: str) -> list[str]:
    """Put up what is missing or differs, and give the role `application` its rights. Safe to repeat.

    Returns the tables that were changed; those that do not exist yet (half-way through migrations) are left out.
    """
    known, changed = found(connection), []
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for one in walled():
            if one.table in known and not known[one.table].is_as(one.condition):
                put_up(cursor, one)
                changed.append(one.table)
        cursor.execute("SELECT current_user, current_schema()")
        owner, schema = cursor.fetchone()
        if application and application != owner:
            name, place = connection.ops.quote_name(application), connection.ops.quote_name(schema)
            for statement in rights(name, place, known):
                cursor.execute(statement)
    return changed


def put_up(cursor, one: Walled) -> None:
    cursor.execute(f"ALTER TABLE {one.table} ENABLE ROW LEVEL SECURITY")
    cursor.execute(f"ALTER TABLE {one.table} FORCE ROW LEVEL SECURITY")
    cursor.execute(f"DROP POLICY IF EXISTS {POLICY} ON {one.table}")
    cursor.execute(f"CREATE POLICY {POLICY} ON {one.table} USING ({one.condition})")
    cursor.execute("SELECT pg_get_expr(polqual, polrelid) FROM pg_policy WHERE polrelid = %s::regclass AND polname = %s",
                   [one.table, POLICY])
    cursor.execute(f"COMMENT ON POLICY {POLICY} ON {one.table} IS '{mark_of(one.condition, cursor.fetchone()[0])}'")


def ledgers() -> dict[str, list[str]]:
    """{table written once: the columns that erasing or merging a person may still change}."""
    kept = {}
    for model in apps.get_models():
        if issubclass(model, WrittenOnce):
            data = privacy.registered().get(model._meta.label_lower)
            fields = {*data.erase, *data.pointers} if data else set()
            kept[model._meta.db_table] = sorted(
                str(field.column) for field in model._meta.local_concrete_fields if field.name in fields)
    return kept


def rights(name: str, schema: str, known: dict[str, Found]) -> Iterator[str]:
    """What the application's role may do in a schema: read and write, add to ledgers, and change no table."""
    yield f"GRANT USAGE ON SCHEMA {schema} TO {name}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {name}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {name}"
    yield f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {name}"
    for table, columns in ledgers().items():
        if table in known:
            yield f"REVOKE UPDATE, DELETE ON {table} FROM {name}"
            if columns:
                yield f"GRANT UPDATE ({', '.join(columns)}) ON {table} TO {name}"


# --- checking ---------------------------------------------------------------------------------------------------------
ROLE = """
    SELECT current_user, rolsuper, rolbypassrls, pg_backend_pid(),
           (SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = to_regnamespace(current_schema())
            AND pg_has_role(relowner, 'MEMBER'))
    FROM pg_roles WHERE rolname = current_user"""


def faults(connection: BaseDatabaseWrapper) -> list[str]:
    """Why the wall does not stand for the role that is connected, a sentence each; empty when it stands."""
    if connection.vendor != "postgresql":
        return ["This database is not PostgreSQL: there is no second wall."]
    with connection.cursor() as cursor:
        cursor.execute(ROLE)
        role, superuser, bypasses, backend, owned = cursor.fetchone()
    said = []
    if superuser or bypasses:
        said.append(f"The role {role} is a superuser or has BYPASSRLS: no policy holds for it.")
    elif owned:
        said.append(f"The role {role} owns {owned} tables and could take the wall down.")
    if backend != connection.connection.info.backend_pid:
        said.append("A pooler stands between: it may hand one person's connection to another. Connect directly.")
    known = found(connection)
    for one in walled():
        if one.table not in known:
            said.append(f"The table {one.table} does not exist: run migrate.")
        elif not known[one.table].is_as(one.condition):
            said.append(f"The table {one.table} is open, or its policy is not what the registry says: run wall build.")
    return said
