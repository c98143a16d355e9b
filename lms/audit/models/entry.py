"""The log of who did what. Rows are only ever added."""

from django.db import models

from lms.audit.models.kept import WrittenOnce, WrittenOnceQuerySet


class EntryQuerySet(WrittenOnceQuerySet):
    def about(self, thing: models.Model) -> "EntryQuerySet":
        """Entries about one record, newest first."""
        return self.filter(object_type=thing._meta.label_lower, object_id=str(thing.pk)).order_by("-id")


class Entry(WrittenOnce):
    """One change: who, what, before, after, why. Persons are uuids here.

    `before`, `after` and `why` can be read by whoever reads the table, and stay for ever: states, roles, codes, counts.
    What says something of the person `about` is in `cipher`, under that person's key.
    """

    at = models.DateTimeField(db_index=True)
    actor = models.UUIDField(null=True, db_index=True, help_text="The acting person; none when the system acted by itself.")
    verb = models.CharField(max_length=60, db_index=True, help_text="Noun and past verb: nomination.endorsed")
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    country = models.CharField(max_length=2, blank=True, help_text="The country whose record it is.")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    why = models.TextField(blank=True)
    about = models.UUIDField(null=True, db_index=True, help_text="The person whom the change concerns.")
    cipher = models.BinaryField(default=b"", help_text="Reason and personal values, readable with that person's key.")

    objects = EntryQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["object_type", "object_id"])]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.object_type} {self.object_id}"
