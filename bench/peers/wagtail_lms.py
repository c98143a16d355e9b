"""wagtail-lms: the course page of a published learning platform for Wagtail, in an environment of its own.

It is installed from PyPI when the run begins; without the package index the row is left out. The same file is the program
of the other process, which knows nothing of this project but `process.serve`.
"""

import os
import subprocess
import sys
from pathlib import Path

VERSION = "wagtail-lms==0.11.1"
ROOT = Path(__file__).resolve().parents[2]
SETTINGS = "bench.peers.wagtail_lms_site"


def peer(*, folder: Path, signed_in: bool):
    """The course page as a subject, or None where the package cannot be installed. `folder` is thrown away later."""
    from bench.peers.process import Process

    python = installed(folder / "wagtail-lms")
    if python is None:
        return None
    who = "signed-in" if signed_in else "public"
    return Process(f"wagtail-lms course page, {who}", [str(python), "-m", "bench.peers.wagtail_lms", who], {
        "PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": SETTINGS})


def installed(folder: Path) -> Path | None:
    """Its Python, in an environment that is made once a run."""
    python = folder / "bin" / "python"
    uv = ROOT / ".tools" / "uv" / "bin" / "uv"
    try:
        if not python.exists():
            subprocess.run([str(uv), "venv", "--quiet", "--python", sys.executable, str(folder)], check=True, timeout=60)
            subprocess.run([str(uv), "pip", "install", "--quiet", "--python", str(python), VERSION], check=True,
                           timeout=300)
    except (OSError, subprocess.SubprocessError) as error:
        print(f"{VERSION} is left out: {error}", file=sys.stderr)
        return None
    return python


def main() -> None:
    import time

    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from wagtail.models import Page
    from wagtail_lms.models import CourseEnrollment, CoursePage, H5PLessonPage

    call_command("migrate", verbosity=0)
    course = Page.objects.get(depth=2).add_child(instance=CoursePage(
        title="Course page", slug="course", description="<p>What the course is about.</p>" * 20))
    for number in range(1, 4):
        course.add_child(instance=H5PLessonPage(title=f"Lesson {number}", slug=f"lesson-{number}"))
    client = Client()
    if sys.argv[1] == "signed-in":
        person = get_user_model().objects.create_user("lan", password=None)
        CourseEnrollment.objects.create(user=person, course=course)
        client.force_login(person)

    def ask() -> None:
        answer = client.get("/course/")
        if answer.status_code != 200 or b"Course page" not in answer.content:
            raise LookupError(f"answered {answer.status_code}")

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            ask()
        return len(found)

    def batch(requests: int) -> float:
        start = time.process_time()
        for _ in range(requests):
            ask()
        return time.process_time() - start

    from bench.peers.process import serve

    serve(queries=queries, batch=batch)


if __name__ == "__main__":
    main()
