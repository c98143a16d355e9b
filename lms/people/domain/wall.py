"""The second wall: for whom the database itself lets rows through (PostgreSQL's row level security; decision 16).

Whoever asks says so by a context: nobody, one person with the countries that the person's grants open, or everyone. It
lives beside the running code (a context variable: it ends with the request, the task or the `with`), never in the
connection alone. Before each statement the connection is told, if it was told something else before; so a connection
that served another person, or a rolled back transaction, changes nothing. Without a context all is closed.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any
from weakref import WeakKeyDictionary

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

EXCEPTIONS: dict[str, str] = {
    "sign-in": "a name, a mail address or a number leads to an account before anybody is signed in",
    "code": "whoever holds a code (of a letter, an invitation) may do what the code is for",
    "certificate check": "whoever holds a certificate's code reads what the paper says",
    "counts": "figures over several countries: how many, never who",
    "seat": "which position a seat of a body took: its members share it, and what a body adopted shows seats without names",
    "uniqueness": "issuing a number, refusing what somebody has already: it must look at all rows",
    "letters": "writing to a person whose letters the writer may not read",
    "log": "an entry is kept under the key of the person it is about, whom the writer may not read",
    "authority": "whether a person may train, act or teach: yes or no, in another country too",
    "demo": "the sign-in page and the outbox of the demo, which holds samples only",
    "task": "work of the system itself, asked for by nobody or on somebody's behalf after checks",
    "command": "the operator's commands",
    "test": "what a test prepares and looks up",
}
"""Why somebody may read rows of others for a moment. Each use names one of these; a test lists the uses."""


@dataclass(frozen=True)
class Context:
    """For whom rows are let through. `places` are keys of countries; `editions` and `bodies` of what was revealed."""

    everyone: bool = False
    person: int | None = None
    uuid: str = ""
    places: frozenset[int] = frozenset()
    editions: frozenset[int] = frozenset()
    bodies: frozenset[int] = frozenset()

    def settings(self) -> dict[str, str]:
        """What the policies read: PostgreSQL's settings are texts, and a list is numbers between commas."""
        def listed(keys: frozenset[int]) -> str:
            return ",".join(str(key) for key in sorted(keys))

        return {"lms.everyone": "1" if self.everyone else "", "lms.person": str(self.person or ""), "lms.uuid": self.uuid,
                "lms.places": listed(self.places), "lms.editions": listed(self.editions),
                "lms.bodies": listed(self.bodies)}


CLOSED = Context()
EVERYONE = Context(everyone=True)


@dataclass
class Reading:
    """A context that is found out when the first statement needs it: a page from the cache asks nobody who reads it."""

    find: Callable[[], Context]
    found: Context | None = None
    finding: bool = field(default=False)

    def context(self) -> Context:
        """The reader's context. While it is being found out, all is closed but what `find` opens for itself."""
        if self.found is None and not self.finding:
            self.finding = True
            try:
                self.found = self.find()
            finally:
                self.finding = False
        return self.found or CLOSED


_standing: ContextVar[Context | Reading] = ContextVar("lms_wall", default=CLOSED)


def standing() -> Context:
    """The context that holds at this point of the program."""
    now = _standing.get()
    return now.context() if isinstance(now, Reading) else now


@contextmanager
def within(context: Context | Reading) -> Iterator[None]:
    """While it lasts, rows are let through for this context, whatever held before."""
    token = _standing.set(context)
    try:
        yield
    finally:
        _standing.reset(token)


@contextmanager
def lifted(why: str) -> Iterator[None]:
    """While it lasts, all rows are let through. `why` is one of EXCEPTIONS (KeyError otherwise).

    Also a decorator. A queryset must be read inside: what is read later is read by the rules of later.
    """
    if why not in EXCEPTIONS:
        raise KeyError(f"The wall knows no exception '{why}'.")
    with within(EVERYONE):
        yield


def reveal(*, editions: Iterable[int] = (), bodies: Iterable[int] = ()) -> None:
    """For the rest of this request, let the rosters of these editions and the seats of these bodies (keys) through.

    For the rules that decide that the reader may read them today (decision 17), and for nobody else. Outside a request
    it does nothing: whoever works there reads all.
    """
    now = _standing.get()
    if isinstance(now, Reading):
        known = now.context()
        now.found = replace(known, editions=known.editions | frozenset(editions), bodies=known.bodies | frozenset(bodies))


def kept(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """A stream that goes on reading for the one who asked for it, after the request itself is over."""
    return _kept(standing(), iter(chunks))


def _kept(context: Context, waiting: Iterator[bytes]) -> Iterator[bytes]:
    while True:
        with within(context):
            try:
                chunk = next(waiting)
            except StopIteration:
                return
        yield chunk


# --- the connection --------------------------------------------------------------------------------------------------
IDLE = 0
"""libpq's PQTRANS_IDLE: no transaction is open."""


@dataclass(frozen=True)
class Told:
    """What a connection was told last, and whether inside a transaction: then it holds no longer than that."""

    context: Context
    inside: bool


_told: WeakKeyDictionary[Any, Told | None] = WeakKeyDictionary()
"""By the driver's own connection, which outlives Django's in the pool. None: it cannot be known; tell it again."""


def tell(connection: BaseDatabaseWrapper, context: Context) -> None:
    """Bring the connection's settings in line with a context; one round trip, none if they are.

    Inside a transaction the settings are local to it (SET LOCAL), so that they end with it in any case.
    """
    raw = connection.connection
    idle = raw.pgconn.transaction_status == IDLE
    told = _told.get(raw, Told(CLOSED, inside=False))
    if told and told.context == context and not (told.inside and idle):
        return
    local = connection.in_atomic_block or not raw.autocommit
    _told[raw] = None
    wanted = context.settings()
    with connection.wrap_database_errors:
        raw.execute("SELECT " + ", ".join("set_config(%s, %s, %s)" for _ in wanted),
                    [value for pair in wanted.items() for value in (*pair, local)])
    _told[raw] = Told(context, inside=local)


def before_each(execute: Callable, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Django's hook around every statement."""
    connection = context["connection"]
    if sql.startswith("ROLLBACK"):  # to a savepoint: what was told since then is gone
        _told[connection.connection] = None
    elif not connection.needs_rollback:
        tell(connection, standing())
    return execute(sql, params, many, context)


def watch(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Called for every connection that Django opens or takes from its pool."""
    if connection.vendor == "postgresql" and before_each not in connection.execute_wrappers:
        connection.execute_wrappers.append(before_each)


def stand() -> None:
    """Begin to watch connections; called once, when the room is ready."""
    connection_created.connect(watch, dispatch_uid="lms.people.wall")
