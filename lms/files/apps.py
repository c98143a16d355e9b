"""Ground: upload guards and private files."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "lms.files"
