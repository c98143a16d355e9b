"""What was answered, and who was asked. The two tables share no key: an anonymous answer stays anonymous."""

from datetime import date
from uuid import uuid4

from django.conf import settings
from django.db import models

from lms.audit.models import WrittenOnce, WrittenOnceQuerySet
from lms.people.models import Person
from lms.people.models.person import access_of
from lms.surveys.models.forms import FormVersion
from lms.surveys.permissions import submission_condition


class SubmissionQuerySet(WrittenOnceQuerySet):
    def visible_to(self, viewer: Person, on: date | None = None) -> "SubmissionQuerySet":
        """The submissions that `viewer` may read one by one on a day; anonymous ones never."""
        access = access_of(viewer, on)
        return self.filter(submission_condition(country_ids=access.where("see people"), person_id=access.person_id))


class Submission(WrittenOnce):
    """One filled form as it was received. A correction is a new submission."""

    class Channel(models.TextChoices):
        WEB = "web"
        COLLECT = "collect"
        PAPER = "paper"
        IMPORT = "import"

    instance_id = models.UUIDField(unique=True)
    version = models.ForeignKey(FormVersion, models.PROTECT, related_name="submissions")
    language = models.CharField(max_length=35, help_text="In which the person read the form")
    channel = models.CharField(max_length=7, choices=Channel.choices)
    occasion = models.UUIDField(null=True, blank=True, db_index=True,
                                help_text="What it was asked for; the room that asked knows it.")
    country = models.ForeignKey("people.Country", models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True,
                               related_name="submissions")
    xml = models.TextField(help_text="The instance as received or built")
    answers = models.JSONField(help_text="{path: text, number or list; repeat: [the same]}; what is not answered is absent")
    received_on = models.DateField(help_text="The day, in the site's time zone")
    received_at = models.DateTimeField(null=True, help_text="None for an anonymous form: the day is enough.")
    late = models.BooleanField(default=False)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["version", "occasion"])]

    def __str__(self) -> str:
        return str(self.instance_id)


class Invitation(models.Model):
    """One person is asked once for one occasion. Marked used by the day, without the submission's id."""

    occasion = models.UUIDField()
    version = models.ForeignKey(FormVersion, models.PROTECT, related_name="+",
                                help_text="The newest when the person was asked")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="invitations")
    country = models.ForeignKey("people.Country", models.PROTECT, null=True, blank=True, related_name="+")
    language = models.CharField(max_length=35, blank=True)
    created_at = models.DateTimeField()
    used_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["occasion", "person"], name="surveys_invited_once")]

    def __str__(self) -> str:
        return f"{self.occasion} {self.person_id}"


class Draft(models.Model):
    """A form begun and not sent. Whoever knows the uuid goes on with it; for a named form only its person does."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    version = models.ForeignKey(FormVersion, models.CASCADE, related_name="+")
    occasion = models.UUIDField(null=True, blank=True)
    instance_id = models.UUIDField(unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="drafts",
                               help_text="None for an anonymous form, and for visitors.")
    data = models.JSONField(default=dict, help_text="As typed: {path: text or list; repeat: [the same]}")
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.uuid)


class AnswerFile(models.Model):
    """A picture, recording or file that answers a question. It comes before its submission, and shares its instance id."""

    instance_id = models.UUIDField(db_index=True)
    name = models.CharField(max_length=160, help_text="As the answer calls it; one name in one instance")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    at = models.DateTimeField(help_text="Of an anonymous form only the day counts: midnight.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["instance_id", "name"], name="surveys_answer_file_name")]

    def __str__(self) -> str:
        return self.name
