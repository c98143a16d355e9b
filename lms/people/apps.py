"""Countries, organisations, persons, bodies, grants, consent."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "lms.people"
