"""What is taught: curricula, modules, versions, pilots."""

from django.apps import AppConfig


class CurriculaConfig(AppConfig):
    name = "curricula"

    def ready(self) -> None:
        # the door is filled here, when every room is loaded
        from curricula import privacy
        from lms.people.domain import privacy as door

        for data in privacy.DATA:
            door.register(data)
