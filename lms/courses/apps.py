"""Taught in a room: editions, nominations, attendance."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "lms.courses"

    def ready(self) -> None:
        # the doors are filled here, when every room is loaded
        from lms.courses import links, privacy
        from lms.courses.domain.evaluation import count_received
        from lms.people.domain import links as door
        from lms.people.domain import privacy as privacy_door
        from lms.surveys.domain import received

        door.register("courses.edition", links.of_edition)
        door.register("people.person", links.of_person)
        privacy_door.announce(data=privacy.DATA, impersonal=privacy.IMPERSONAL, words=privacy.WORDS)
        received.register(count_received)
