"""What training is needed: assessments, who offers what, findings, and the actions that follow."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from curricula.models import Topic
from lms.courses.models import Edition
from lms.people.models import Country, Organisation, Profession, Province
from lms.people.models.place import Named
from lms.surveys.models import FormVersion


class Assessment(Named):
    """A needs assessment: one form, one country, its audiences with the size of each (N_g)."""

    key = models.SlugField(max_length=60, unique=True)
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT)
    version = models.ForeignKey(FormVersion, null=True, blank=True, on_delete=models.PROTECT)
    frame = models.JSONField(default=dict, help_text="{audience: workforce}")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)


class Programme(Named):
    """The inventory: who else trains whom on what."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT)
    audience = models.ForeignKey(Profession, null=True, on_delete=models.PROTECT)
    topics = models.ManyToManyField(Topic)
    year = models.PositiveSmallIntegerField()
    seats = models.PositiveIntegerField(null=True)


class Finding(models.Model):
    """A need with its figure and where the figure comes from. Holds no persons."""

    class Kind(models.TextChoices):
        WHITE_SPOT = "white-spot", _("need without supply")
        DUPLICATION = "duplication", _("duplication")
        DIVERGENCE = "divergence", _("divergence")
        LANGUAGE_GAP = "language-gap", _("language gap")
        SUPPLY_ONLY = "supply-only", _("supply without need")

    class Unit(models.TextChoices):
        PEOPLE = "people", _("people in need")
        PERCENT = "percent", _("percent of the audience")
        GAP = "gap", _("mean gap on a scale of 1 to 7")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT, related_name="findings")
    assessment = models.ForeignKey(Assessment, null=True, blank=True, on_delete=models.PROTECT)
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=160)
    language = models.CharField(max_length=10, help_text="Of title and source")
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.PROTECT)
    audience = models.ForeignKey(Profession, null=True, blank=True, on_delete=models.PROTECT)
    province = models.ForeignKey(Province, null=True, blank=True, on_delete=models.PROTECT)
    figure = models.DecimalField(max_digits=9, decimal_places=2)
    unit = models.CharField(max_length=8, choices=Unit)
    source = models.CharField(max_length=300)
    published = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    sample = models.BooleanField(default=False)

    class Meta:
        ordering = ["-recorded_at"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("tna:finding", args=[self.uuid])


class ActionPlan(Named):
    key = models.SlugField(max_length=60, unique=True)
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT)
    year = models.PositiveSmallIntegerField()
    assessment = models.ForeignKey(Assessment, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["country", "year"], name="action_plan_country_year")]


class Action(models.Model):
    """What was agreed because of a finding; the edition made from it hangs on it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="actions")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="actions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=10)
    due = models.DateField()
    edition = models.ForeignKey(Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    agreed_at = models.DateTimeField()
    agreed_by = models.UUIDField()
    sample = models.BooleanField(default=False)

    class Meta:
        ordering = ["plan", "number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="action_number_unique")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("tna:action", args=[self.uuid])
