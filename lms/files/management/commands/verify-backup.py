"""`manage.py verify-backup FILE`: is it whole, what is in it, could it be restored here?"""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from lms.files.domain.backup.examine import examine
from lms.files.domain.backup.key import key_from_environment
from lms.files.domain.backup.refusal import BackupRefused


class Command(BaseCommand):
    help = "Read all of FILE with the key in BACKUP_KEY and say what it holds and whether it could be restored here."
    requires_system_checks = []

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--foreign", action="store_true", help="It may be of another installation.")

    def handle(self, *args, **options) -> None:
        try:
            report = examine(path=options["file"], key=key_from_environment(), foreign=options["foreign"])
        except BackupRefused as refused:
            raise CommandError(str(refused)) from None
        for line in [*report.in_words(), "Every byte is as it was written."]:
            self.stdout.write(line)
        if report.older:
            self.stdout.write("It was made by an older version; a restore brings it to this one.")
        for finding in [*report.findings, *report.obstacles]:
            self.stdout.write(finding)
        if report.obstacles:
            raise CommandError("It cannot be restored here.")
        self.stdout.write("It can be restored here.")
        if report.findings:
            raise CommandError("Some of its files are not as the database says.")
