"""What a person has done towards a certificate. Rows are only added."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.audit.models import WrittenOnce, WrittenOnceQuerySet
from lms.courses.models import Edition
from lms.people.models import Country, Person
from lms.people.permissions import Access, record_condition


class EvidenceQuerySet(WrittenOnceQuerySet):
    def visible_to(self, access: Access) -> "EvidenceQuerySet":
        return self.filter(record_condition(access))


class Evidence(WrittenOnce):
    class Kind(models.TextChoices):
        TOT = "tot", _("training of trainers")
        CONDUCT = "conduct", _("code of conduct")
        OBSERVATION = "observation", _("observed delivery")
        DELIVERY = "delivery", _("delivery")
        REFRESHER = "refresher", _("refresher")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="evidence")
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT)
    kind = models.CharField(max_length=15, choices=Kind)
    on = models.DateField(help_text="The day it was met, not the day it was entered.")
    key = models.CharField(max_length=100, unique=True, help_text="What it comes from; the same is counted once.")
    edition = models.ForeignKey(Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence")
    detail = models.JSONField(default=dict)
    entered_at = models.DateTimeField()
    entered_by = models.UUIDField()

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
