"""`manage.py wall build|show|check`: the second wall in PostgreSQL."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from lms.people.domain import wall_sql


class Command(BaseCommand):
    help = "The second wall (row level security): build it as the tables' owner, show it, check that it stands."

    def add_arguments(self, parser) -> None:
        parser.add_argument("do", choices=["build", "show", "check"])

    def handle(self, *args, **options) -> None:
        getattr(self, options["do"])()

    def build(self) -> None:
        """As the owner of the tables (DATABASE_OWNER_URL); `migrate` does the same at its end."""
        if connection.vendor != "postgresql":
            raise CommandError("This database is not PostgreSQL: there is no second wall.")
        if not wall_sql.may_build(connection):
            raise CommandError("This role does not own the tables. Set DATABASE_OWNER_URL to the role that does.")
        changed = wall_sql.build(connection, application=settings.DATABASE_APPLICATION_ROLE)
        self.stdout.write(f"{len(wall_sql.walled())} tables behind the wall, {len(changed)} of them put up or changed now.")

    def show(self) -> None:
        """What each table lets through, and which registered tables have no wall."""
        for one in wall_sql.walled():
            self.stdout.write(f"{one.table}\n    {one.condition}")
        self.stdout.write(f"no wall: {', '.join(wall_sql.open_to_all())}")

    def check(self) -> None:
        """Exit code 0 when the wall stands for the role that the application uses, otherwise 1."""
        said = wall_sql.faults(connection)
        if said:
            raise CommandError("The wall does not stand.\n" + "\n".join(said))
        self.stdout.write(f"The wall stands: {len(wall_sql.walled())} tables.")
