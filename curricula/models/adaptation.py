"""How a national module follows the regional one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from curricula.models.pages import ModulePage


class Adaptation(models.Model):
    """The bond of a national module to its origin, with the hash of the origin last accepted."""

    class Status(models.TextChoices):
        AS_IS = "as-is", _("as it is")
        ADAPTED = "adapted", _("adapted")
        LOCAL = "local", _("local")
        DECLINED = "declined", _("declined")

    module = models.OneToOneField(ModulePage, on_delete=models.PROTECT, related_name="adaptation")
    origin = models.ForeignKey(ModulePage, null=True, blank=True, on_delete=models.PROTECT, related_name="adaptations")
    status = models.CharField(max_length=10, choices=Status)
    base_version = models.CharField(max_length=10, blank=True, help_text="Number of the regional version accepted.")
    base_hash = models.CharField(max_length=64, blank=True)
    reason = models.TextField(blank=True)
    decided_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(
            condition=models.Q(status="local", origin=None) | ~models.Q(status="local") & models.Q(origin__isnull=False),
            name="adaptation_origin_unless_local")]
