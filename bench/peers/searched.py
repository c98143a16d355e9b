"""Search over a copy of the pages, in a process of its own: by our backend, or by the one that Wagtail brings.

    python -m bench.peers.searched ours|stock       (DATA_DIR: the folder of the copy)
"""

import os
import sys
import time
from pathlib import Path

from bench.peers.process import Process, serve

QUESTIONS = ("trafficking", "interview", "border police", "needle7", "mua bán người", "training")
"""Words of most pages, of some, and of one; in a text with accents too."""
MOST = 40
STOCK = "BENCH_SEARCH_STOCK"


def peer(*, folder: Path, backend: str, name: str) -> Process:
    """`folder` holds the copy, `backend` is ours or stock."""
    env = os.environ | {"DATA_DIR": str(folder), "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    return Process(name, [sys.executable, "-m", "bench.peers.searched", backend],
                   env | ({STOCK: "1"} if backend == "stock" else {}))


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from wagtail.models import Page

    if sys.argv[1] == "stock":  # the copy's index is ours: Wagtail's backend writes its own
        call_command("wagtail_update_index", verbosity=0)

    def search() -> None:
        for question in QUESTIONS:
            if not list(Page.objects.live().search(question)[:MOST]):
                raise LookupError(f"nothing found for {question}")

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            search()
        return round(len(found) / len(QUESTIONS))

    def batch(requests: int) -> float:
        start = time.process_time()
        for _ in range(requests):
            search()
        return (time.process_time() - start) / len(QUESTIONS)

    serve(queries=queries, batch=batch)


if __name__ == "__main__":
    main()
