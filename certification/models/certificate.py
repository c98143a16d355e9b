"""Certificates and their ledger. A status is never stored: it follows from the events, the copied numbers and the day."""

import secrets
import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from certification.models.scheme import Level, SchemeVersion
from lms.audit.models import WrittenOnce
from lms.people.models import Country, Person
from lms.people.permissions import Access, record_condition

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 26
"""26 letters and digits of 5 bits: a code holds 130 bits and cannot be guessed."""


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))


class CertificateQuerySet(models.QuerySet):
    def visible_to(self, access: Access) -> "CertificateQuerySet":
        return self.filter(record_condition(access))


class Certificate(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=20, unique=True, help_text="VN-2026-0001")
    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_code)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="certificates")
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT)
    version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="certificates")
    level = models.CharField(max_length=10, choices=Level)
    numbers = models.JSONField(help_text="Copied from the scheme version at issue")
    modules = models.JSONField(help_text="Letters")
    languages = models.JSONField()
    holder = models.CharField(max_length=120, help_text="The name as consented; empty: the public check shows none")
    holder_own = models.CharField(max_length=120, blank=True)
    holder_language = models.CharField(max_length=10)
    completed_on = models.DateField(help_text="Its day of the month is the anchor of all later ends.")
    sample = models.BooleanField(default=False)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("certification:certificate", args=[self.uuid])

    @property
    def code_in_groups(self) -> str:
        """In fours, as it is printed."""
        return " ".join(self.code[place:place + 4] for place in range(0, CODE_LENGTH, 4))


class Event(WrittenOnce):
    """The ledger. A correction is a new row."""

    class Kind(models.TextChoices):
        ISSUED = "issued", _("issued")
        EXTENDED = "extended", _("extended")
        RENEWED = "renewed", _("renewed")
        SUSPENDED = "suspended", _("suspended")
        LIFTED = "lifted", _("suspension lifted")
        REVOKED = "revoked", _("revoked")
        REINSTATED = "reinstated", _("reinstated")
        RETIRED = "retired", _("retired")
        CORRECTED = "corrected", _("corrected")
        RECOGNISED = "recognised", _("recognised")
        RECOGNITION_ENDED = "recognition ended", _("recognition ended")

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="events")
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT)
    kind = models.CharField(max_length=20, choices=Kind)
    decided_on = models.DateField()
    effective_on = models.DateField()
    end = models.DateField(null=True, blank=True, help_text="The last day of validity that follows from it")
    by = models.UUIDField(null=True)
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["effective_on", "pk"]
