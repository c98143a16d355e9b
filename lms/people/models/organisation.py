"""Organisations people work for, and the bodies of COMMIT they sit in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.people.models.place import Country, Named


class Sector(models.TextChoices):
    """What an organisation does and a seat speaks for. Not a constraint of the table: programmes bring others."""

    POLICE = "police", _("police")
    BORDER = "border", _("border control")
    PROSECUTION = "prosecution", _("prosecution and courts")
    JUSTICE = "justice", _("justice")
    SOCIAL = "social", _("social affairs")
    LABOUR = "labour", _("labour")
    WOMEN = "women", _("women and children")
    FOREIGN_AFFAIRS = "foreign-affairs", _("foreign affairs")
    EDUCATION = "education", _("education")
    ACADEMIC = "academic", _("research")
    NGO = "ngo", _("civil society")
    SECRETARIAT = "secretariat", _("secretariat")

    @classmethod
    def word(cls, key: str) -> str:
        """The sector in words; one that came with a programme stands as it is written."""
        return str(dict(cls.choices).get(key, key))


class Organisation(models.Model):
    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("government")
        NGO = "ngo", _("NGO")
        UN = "un", _("United Nations")
        ACADEMIC = "academic", _("academic")
        PRIVATE = "private", _("private sector")

    key = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    sector = models.CharField(max_length=30, blank=True)
    country = models.ForeignKey(Country, null=True, blank=True, on_delete=models.PROTECT)
    name = models.CharField(max_length=200)
    own_name = models.CharField(max_length=200, blank=True, help_text="In its own language")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def sector_word(self) -> str:
        return Sector.word(self.sector)


class Body(Named):
    """A body of COMMIT. Without a country it is the region's."""

    class Kind(models.TextChoices):
        SECRETARIAT = "secretariat", _("Secretariat")
        TASK_FORCE = "task-force", _("task force")
        WORKING_GROUP = "working-group", _("training working group")

    key = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=15, choices=Kind)
    country = models.ForeignKey(Country, null=True, blank=True, on_delete=models.PROTECT)
    seats = models.JSONField(default=list, help_text="The sectors that hold a seat.")

    class Meta:
        ordering = ["key"]
        verbose_name_plural = "bodies"
