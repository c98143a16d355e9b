"""`manage.py backup FILE`: database and files, encrypted with BACKUP_KEY."""

import signal
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lms.files.domain.backup.key import key_from_environment, new_key
from lms.files.domain.backup.refusal import BackupRefused
from lms.files.domain.backup.write import back_up


class Command(BaseCommand):
    help = "Write database and files to FILE, encrypted with the key in BACKUP_KEY. The site may go on running."
    requires_system_checks = []  # a backup has to be possible when a setting is not as it should be

    def add_arguments(self, parser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("file", nargs="?", type=Path, metavar="FILE", help="A new file; none is ever replaced.")
        what.add_argument("--new-key", action="store_true", help="Print a new key for BACKUP_KEY, and do nothing else.")

    def handle(self, *args, **options) -> None:
        if options["new_key"]:
            self.stdout.write(new_key())
            return
        signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))  # leaves no half file either
        try:
            made = back_up(path=options["file"], key=key_from_environment(), now=timezone.now())
        except BackupRefused as refused:
            raise CommandError(str(refused)) from None
        for note in made.notes:
            self.stderr.write(note)
        self.stdout.write(f"{options['file']}: {len(made.rows):,} tables with {sum(made.rows.values()):,} rows, "
                          f"{made.files:,} files; {made.size:,} bytes.")
