"""What is taught: curricula, modules, versions, pilots."""

from django.apps import AppConfig


class CurriculaConfig(AppConfig):
    name = "curricula"
