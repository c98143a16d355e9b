"""What is taught: curricula, modules, versions, pilots."""

from django.apps import AppConfig


class CurriculaConfig(AppConfig):
    name = "curricula"

    def ready(self) -> None:
        # the door is filled here, when every room is loaded; wagtail's signals can be imported no sooner
        from django.db.models.signals import post_delete
        from wagtail.models import Page
        from wagtail.signals import page_published, page_unpublished, post_page_move

        from curricula import privacy
        from curricula.domain.kept import renew
        from lms.people.domain import privacy as door

        door.announce(data=privacy.DATA, impersonal=privacy.IMPERSONAL, words=privacy.WORDS)
        for signal in (page_published, page_unpublished, post_page_move):
            signal.connect(renew, dispatch_uid="curricula.kept")
        post_delete.connect(renew, sender=Page, dispatch_uid="curricula.kept")
