"""Letters. A row is written in the transaction of what it tells of, and sent afterwards, once."""

import uuid

from django.db import models


class Notice(models.Model):
    """One letter to one person, in that person's language."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=200, unique=True, help_text="What it tells of; the same key is never sent twice.")
    person = models.UUIDField(db_index=True)
    country = models.CharField(max_length=2, blank=True, help_text="The reader's scope")
    code = models.CharField(max_length=12, blank=True, help_text="Printed on it: does what its link does.")
    address = models.EmailField(blank=True, help_text="Empty: no mail; the letter is shown in my work and can be printed.")
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    path = models.CharField(max_length=300, blank=True, help_text="Where it leads, without the language.")
    written_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint("code", condition=~models.Q(code=""), name="notice_code_unique")]

    def __str__(self) -> str:
        return self.key

    @property
    def message_id(self) -> str:
        """A function of the key's row: a repeat carries the same Message-ID and is dropped by mail programs."""
        return f"<{self.uuid}@academy>"
