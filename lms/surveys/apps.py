"""One question engine: forms from XLSForm workbooks, and the answers to them."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "lms.surveys"

    def ready(self) -> None:
        from lms.surveys import privacy  # models can be imported only now

        privacy.announce()
