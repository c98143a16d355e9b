"""How persons belong: where they work, which seat they hold, what they may do, what they agreed to. All dated."""

from django.db import models
from django.db.models import F, Q

from lms.people.models.organisation import Body, Organisation
from lms.people.models.person import Person
from lms.people.models.place import Country
from lms.people.permissions import Access, Role, record_condition


def in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name=name)


class TieQuerySet(models.QuerySet):
    def visible_to(self, access: Access) -> "TieQuerySet":
        return self.filter(record_condition(access))

    def on(self, day) -> "TieQuerySet":
        """In force on a day; the last day counts."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class Tie(models.Model):
    """A dated bond of one person. It carries the person's country, so that its rows can be scoped alone."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="%(class)ss")
    country = models.ForeignKey(Country, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True, help_text="The last day it holds.")

    objects = TieQuerySet.as_manager()

    class Meta:
        abstract = True


class Affiliation(Tie):
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    position = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [in_order("affiliation_in_order")]


class Membership(Tie):
    class Part(models.TextChoices):
        CHAIR = "chair"
        MEMBER = "member"
        SECRETARY = "secretary"

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Part, default=Part.MEMBER)
    seat = models.CharField(max_length=30, blank=True, help_text="The sector it speaks for.")
    listed_name = models.CharField(max_length=120, blank=True, help_text="The name as the other members read it.")

    class Meta:
        constraints = [in_order("membership_in_order")]


class Grant(Tie):
    """The truth of access: a role for a country, for a body, or (neither) for the whole region.

    `country` is where the role holds, not where the person comes from.
    """

    role = models.CharField(max_length=15, choices=Role)
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT)
    granted_by = models.UUIDField(null=True)

    class Meta:
        constraints = [in_order("grant_in_order"),
                       models.CheckConstraint(condition=Q(country=None) | Q(body=None), name="grant_one_place")]


class ConsentText(models.Model):
    """What persons are asked to agree to: one version, in every language. A text in use never changes."""

    purpose = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    titles = models.JSONField(default=dict, help_text="{language: title}")
    texts = models.JSONField(default=dict, help_text="{language: text}")
    in_force = models.DateField(help_text="The first day on which it is the one to agree to.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["purpose", "version"], name="consent_text_once")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"


class Consent(Tie):
    """What a person agreed to, in which version and language of its text: `show_name`, `code-of-conduct` ..."""

    purpose = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    language = models.CharField(max_length=10)

    class Meta:
        constraints = [in_order("consent_in_order")]
