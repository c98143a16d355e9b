"""`manage.py load_starter`: the starter content. A second run changes nothing."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from lms.home.domain.starter.load import load


class Command(BaseCommand):
    help = "Load the starter content: what is missing is added, nothing is changed or removed."

    def handle(self, *args, **options) -> None:
        self.stderr.write("Loading the starter content ...", ending="")
        self.stderr.write(" done." if load(now=timezone.now()) else " nothing to do.")
