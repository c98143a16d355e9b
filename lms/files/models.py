"""Private files: scans and uploads that only those who may read the record may read."""

import uuid

from django.core.files.storage import storages
from django.db import models


def private_storage():
    return storages["private"]


class StoredFile(models.Model):
    """One checked upload. It is served by the room that owns the record, through its permission check."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    content = models.FileField(storage=private_storage, upload_to="%Y/%m")
    name = models.CharField(max_length=120, help_text="As the person called it, cleaned.")
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField(help_text="Bytes")
    sha256 = models.CharField(max_length=64)
    owner = models.UUIDField()
    country = models.CharField(max_length=2, blank=True)
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.uuid)
