"""What the second wall costs: the register of 100,000 persons with and without it, in the same run, in turns.

    .venv/bin/python scripts/postgres.py .venv/bin/python bench/wall.py [--rounds 7] [--persons 100000]

Wall-clock time, because PostgreSQL works in processes of its own; the minimum of the rounds. "Without" is the owner of
the tables as a superuser, whom no policy stops, on the same connection. Exit code 1 when it costs more than 1.3 times or
a query leaves its index.
"""

import argparse
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]
MOST = 1.3
ROLE = "academy_app"
SEARCHES = {"listed": "", "searched for a word": "lan"}
WAY = re.compile(r"(?:Index(?: Only)? Scan(?: Backward)? using|Bitmap Index Scan on|Seq Scan on) (\w+)")
"""What PostgreSQL reads a table by: an index, or all of it."""
LARGE = re.compile(r"people_(?:person|nameword|affiliation)|nameword_|person_by_")
"""Tables that grow with the register, and their indexes."""
REPEATED = 8


# What needs Django is imported inside functions: its settings read the environment that main() has set.


def prepare(persons: int) -> None:
    """Tables with their policies, starter content, the register, the application's role, fresh statistics."""
    from django.db import connection

    from bench import data
    from lms.people.domain import wall, wall_sql

    with wall.lifted("command"):
        data.prepare()
        data.fill_register(persons)
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE ROLE {ROLE} NOSUPERUSER NOBYPASSRLS NOLOGIN")
            wall_sql.build(connection, application=ROLE)
            cursor.execute("VACUUM ANALYZE")


def act_as(role: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {role}" if role else "RESET ROLE")


def domain_work(words: str) -> Callable[[], int]:
    """What the page asks of the rules: whom the reader finds, and 50 rows of them."""
    from django.utils import timezone

    from lms.people import middleware
    from lms.people.domain import listing, wall
    from lms.people.models import Person

    class Request:
        """As much of a request as the middleware asks for."""

        def __init__(self, person: Person):
            self.user, self.session = person, {"_auth_user_id": str(person.pk)}

    with wall.lifted("command"):
        key = Person.objects.get(username="coordinator.vn").pk

    def work() -> int:
        with wall.lifted("command"):
            viewer = Person.objects.get(pk=key)  # a fresh one: it remembers its access
        with wall.within(wall.Reading(lambda: middleware.context_of(Request(viewer)))):
            found = listing.found(viewer=viewer, words=words, chosen=listing.Chosen(), on=timezone.localdate())
            found.count()
            return len(listing.rows(list(found[:50]), viewer=viewer, on=timezone.localdate(), language="en", regional=False))

    return work


def page_work(words: str) -> Callable[[], int]:
    """The whole page, as a signed-in coordinator gets it."""
    from bench import data
    from bench.client import Page
    from lms.people.domain import wall

    with wall.lifted("command"):
        page = Page("register", "/en/people/", "P-", data.coordinator(words))
    return lambda: page.checked().body.count(b"P-")


def in_turns(work: Callable[[], int], rounds: int) -> dict[str, float]:
    """{role: milliseconds a call}, the minimum of the rounds. Raises RuntimeError unless both find the same."""
    best: dict[str, float] = {}
    for _ in range(rounds):
        found = set()
        for role in ("", ROLE):
            act_as(role)
            found.add(work())  # warm
            start = time.perf_counter()
            for _call in range(REPEATED):
                work()
            ms = (time.perf_counter() - start) * 1000 / REPEATED
            best[role] = min(best.get(role, ms), ms)
        if len(found) != 1 or not min(found):
            raise RuntimeError(f"With the wall something else is found: {found}")
    act_as("")
    return best


def ways(work: Callable[[], int], role: str) -> set[str]:
    """The indexes (and tables as a whole) by which PostgreSQL reads for the queries of the work, asked as a role."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from lms.people.domain import wall
    from lms.people.models import Country

    act_as(role)
    with CaptureQueriesContext(connection) as asked:
        work()
    said = ""
    with wall.within(wall.Context(places=frozenset({Country.objects.get(code="VN").pk}))), connection.cursor() as cursor:
        for query in asked.captured_queries:
            if query["sql"].startswith("SELECT"):
                cursor.execute(f"EXPLAIN {query['sql']}")
                said += "\n".join(row[0] for row in cursor.fetchall())
    act_as("")
    return {way for way in WAY.findall(said) if LARGE.match(way)}


def rows(*, rounds: int) -> list[dict]:
    """The rows of the report, as bench.json has them."""
    found = []
    for named, words in SEARCHES.items():
        asking = domain_work(words)
        indexes = ways(asking, "")
        same = ways(asking, ROLE) == indexes
        for what, work in (("queries", asking), ("page", page_work(words))):
            best = in_turns(work, rounds)
            found.append({
                "work": f"register {named}, {what}", "ours_ms": round(best[ROLE], 3), "queries": None,
                "peer": "without the wall", "peer_ms": round(best[""], 3), "limit_ms": round(MOST * best[""], 3),
                "target": f"at most {MOST} x; reads {', '.join(sorted(indexes))}",
                "held": same and best[ROLE] <= MOST * best[""]})
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure the second wall.")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--persons", type=int, default=100_000)
    given = parser.parse_args()
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        sys.exit("Usage: .venv/bin/python scripts/postgres.py .venv/bin/python bench/wall.py")
    sys.path[0] = str(ROOT)
    with tempfile.TemporaryDirectory(prefix="academy-bench-", ignore_cleanup_errors=True) as scratch:
        os.environ |= {"DATA_DIR": scratch, "DJANGO_SETTINGS_MODULE": "bench.settings", "SITE_HOST": "localhost"}
        # the settings read the environment that was set above; one connection that stays, so that it keeps its role
        from bench import settings

        settings.DATABASES["default"] |= {"OPTIONS": {}, "CONN_MAX_AGE": None}
        django.setup()
        from bench import report

        prepare(given.persons)
        found = rows(rounds=given.rounds)
        print(report.table(found))
        return 0 if all(row["held"] for row in found) else 1


if __name__ == "__main__":
    sys.exit(main())
