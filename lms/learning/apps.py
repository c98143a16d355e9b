"""Taught at a distance: lessons and the xAPI store."""

from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "lms.learning"

    def ready(self) -> None:
        # the doors are filled here, when every room is loaded
        from lms.learning import links, privacy
        from lms.people.domain import links as door
        from lms.people.domain import privacy as privacy_door

        door.register("curricula.modulepage", links.of_module)
        door.register("people.person", links.of_person)
        privacy_door.announce(data=privacy.DATA, impersonal=privacy.IMPERSONAL, words=privacy.WORDS)
