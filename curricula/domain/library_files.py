"""The files of the library: everyone may load them, so they lie apart from the private ones, under their uuid alone."""

from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction

from lms.files.domain.document import office_type, type_of
from lms.files.domain.guard import Checked

FOLDER = "library"


@dataclass(frozen=True)
class Loaded:
    """A kept file: what it is by its content, not by a name that somebody gave it."""

    file: File[Any]
    content_type: str
    suffix: str
    size: int

    @property
    def word(self) -> str:
        """What people call the type: PDF, DOCX."""
        return self.suffix.removeprefix(".").upper().replace("JPG", "JPEG")


def keep(checked: Checked) -> UUID:
    """Write a checked file under a new uuid. It goes again when the caller's transaction does."""
    uuid = uuid4()
    default_storage.save(_place(uuid), ContentFile(checked.content))
    return uuid


def drop(uuid: UUID | None) -> None:
    """Let a file go, once the transaction that lets go of it has come through."""
    if uuid:
        transaction.on_commit(partial(remove, uuid))


def remove(uuid: UUID) -> None:
    default_storage.delete(_place(uuid))


def load(uuid: UUID) -> Loaded | None:
    """The file of this uuid, open at its beginning; None when it is not there."""
    try:
        file = default_storage.open(_place(uuid), "rb")
    except FileNotFoundError:
        return None
    head = file.read(8)
    file.seek(0)
    content_type, suffix = office_type(file) if head.startswith(b"PK") else type_of(head)
    file.seek(0)
    return Loaded(file, content_type, suffix, file.size)


def _place(uuid: UUID) -> str:
    return f"{FOLDER}/{uuid}"
