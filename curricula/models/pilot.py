"""Pilots of a module: the gate before adoption counts these rows, pushed down by courses or keyed in from paper."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from curricula.models.version import CurriculumVersion, VersionModule
from lms.people.models import Country


class PilotRecord(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey(CurriculumVersion, on_delete=models.PROTECT, related_name="pilots")
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT)
    key = models.CharField(max_length=80, unique=True, help_text="What it records; the same pilot is recorded once.")
    title = models.CharField(max_length=200)
    held_until = models.DateField()
    modules = models.JSONField(default=list, help_text="Letters")
    participants = models.PositiveIntegerField(null=True, blank=True)
    assessed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-held_until", "-pk"]

    def __str__(self) -> str:
        return self.title


class PilotFinding(models.Model):
    """What a pilot showed about a module, what was decided on it, and the release that answers it."""

    class Kind(models.TextChoices):
        CONTENT = "content", _("content")
        TRANSLATION = "translation", _("translation")
        LAW = "law", _("law")
        METHOD = "method", _("method")
        TIME = "time", _("time")
        LOGISTICS = "logistics", _("logistics")

    class State(models.TextChoices):
        OPEN = "open", _("to decide")
        ACCEPTED = "accepted", pgettext_lazy("finding of a pilot", "accepted")
        DEFERRED = "deferred", _("deferred")
        REJECTED = "rejected", _("rejected")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pilot = models.ForeignKey(PilotRecord, on_delete=models.PROTECT, related_name="findings")
    origin_id = models.UUIDField(null=True, blank=True, db_index=True, help_text="The module it is about; none: the whole.")
    kind = models.CharField(max_length=12, choices=Kind)
    text = models.TextField()
    language = models.CharField(max_length=10, default="en")
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.UUIDField(null=True)
    answered_by = models.ForeignKey(VersionModule, null=True, blank=True, on_delete=models.PROTECT, related_name="answers",
                                    help_text="The released text that answers it.")

    class Meta:
        ordering = ["pk"]


class PilotOverride(models.Model):
    """The task force lets a major version be adopted with fewer pilots than the rule asks for."""

    curriculum = models.ForeignKey("curricula.CurriculumPage", on_delete=models.PROTECT, related_name="overrides")
    major = models.PositiveSmallIntegerField()
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["curriculum", "major"], name="override_once")]
