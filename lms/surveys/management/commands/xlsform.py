"""`./manage xlsform check FILE...` and `./manage xlsform publish FILE --key KEY`."""

import json
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from lms.surveys.domain.publish import Examined, examine, publish
from lms.surveys.domain.refusals import FormRefused, Problem
from lms.surveys.models import Form


class Command(BaseCommand):
    help = "Checks XLSForm workbooks, one JSON object a line, or publishes one under a key."
    requires_system_checks = ()  # a check of a workbook needs neither the site nor its database

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        checking = verbs.add_parser("check")
        checking.add_argument("files", nargs="+", metavar="FILE")
        checking.add_argument("--anonymous", action="store_true", help="Also refuse what would tell who answered.")
        publishing = verbs.add_parser("publish")
        publishing.add_argument("file", metavar="FILE")
        publishing.add_argument("--key", required=True)
        publishing.add_argument("--kind", default=None, choices=Form.Kind.values)
        publishing.add_argument("--anonymous", action="store_true")
        publishing.add_argument("--invited", action="store_true", help="Only for persons with an invitation.")

    def handle(self, *, verb: str, **options) -> None:
        if verb == "check":
            said = [self._check(file, options["anonymous"]) for file in options["files"]]
            if not all(said):
                raise SystemExit(1)
        else:
            self._publish(**options)

    def _check(self, file: str, anonymous: bool) -> bool:
        try:
            examined = examine(content=Path(file).read_bytes(), anonymous=anonymous)
        except OSError as error:
            examined = Examined([Problem("", None, "", f"The file cannot be read: {error.strerror}.")])
        checked = examined.checked
        said = {"file": file, "ok": checked is not None, "languages": checked.compiled.languages if checked else [],
                "questions": checked.questions if checked else 0}
        if checked is None:
            said |= asdict(examined.problems[0]) | {"problems": [asdict(problem) for problem in examined.problems]}
        elif examined.remarks:
            said["remarks"] = [asdict(remark) for remark in examined.remarks]
        self.stdout.write(json.dumps(said, ensure_ascii=False))
        return checked is not None

    def _publish(self, *, file: str, key: str, kind: str | None, anonymous: bool, invited: bool, **_options) -> None:
        old = Form.objects.filter(key=key).first()
        try:
            version = publish(
                key=key, workbook=Path(file).read_bytes(), titles=None, by=None, now=timezone.now(),
                kind=kind or (old.kind if old else Form.Kind.EVALUATION), anonymous=anonymous or bool(old and old.anonymous),
                invited=invited or bool(old and old.invited), country=old.country if old else None)
        except FormRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error.strerror}.") from error
        self.stdout.write(f"{key}: version {version.number}, {len(version.languages)} languages, {version.sha256[:12]}")
