"""Nominations: who is proposed for an edition, endorsed, selected."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.courses.models.edition import Edition
from lms.people.models import Country, Organisation, Person
from lms.people.permissions import Access, record_condition


class NominationQuerySet(models.QuerySet):
    def visible_to(self, access: Access) -> "NominationQuerySet":
        return self.filter(record_condition(access))


class Nomination(models.Model):
    """nominated -> endorsed -> selected | reserve | declined -> accepted | withdrawn."""

    class State(models.TextChoices):
        NOMINATED = "nominated", _("nominated")
        ENDORSED = "endorsed", _("endorsed")
        SELECTED = "selected", _("selected")
        RESERVE = "reserve", _("on the reserve")
        DECLINED = "declined", _("declined")
        ACCEPTED = "accepted", _("accepted")
        WITHDRAWN = "withdrawn", _("withdrawn")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="nominations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="nominations")
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT)
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=State, default=State.NOMINATED)
    reason = models.TextField(blank=True)
    nominated_at = models.DateTimeField()
    nominated_by = models.UUIDField()
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField()

    objects = NominationQuerySet.as_manager()

    class Meta:
        ordering = ["nominated_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "person"], name="nomination_once")]
