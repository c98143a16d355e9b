"""Pilots of a module: the gate before adoption counts these rows, pushed down by courses or keyed in from paper."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from curricula.models.version import CurriculumVersion
from lms.people.models import Country


class PilotRecord(models.Model):
    version = models.ForeignKey(CurriculumVersion, on_delete=models.PROTECT, related_name="pilots")
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT)
    key = models.CharField(max_length=80, unique=True, help_text="What it records; the same pilot is recorded once.")
    title = models.CharField(max_length=200)
    held_until = models.DateField()
    modules = models.JSONField(default=list, help_text="Letters")
    participants = models.PositiveIntegerField(null=True)
    assessed_on = models.DateField(null=True)


class PilotFinding(models.Model):
    class Kind(models.TextChoices):
        CONTENT = "content", _("content")
        TRANSLATION = "translation", _("translation")
        LAW = "law", _("law")
        METHOD = "method", _("method")
        TIME = "time", _("time")
        LOGISTICS = "logistics", _("logistics")

    pilot = models.ForeignKey(PilotRecord, on_delete=models.PROTECT, related_name="findings")
    origin_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=12, choices=Kind)
    text = models.TextField()
