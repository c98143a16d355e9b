"""What the plan promised, what was counted, and the reports that quote it."""

import uuid

from django.db import models
from django.urls import reverse

from lms.audit.models import WrittenOnce
from lms.people.models import Country
from lms.people.models.place import Named


class Plan(Named):
    key = models.SlugField(max_length=40, unique=True)


class Target(models.Model):
    """A target of the plan, as both texts have it; where they differ, both stand."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="targets")
    key = models.CharField(max_length=20, unique=True)
    activity = models.CharField(max_length=20, help_text="The plan's number: 1.3")
    text_en = models.TextField()
    text_vi = models.TextField()
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["sort_order"]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("monitoring:target", args=[self.key])


class Indicator(Named):
    key = models.SlugField(max_length=60, unique=True)
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="indicators")
    compute = models.CharField(max_length=40, blank=True, help_text="Name of the count in domain/counts.py")


class Reading(WrittenOnce):
    """A value of an indicator for a country on a day. Never changed: a new count is a new reading."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="readings")
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT)
    on = models.DateField()
    value = models.DecimalField(max_digits=12, decimal_places=2)
    basis = models.JSONField(default=dict, help_text="Counts behind the value, without names")
    computed_at = models.DateTimeField()
    computed_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["-on", "-pk"]

    def get_absolute_url(self) -> str:
        return reverse("monitoring:reading", args=[self.uuid])


class Report(models.Model):
    """A report is frozen when it is published: it quotes readings, which never change."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=160)
    language = models.CharField(max_length=10)
    since = models.DateField()
    until = models.DateField()
    text = models.TextField(blank=True)
    recommendations = models.TextField(blank=True)
    readings = models.ManyToManyField(Reading, related_name="reports")
    published_at = models.DateTimeField(null=True)
    published_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["-until", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("monitoring:report", args=[self.slug])
