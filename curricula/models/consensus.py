"""How a group adopts a text: the rule, a round on a frozen draft, its electors, their positions, and the adoption."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from curricula.models.pages import CurriculumPage, ModulePage
from curricula.models.version import CurriculumVersion
from lms.audit.models import WrittenOnce
from lms.people.models import Body, Country, Person


class RoundTerms(models.Model):
    """When a draft counts as agreed. A round keeps a copy of the terms it was opened under."""

    class Kind(models.TextChoices):
        UNANIMITY = "unanimity", _("every seat agrees")
        QUORUM = "quorum", _("enough seats take part and none objects")
        NO_OBJECTION = "no-objection", _("nobody objects in time")

    kind = models.CharField(max_length=12, choices=Kind, default=Kind.QUORUM)
    quorum_percent = models.PositiveSmallIntegerField(
        default=67, validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="Share of the seats that must take a position, for `quorum`.")
    days = models.PositiveSmallIntegerField(default=14, validators=[MinValueValidator(1), MaxValueValidator(90)],
                                            help_text="How long a round is open.")

    class Meta:
        abstract = True


class AdoptionRule(RoundTerms):
    """What one curriculum's group asks for before it adopts."""

    curriculum = models.OneToOneField(CurriculumPage, on_delete=models.PROTECT, related_name="rule")
    pilots = models.PositiveSmallIntegerField(default=1, validators=[MaxValueValidator(20)],
                                              help_text="Assessed pilots of the major version before it can be adopted.")


class ConsensusRound(RoundTerms):
    class Outcome(models.TextChoices):
        OPEN = "open", _("open")
        PASSED = "passed", _("agreed")
        FAILED = "failed", _("not agreed")
        ENDED = "ended", _("ended, the draft was changed")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    curriculum = models.ForeignKey(CurriculumPage, on_delete=models.PROTECT, related_name="rounds")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(help_text="First, second ... round of the curriculum.")
    subject = models.TextField(blank=True, help_text="What the group decides about, for the ballot.")
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField()
    closes_on = models.DateField(help_text="The last day to take a position, in the body's time zone.")
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.OPEN)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.UUIDField(null=True, help_text="None: its time had come.")
    reason = models.TextField(blank=True, help_text="Why it was ended before its time.")
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["curriculum"], condition=Q(outcome="open"), name="round_one_open"),
            models.UniqueConstraint(fields=["curriculum", "number"], name="round_number_once")]


class RoundModule(models.Model):
    """A module of the frozen draft."""

    round = models.ForeignKey(ConsensusRound, on_delete=models.PROTECT, related_name="modules")
    module = models.ForeignKey(ModulePage, on_delete=models.PROTECT, related_name="in_rounds")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    letter = models.CharField(max_length=3)
    title = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    sort_order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["sort_order"]
        constraints = [models.UniqueConstraint(fields=["round", "module"], name="round_module_once")]


class Elector(models.Model):
    """A member of the body on the day the round was opened. Members who share a seat share its one position."""

    round = models.ForeignKey(ConsensusRound, on_delete=models.PROTECT, related_name="electors")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    country = models.ForeignKey(Country, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    seat = models.CharField(max_length=30)
    listed_name = models.CharField(max_length=120, blank=True, help_text="The name as the other members read it.")

    class Meta:
        ordering = ["seat", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="elector_once")]


class Position(WrittenOnce):
    """A position of a seat. The newest row of a seat counts; all are kept."""

    class Choice(models.TextChoices):
        AGREE = "agree", _("Agree")
        ASIDE = "aside", _("Stand aside")
        OBJECT = "object", _("Object")

    elector = models.ForeignKey(Elector, on_delete=models.PROTECT, related_name="positions")
    country = models.ForeignKey(Country, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=6, choices=Choice)
    comment = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]


class Adoption(models.Model):
    """A released version that a group adopted, with the round it rests on and how the pilot gate was passed."""

    version = models.OneToOneField(CurriculumVersion, on_delete=models.PROTECT, related_name="adoption")
    round = models.OneToOneField(ConsensusRound, on_delete=models.PROTECT, related_name="adoption")
    adopted_on = models.DateField()
    by = models.UUIDField()
    pilots = models.PositiveSmallIntegerField(help_text="Assessed pilots that were counted.")
    override_reason = models.TextField(blank=True)
