"""The site's pages, my work, search results, health."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "lms.home"
