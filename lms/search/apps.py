"""The search room: a search backend that finds words in all seven languages. It has no tables of its own."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Registers the room; the index tables belong to wagtail.search."""

    name = "lms.search"
    label = "search"
