"""How national modules follow the regional ones: the bond, what was decided, and how far the text is."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from curricula.models.pages import CurriculumPage, ModulePage
from curricula.models.version import CurriculumVersion, VersionModule
from lms.audit.models import WrittenOnce


class Adaptation(models.Model):
    """The bond of a national module to its origin. A module that was declined whole has no national text."""

    class Status(models.TextChoices):
        AS_IS = "as-is", _("as it is")
        ADAPTED = "adapted", _("adapted")
        LOCAL = "local", _("local")
        DECLINED = "declined", _("declined")

    curriculum = models.ForeignKey(CurriculumPage, on_delete=models.PROTECT, related_name="adaptations")
    module = models.OneToOneField(ModulePage, null=True, blank=True, on_delete=models.PROTECT, related_name="adaptation")
    origin = models.ForeignKey(ModulePage, null=True, blank=True, on_delete=models.PROTECT, related_name="adaptations")
    status = models.CharField(max_length=10, choices=Status)
    base = models.ForeignKey(VersionModule, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
                             help_text="The regional text that the national one was begun from.")
    reason = models.TextField(blank=True)
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status="local", origin=None) | ~models.Q(status="local") & models.Q(origin__isnull=False),
                name="adaptation_origin_unless_local"),
            models.CheckConstraint(condition=models.Q(status="declined") | models.Q(module__isnull=False),
                                   name="adaptation_text_unless_declined"),
            models.UniqueConstraint(fields=["curriculum", "origin"], name="adaptation_once")]

    @property
    def base_number(self) -> str:
        """Number of the regional version that the national text was begun from; empty for a local module."""
        return self.base.version.number if self.base else ""


class Decision(WrittenOnce):
    """What a group decided about one part of a regional release. The newest row of a part counts; none is changed.

    `unit` is a key of `domain.units`; `seen` the regional module as it stood then, None when the region had removed it.
    """

    class Choice(models.TextChoices):
        ADOPT = "adopt", _("Adopt")
        ADAPT = "adapt", _("Adapt")
        DECLINE = "decline", _("Decline")

    adaptation = models.ForeignKey(Adaptation, on_delete=models.PROTECT, related_name="decisions")
    unit = models.CharField(max_length=80)
    choice = models.CharField(max_length=8, choices=Choice)
    version = models.ForeignKey(CurriculumVersion, on_delete=models.PROTECT, related_name="+")
    seen = models.ForeignKey(VersionModule, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.UUIDField(null=True, help_text="The person; none for what the platform began with.")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["adaptation", "unit", "id"], name="decision_newest")]


class Translation(models.Model):
    """How far the national text of one part is. `source` is the digest of the regional text it was made from."""

    adaptation = models.ForeignKey(Adaptation, on_delete=models.PROTECT, related_name="translations")
    unit = models.CharField(max_length=80)
    source = models.CharField(max_length=64)
    done = models.BooleanField(default=False, help_text="False: a draft that goes on.")
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["adaptation", "unit"], name="translation_once")]


class Term(models.Model):
    """A term of the glossary: an English word and the word that a language's texts use for it, or no longer use."""

    class Status(models.TextChoices):
        PREFERRED = "preferred", _("preferred")
        ABBREVIATION = "abbreviation", _("abbreviation")
        DEPRECATED = "deprecated", _("no longer used")

    english = models.CharField(max_length=120)
    language = models.CharField(max_length=10)
    text = models.CharField(max_length=120)
    status = models.CharField(max_length=12, choices=Status, default=Status.PREFERRED)
    instead = models.CharField(max_length=120, blank=True, help_text="What is written instead of a word no longer used.")

    class Meta:
        ordering = ["language", "english", "text"]
        constraints = [models.UniqueConstraint(fields=["language", "english", "text"], name="term_once")]

    def __str__(self) -> str:
        return f"{self.english}: {self.text}"
