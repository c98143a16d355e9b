"""Taught at a distance: lessons and the xAPI store."""

from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "lms.learning"
