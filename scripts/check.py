"""Every check and test, in order, each under a heading; ends at the first that fails, with its exit code.

    scripts/test.sh              all
    scripts/test.sh mypy pytest  only the steps whose heading holds one of these words

The checks before the tests are small and independent: as many run at once as there are cores. The tests run in two
lanes beside each other, each step printed whole when it ends; what they measure is processor time, not the clock.
pytest's closing line is the last that is printed.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fingerprint import VARIABLES

ROOT = Path(__file__).resolve().parents[1]
PRINTING = threading.Lock()
PYTHON = sys.executable
Step = tuple[str, list[str]]


def domain_folders() -> list[str]:
    """The business rules of all rooms: what mypy reads."""
    return sorted(str(path.relative_to(ROOT)) for pattern in ("*/domain", "lms/*/domain") for path in ROOT.glob(pattern))


def checks() -> list[Step]:
    manage = [PYTHON, "manage.py"]
    return [
        ("mypy on domain/", [PYTHON, "-m", "mypy", *domain_folders()]),
        ("ruff", [PYTHON, "-m", "ruff", "check", "."]),
        ("import contracts", [str(Path(PYTHON).with_name("lint-imports"))]),
        ("translations", [PYTHON, "scripts/translations.py"]),
        ("migrations", [*manage, "makemigrations", "--check", "--dry-run"]),
        ("settings", [*manage, "check", "--fail-level", "WARNING"]),
        ("database from nothing", [*manage, "migrate", "-v0"]),  # and the tests on SQLite begin with a copy of it
    ]


def tests() -> list[list[Step]]:
    """Two lanes of about the same length."""
    pytest = [PYTHON, "-m", "pytest"]
    size = "" if os.environ.get("PROVE") else " and not prove"
    return [[
        ("pytest on SQLite", [*pytest, "-m", "not browser" + size, "--ignore=tests/matrix"]),
        # who gets what: the settings are those of production, which the environment decides at the start
        ("pytest of the matrix", ["env", "DEMO=0", *pytest, "-m", "not browser" + size, "tests/matrix"]),
    ], [
        ("pytest in the browser", [*pytest, "-m", "browser" + size]),
        ("pytest on PostgreSQL", [PYTHON, "scripts/postgres.py", *pytest, "-m", "postgres" + size]),
    ]]


def environment(data_dir: str) -> dict[str, str]:
    """The caller's environment without our own variables (they must not decide a test), and a throw-away DATA_DIR."""
    kept = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    return {**kept, "DATA_DIR": data_dir, "PYTHONUNBUFFERED": "1"}


def heading(name: str, seconds: float | None = None) -> None:
    took = "" if seconds is None else f"  ({seconds:.0f} s)"
    print(f"\n=== {name}{took}", flush=True)


def run(step: Step, env: dict[str, str]) -> tuple[subprocess.CompletedProcess[str], float]:
    start = time.monotonic()
    done = subprocess.run(step[1], cwd=ROOT, env=env, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    return done, time.monotonic() - start


def say(name: str, done: subprocess.CompletedProcess[str], seconds: float) -> None:
    with PRINTING:
        heading(name, seconds)
        print(done.stdout.rstrip(), flush=True)


def run_checks(steps: list[Step], env: dict[str, str]) -> int:
    """Run the small checks side by side; print each whole, in order; return the first exit code that is not 0."""
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        for (name, _), (done, seconds) in zip(steps, pool.map(lambda step: run(step, env), steps), strict=True):
            say(name, done, seconds)
            if done.returncode:
                pool.shutdown(cancel_futures=True)
                return done.returncode
    return 0


def run_lanes(lanes: list[list[Step]], env: dict[str, str]) -> int:
    """Run the lanes beside each other, their steps in order; after a step that fails, no other begins."""
    failed: list[int] = []

    def walk(lane: list[Step]) -> None:
        for name, command in lane:
            if failed:
                return
            with tempfile.TemporaryDirectory(prefix="academy-test-", ignore_cleanup_errors=True) as folder:
                done, seconds = run((name, command), {**env, "DATA_DIR": folder})
            say(name, done, seconds)
            if done.returncode:
                failed.append(done.returncode)

    with ThreadPoolExecutor(max_workers=len(lanes)) as pool:
        list(pool.map(walk, lanes))
    return failed[0] if failed else 0


def main() -> int:
    words = sys.argv[1:]

    def chosen(steps: list[Step]) -> list[Step]:
        return [step for step in steps if not words or any(word in step[0] for word in words)]

    with tempfile.TemporaryDirectory(prefix="academy-test-", ignore_cleanup_errors=True) as folder:
        env = environment(folder)
        # The checks read the settings as production does; the tests bring their own (lms.settings.test).
        if code := run_checks(chosen(checks()), {**env, "DJANGO_SETTINGS_MODULE": "lms.settings.base"}):
            return code
        return run_lanes([chosen(lane) for lane in tests()], {**env, "MIGRATED_DATABASE": str(Path(folder) / "db.sqlite3")})


if __name__ == "__main__":
    sys.exit(main())
