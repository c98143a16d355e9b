"""`manage.py accounts`: who can sign in to the demo, and with which password."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from lms.people.domain.accounts import accounts


class Command(BaseCommand):
    help = "Print the demo's address, its accounts and their password."

    def handle(self, *args, **options) -> None:
        if not settings.DEMO:
            raise CommandError("Accounts are shown in the demo only. Start it with: make demo")
        with override("en"):
            rows = [(account.name, account.role, account.place) for account in accounts()]
        widths = [max((len(row[column]) for row in rows), default=0) for column in range(2)]
        self.stdout.write(f"Address: {settings.SITE_ADDRESS}/")
        self.stdout.write(f"Content host: http://{settings.CONTENT_HOST}/\n\n")
        for name, role, place in rows:
            self.stdout.write(f"  {name:{widths[0]}}  {role:{widths[1]}}  {place}")
        self.stdout.write(f"\nPassword of all: {settings.DEMO_PASSWORD}")
