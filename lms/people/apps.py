"""Countries, organisations, persons, bodies, grants, consent."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "lms.people"

    def ready(self) -> None:
        # models can be imported only now
        from lms.people import privacy
        from lms.people.domain import privacy as door

        for data in privacy.DATA:
            door.register(data)
