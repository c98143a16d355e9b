"""The key under which a person's values stand in the log. Destroyed, they can never be read again."""

from django.db import models
from django.db.models import Q


class PersonKey(models.Model):
    person = models.UUIDField(unique=True)
    key = models.BinaryField(help_text="256 bits; nothing once destroyed.")
    made_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(destroyed_at=None) | Q(key=b""),
                                              name="person_key_destroyed_is_empty")]

    def __str__(self) -> str:
        return str(self.person)
