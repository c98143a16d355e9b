"""The chain over the log: one seal an entry, each over the one before."""

from django.db import models

from lms.audit.models.kept import WrittenOnce


class Seal(WrittenOnce):
    """`entry_id` is a plain number and no foreign key, so that an entry that was removed is missed."""

    number = models.PositiveBigIntegerField(unique=True, help_text="1, 2, 3 ... without a gap")
    entry_id = models.BigIntegerField(unique=True)
    hash = models.CharField(max_length=64, help_text="SHA-256 of the hash before, this seal and the entry")
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"
