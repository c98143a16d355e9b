"""Ground: documents on paper (typst, fonts, QR codes)."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "lms.documents"
