"""Case studies that the checker flagged and a second editor let through."""

from django.db import models

from curricula.models.pages import ModulePage
from lms.audit.models import WrittenOnce


class CaseClearance(WrittenOnce):
    """Holds for one text of one block: an edit of the text is checked anew."""

    module = models.ForeignKey(ModulePage, on_delete=models.PROTECT, related_name="clearances")
    block = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, help_text="Of the text that was let through.")
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["module", "block", "digest"], name="clearance_once")]
