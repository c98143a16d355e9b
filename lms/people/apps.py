"""Countries, organisations, persons, bodies, grants, consent."""

from django.apps import AppConfig
from django.conf import settings
from django.db import connections
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    name = "lms.people"

    def ready(self) -> None:
        # models can be imported only now
        from lms.people import privacy
        from lms.people.domain import privacy as door
        from lms.people.domain import wall

        door.announce(data=privacy.DATA, impersonal=privacy.IMPERSONAL, words=privacy.WORDS,
                      purposes=privacy.PURPOSES)
        wall.stand()
        post_migrate.connect(build_wall, sender=self)


def build_wall(*, using: str, **_) -> None:
    """After every migration: tables that came or changed get their policies, when the owner of the tables migrates."""
    from lms.people.domain import wall_sql  # models can be imported only when all apps are ready

    connection = connections[using]
    if connection.vendor == "postgresql" and wall_sql.may_build(connection):
        wall_sql.build(connection, application=settings.DATABASE_APPLICATION_ROLE)
