"""Ground: long work with progress."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "lms.jobs"
