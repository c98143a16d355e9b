"""`make bench`: measures our pages beside their peers, prints a table, writes DATA_DIR/bench.json (default var/).

The exit code is 1 when a target is not held. Database, static files and secret key are made for the run, in a
folder that is thrown away: nothing of DATA_DIR is read, and nothing but bench.json is written there.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]
OPERATORS = ("DATABASE_URL", "CELERY_BROKER_URL", "CACHE_URL", "EMAIL_URL", "SECRET_KEY", "ALLOWED_HOSTS", "SITE_HOST",
             "CONTENT_HOST", "PORT", "DEMO", "DEMO_PASSWORD")
"""What an operator's shell may hold; it must not decide what is measured, least of all which database is filled."""
LEAST_ROUNDS = 5


def measure(rounds: int, target: Path) -> int:
    django.setup()
    # models can be imported only now: the settings read the environment that main() has set
    from bench import answers_rows, curricula_rows, data, report, rows, surveys_rows

    print("Preparing the data ...", file=sys.stderr, flush=True)
    data.prepare()
    print("Measuring ...", file=sys.stderr, flush=True)
    found = [*rows.all_rows(rounds=rounds, editions=100, certificates=100, persons=100_000),
             *curricula_rows.all_rows(rounds=rounds, scratch=Path(os.environ["DATA_DIR"])),
             *surveys_rows.all_rows(rounds=rounds), *answers_rows.all_rows(rounds=rounds)]
    print(report.table(found))
    report.write(found, target)
    missed = [row["work"] for row in found if not row["held"]]
    print(f"\n{len(found) - len(missed)} of {len(found)} held; written to {target}")
    for work in missed:
        print(f"not held: {work}")
    return 1 if missed else 0


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure our pages beside their peers.")
    parser.add_argument("--rounds", type=int, default=7, help=f"batches of each page and peer; {LEAST_ROUNDS} or more")
    rounds = parser.parse_args().rounds
    if rounds < LEAST_ROUNDS:
        parser.error(f"--rounds: {LEAST_ROUNDS} or more, or the minimum means nothing.")
    folder = Path(os.environ.get("DATA_DIR", "").strip() or ROOT / "var").expanduser().absolute()
    folder.mkdir(parents=True, exist_ok=True)
    for name in OPERATORS:
        os.environ.pop(name, None)
    sys.path[0] = str(ROOT)
    with tempfile.TemporaryDirectory(prefix="academy-bench-", ignore_cleanup_errors=True) as scratch:
        os.environ |= {"DATA_DIR": scratch, "DJANGO_SETTINGS_MODULE": "bench.settings", "SITE_HOST": "localhost"}
        return measure(rounds, folder / "bench.json")


if __name__ == "__main__":
    sys.exit(main())
