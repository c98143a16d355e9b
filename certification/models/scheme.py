"""Schemes: who certifies whom for what, under which numbers. A version in use never changes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.people.models import Body, Country
from lms.people.models.place import Named


class Level(models.TextChoices):
    TRAINER = "trainer", _("Trainer")
    LEAD = "lead", _("Lead trainer")
    OBSERVER = "observer", _("Observer")


class Scheme(Named):
    key = models.SlugField(max_length=40, unique=True)
    issuer = models.ForeignKey(Body, on_delete=models.PROTECT)
    country = models.ForeignKey(Country, null=True, blank=True, on_delete=models.PROTECT, help_text="None: regional")
    level = models.CharField(max_length=10, choices=Level)


class SchemeVersionQuerySet(models.QuerySet):
    def in_force(self, day) -> "SchemeVersionQuerySet":
        """Those that apply on a day already; of a scheme, the newest of them counts."""
        return self.filter(in_force__lte=day)


class SchemeVersion(models.Model):
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    in_force = models.DateField()
    modules = models.JSONField(default=list, help_text="Letters")
    languages = models.JSONField(default=list)
    numbers = models.JSONField(help_text="Months and percents; the defaults stand in domain/numbers.py")

    objects = SchemeVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["scheme", "number"], name="scheme_version_unique")]

    def __str__(self) -> str:
        return f"{self.scheme.key} {self.number}"


class Requirement(models.Model):
    class Phase(models.TextChoices):
        ISSUE = "issue", _("first issue")
        RENEWAL = "renewal", _("renewal")

    version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="requirements")
    phase = models.CharField(max_length=10, choices=Phase)
    kind = models.CharField(max_length=15)
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["sort_order"]
        constraints = [models.UniqueConstraint(fields=["version", "phase", "kind"], name="requirement_once")]
