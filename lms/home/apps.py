"""The site's pages, my work, search results, health."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "lms.home"

    def ready(self) -> None:
        # the door is filled here, when every room is loaded
        from lms.home import privacy
        from lms.people.domain import privacy as door

        door.announce(data=privacy.DATA, impersonal=(*privacy.IMPERSONAL, *privacy.LIBRARIES),
                      words=privacy.WORDS)
