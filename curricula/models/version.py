"""Released versions: frozen copies that courses, certificates and comparisons point to."""

from django.db import models
from wagtail.models import Revision

from curricula.models.pages import CurriculumPage, ModulePage, SessionFields


class CurriculumVersion(models.Model):
    """A release, numbered major.minor. Never changed, never deleted.

    One for piloting is in force on no day: it is what pilots teach from before a group adopts the text.
    """

    curriculum = models.ForeignKey(CurriculumPage, on_delete=models.PROTECT, related_name="versions")
    major = models.PositiveSmallIntegerField()
    minor = models.PositiveSmallIntegerField()
    in_force = models.DateField(null=True, blank=True, help_text="The first day it holds. None: for piloting only.")
    notes = models.TextField(blank=True)
    released_at = models.DateTimeField()
    released_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["-major", "-minor"]
        constraints = [models.UniqueConstraint(fields=["curriculum", "major", "minor"], name="version_number_unique")]

    def __str__(self) -> str:
        return f"{self.curriculum.title} {self.number}"

    @property
    def number(self) -> str:
        return f"{self.major}.{self.minor}"


class VersionModule(models.Model):
    version = models.ForeignKey(CurriculumVersion, on_delete=models.PROTECT, related_name="modules")
    module = models.ForeignKey(ModulePage, on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+",
                                 help_text="The text as it stood.")
    origin_id = models.UUIDField(db_index=True)
    letter = models.CharField(max_length=3)
    title = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, help_text="Of all its parts: equal hash, equal module.")
    split_from = models.UUIDField(null=True, blank=True, help_text="The origin of the module it was part of before.")
    units = models.JSONField(default=list, help_text="Its parts in order, as `domain.units` reads them: [key, digest].")
    sort_order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["sort_order"]
        constraints = [models.UniqueConstraint(fields=["version", "module"], name="version_module_once")]

    def __str__(self) -> str:
        return f"{self.letter} {self.title}"


class VersionSession(SessionFields):
    module = models.ForeignKey(VersionModule, on_delete=models.PROTECT, related_name="sessions")
    sort_order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["module__sort_order", "sort_order"]
