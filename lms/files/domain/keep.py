"""Keeps a checked upload."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.core.files.base import ContentFile

from lms.files.domain.guard import Checked
from lms.files.models import StoredFile


def keep(*, checked: Checked, owner: UUID, country: str, now: datetime) -> StoredFile:
    """Write the file under a name that cannot be guessed, and its row. `country` is its scope ("" = regional)."""
    stored = StoredFile(name=checked.name, content_type=checked.content_type, size=len(checked.content),
                        sha256=hashlib.sha256(checked.content).hexdigest(), owner=owner, country=country,
                        stored_at=now)
    stored.content.save(f"{stored.uuid}", ContentFile(checked.content), save=False)
    stored.save()
    return stored
