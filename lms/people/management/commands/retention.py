"""`./manage retention [--apply]`: what is past its time, and its removal."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import override

from lms.people.domain import retention


class Command(BaseCommand):
    help = "Shows what the retention rules would remove today; with --apply, removes it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--apply", action="store_true", help="Remove it now.")

    def handle(self, *args: Any, apply: bool, **options: Any) -> None:
        now = timezone.now()
        with override("en"):
            removed = retention.apply(by=None, now=now) if apply else None
            for rule in retention.preview(now=now) if removed is None else []:
                oldest = f", oldest of {rule.oldest:%Y-%m-%d}" if rule.oldest else ""
                self.stdout.write(f"{rule.data.title}: {rule.rows} rows past {rule.months} months{oldest}")
            for label, rows in (removed or {}).items():
                self.stdout.write(f"{label}: {rows} rows removed")
