"""What training is needed: findings and actions."""

from django.apps import AppConfig


class TnaConfig(AppConfig):
    name = "tna"

    def ready(self) -> None:
        # the door is filled here, when every room is loaded
        from lms.people.domain import links as door
        from lms.people.domain import privacy as privacy_door
        from tna import links, privacy

        door.register("courses.edition", links.of_edition)
        door.register("tna.action", links.of_action)
        door.register("tna.finding", links.of_finding)
        privacy_door.announce(data=privacy.DATA, impersonal=privacy.IMPERSONAL, words=privacy.WORDS)
