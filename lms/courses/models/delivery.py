"""What happened in the room: who taught, who came, what was measured and observed."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.courses.models.edition import Edition, Slot
from lms.courses.models.nomination import Nomination, NominationQuerySet
from lms.people.models import Country, Person
from lms.surveys.models import FormVersion


class Badge(models.Model):
    """What an edition's people read of each other, copied when the place was given: no more of a person than the badge
    shows. The roster stands on it alone, so that reading it never needs another country's register.
    """

    badge_name = models.CharField(max_length=120, blank=True)
    badge_own_name = models.CharField(max_length=120, blank=True)
    badge_language = models.CharField(max_length=10, blank=True, help_text="The own name's language")
    badge_organisation = models.CharField(max_length=200, blank=True)
    badge_sample = models.BooleanField(default=False, help_text="Invented: marked wherever it shows.")

    class Meta:
        abstract = True


class Facilitation(Badge):
    class Role(models.TextChoices):
        LEAD = "lead", _("lead")
        CO = "co", _("co-trainer")
        OBSERVED = "observed", _("observed trainer")
        OBSERVER = "observer", _("observer")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="facilitations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="facilitations")
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT, help_text="The trainer's, not the edition's")
    role = models.CharField(max_length=10, choices=Role)
    modules = models.JSONField(default=list, help_text="Letters")

    objects = NominationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "person"], name="facilitation_once")]


class Enrolment(Badge):
    """A participant of an edition, with the result of the post-test as the trainer entered it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT)
    nomination = models.OneToOneField(Nomination, null=True, on_delete=models.PROTECT)
    enrolled_at = models.DateTimeField()
    post_score = models.DecimalField(max_digits=5, decimal_places=1, null=True, help_text="Percent, 0 to 100")
    post_passed = models.BooleanField(null=True)
    post_entered_by = models.UUIDField(null=True)
    completed_on = models.DateField(null=True)

    objects = NominationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "person"], name="enrolment_once"),
            models.CheckConstraint(condition=Q(post_score=None) | Q(post_score__gte=0, post_score__lte=100),
                                   name="enrolment_post_percent")]


class Attendance(models.Model):
    """Present or not, in one slot. Not entered is neither."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="attendances")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="attendances")
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT)
    present = models.BooleanField()
    entered_at = models.DateTimeField()
    entered_by = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "slot"], name="attendance_once")]


class Evaluation(models.Model):
    """A form that an edition asks its people to answer. `uuid` is the occasion that surveys knows."""

    class Phase(models.TextChoices):
        DAILY = "daily", _("daily")
        PRE = "pre", _("pre-test")
        POST = "post", _("post-test")
        END = "end", _("at the end")
        FOLLOW_UP = "follow-up", _("follow-up")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="evaluations")
    phase = models.CharField(max_length=10, choices=Phase)
    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT)
    opened_at = models.DateTimeField()
    received = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "phase", "version"], name="evaluation_once")]


class Observation(models.Model):
    """A delivery seen by an observer: the rubric's total, and whether it was passed."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    facilitation = models.OneToOneField(Facilitation, on_delete=models.PROTECT)
    observer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="observations_made")
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT)
    observed_on = models.DateField()
    score = models.PositiveSmallIntegerField(help_text="Points of the rubric")
    most = models.PositiveSmallIntegerField(default=20)
    passed = models.BooleanField()
    notes = models.TextField(blank=True)
    scan = models.UUIDField(null=True, help_text="The signed rubric, a stored file")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(score__lte=F("most")), name="observation_score_lte_most")]
