from django.apps import AppConfig


class LookConfig(AppConfig):
    """The look: base pages, icons, fonts, and how each language writes dates and numbers."""

    name = "lms.look"
    label = "look"
