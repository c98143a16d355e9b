"""`./manage audit verify [--expect NUMBER:HASH]` and `./manage audit seal`."""

import re

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from lms.audit.domain.verify import verify
from lms.audit.tasks import seal


class Command(BaseCommand):
    help = "Compares the log with the chain over it and names what was removed or altered; or seals what waits."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="what", required=True)
        verifying = verbs.add_parser("verify", help="Name every entry and seal that was removed or altered.")
        verifying.add_argument("--expect", metavar="NUMBER:HASH", help="A head that was printed earlier.")
        verbs.add_parser("seal", help="Seal the entries that are older than a minute, in the whole log.")

    def handle(self, *, what: str, **options) -> None:
        if what == "seal":
            self.stdout.write(f"{seal(whole=True)} entries sealed")
        else:
            self._verify(options["expect"])

    def _verify(self, expect: str | None) -> None:
        if expect and not re.fullmatch(r"\d{1,18}:[0-9a-f]{64}", expect):
            raise CommandError("--expect is the head as verify prints it: the number, a colon, 64 letters and digits.")
        number, _colon, digest = (expect or "").partition(":")
        report = verify(now=timezone.now(), expect=(int(number), digest) if expect else None)
        for fault in report.faults:
            self.stdout.write(fault)
        self.stdout.write(f"{report.sealed} entries sealed\n{report.unsealed} entries not sealed yet")
        if report.late:
            self.stdout.write(f"{report.late} of them are older than ten minutes: the sealer does not run")
        self.stdout.write(f"head {report.head}")
        if report.faults:
            self.stdout.write(f"{len(report.faults)} faults: the log is not as it was written")
            raise SystemExit(1)
        self.stdout.write("the log is as it was written")
