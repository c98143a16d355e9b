"""What countries say upwards about the regional curriculum and about needs, and what the secretariat answers."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from curricula.models.pages import ModulePage
from curricula.models.version import CurriculumVersion
from lms.people.models import Country


class Feedback(models.Model):
    class Kind(models.TextChoices):
        CURRICULUM = "curriculum", _("the regional curriculum")
        NEED = "need", _("a need")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    module = models.ForeignKey(ModulePage, null=True, blank=True, on_delete=models.PROTECT, related_name="feedback",
                               help_text="The regional module it is about; none: the whole.")
    text = models.TextField()
    language = models.CharField(max_length=10)
    sent_at = models.DateTimeField()
    sent_by = models.UUIDField(null=True)
    answer = models.TextField(blank=True)
    answer_language = models.CharField(max_length=10, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.UUIDField(null=True)
    version = models.ForeignKey(CurriculumVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
                                help_text="The release that did it.")
    sample = models.BooleanField(default=False)

    class Meta:
        ordering = ["-sent_at", "-pk"]
