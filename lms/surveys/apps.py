"""One question engine: forms from XLSForm workbooks, and the answers to them."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "lms.surveys"

    def ready(self) -> None:
        # models can be imported only now
        from lms.people.domain import privacy as door
        from lms.surveys import privacy
        from lms.surveys.domain import answer_files, drafts, received

        door.announce(data=privacy.DATA, impersonal=privacy.IMPERSONAL, words=privacy.WORDS)
        received.register(drafts.end)
        received.register(answer_files.tidy)
