"""Ground: the log of who did what."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "lms.audit"
