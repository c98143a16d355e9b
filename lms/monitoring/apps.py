"""Plan targets, readings, reports."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "lms.monitoring"

    def ready(self) -> None:
        # the door is filled here, when every room is loaded
        from lms.monitoring import links, privacy
        from lms.people.domain import links as door
        from lms.people.domain import privacy as privacy_door

        door.register("courses.edition", links.of_edition)
        door.register("certification.certificate", links.of_certificate)
        door.register("monitoring.reading", links.of_reading)
        privacy_door.announce(data=privacy.DATA, impersonal=privacy.IMPERSONAL, words=privacy.WORDS)
