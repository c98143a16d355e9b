"""Rows that are written once. The database holds what was published or received, and nothing rewrites it."""

from django.db import models


class WrittenOnceQuerySet(models.QuerySet):
    """Refuses to change or delete rows in bulk."""

    def update(self, **kwargs):
        raise TypeError(f"{self.model.__name__} is written once: a correction is a new row.")

    def delete(self):
        raise TypeError(f"{self.model.__name__} is written once: a correction is a new row.")

    def bulk_update(self, objs, fields, batch_size=None):
        raise TypeError(f"{self.model.__name__} is written once: a correction is a new row.")


class WrittenOnce(models.Model):
    """A row that may be inserted and read."""

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} is written once: a correction is a new row.")
        super().save(*args, **kwargs | {"force_insert": True})

    def delete(self, *args, **kwargs):
        raise TypeError(f"{type(self).__name__} is written once: a correction is a new row.")
