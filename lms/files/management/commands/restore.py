"""`manage.py restore FILE`: database and files as they were when FILE was made."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lms.files.domain.backup import place
from lms.files.domain.backup.examine import examine
from lms.files.domain.backup.key import key_from_environment
from lms.files.domain.backup.refusal import BackupRefused
from lms.files.domain.backup.restore import restore
from lms.files.domain.backup.swap import finish_cut_off


class Command(BaseCommand):
    help = "Put the database and files of FILE in the place of those in use. What was there is kept beside them."
    requires_system_checks = []  # also a site that is in no good state can be restored

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--foreign", action="store_true", help="It may be of another installation.")
        parser.add_argument("--yes", action="store_true", help="Do not ask.")

    def handle(self, *args, **options) -> None:
        path = options["file"].absolute()
        try:
            key = key_from_environment()
            with place.site_stopped():
                finish_cut_off(place.data_dir())
                report = examine(path=path, key=key, foreign=options["foreign"])
                if report.obstacles:
                    raise BackupRefused(" ".join(report.obstacles))
                for line in report.in_words():
                    self.stdout.write(line)
                if not options["yes"]:
                    self.ask()
                restored = restore(path=path, key=key, report=report, now=timezone.now())
        except BackupRefused as refused:
            raise CommandError(str(refused)) from None
        for note in restored.notes:
            self.stderr.write(note)
        self.stdout.write("Restored. Everybody has to sign in again. What was there until now is kept:")
        for name in restored.before:
            self.stdout.write(f"  {name}")

    def ask(self) -> None:
        if not sys.stdin.isatty():
            raise BackupRefused("Nobody is there to answer whether to go on. Add --yes if it is meant.")
        self.stdout.write(f"This takes the place of the database and the files of {place.data_dir()}.")
        if input("Type yes to go on: ").strip().lower() != "yes":
            raise BackupRefused("Nothing was changed.")
