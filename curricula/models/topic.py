"""Topics that needs, courses and modules have in common."""

from django.db import models

from lms.people.models.place import Named


class Topic(Named):
    key = models.SlugField(max_length=60, unique=True)
    origin_id = models.UUIDField(null=True, blank=True, help_text="The regional module that treats it.")

    class Meta:
        ordering = ["key"]
