"""Forms and their versions. A form is an XLSForm workbook; each publishing makes a version that never changes."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from lms.audit.models import WrittenOnce, WrittenOnceQuerySet
from lms.surveys.models.definition import Definition


class Form(models.Model):
    """One instrument: what is asked, under a key that stands in its address."""

    class Kind(models.TextChoices):
        EVALUATION = "evaluation", _("Evaluation")
        PULSE = "pulse", _("Daily pulse")
        TEST = "test", _("Test")
        RUBRIC = "rubric", _("Observation rubric")
        TNA = "tna", _("Needs assessment")
        FOLLOW_UP = "follow-up", _("Follow-up")
        PILOT = "pilot", _("Findings of a pilot")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.SlugField(max_length=60, unique=True)
    titles = models.JSONField(default=dict, help_text="{language: title}")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    anonymous = models.BooleanField(default=False, help_text="No person, no time of day, never shown singly.")
    invited = models.BooleanField(default=False, help_text="Only invited persons answer, each once.")
    country = models.ForeignKey("people.Country", models.PROTECT, null=True, blank=True, related_name="+",
                                help_text="Whose instrument it is; none is the region's.")
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="From then on nobody answers it.")

    def __str__(self) -> str:
        return self.key


class FormVersionManager(models.Manager.from_queryset(WrittenOnceQuerySet)):
    """Leaves the workbook in the database until somebody asks for it: it can weigh 2 MB."""

    def get_queryset(self):
        return super().get_queryset().defer("xlsx", "xform")


class FormVersion(WrittenOnce):
    """What was published: the workbook, its compiled XForm, and the nodes that our pages are built from.

    `items`, `lists` and `languages` are what `models.definition.Definition` describes. `keys` are the right answers and
    points of a test, {path: ...}: they never leave the server.
    """

    form = models.ForeignKey(Form, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    xlsx = models.BinaryField()
    xform = models.TextField()
    items = models.JSONField()
    lists = models.JSONField(default=dict, help_text="{list: [choice]}")
    style = models.CharField(max_length=60, blank=True, help_text="As the settings sheet says: pages ...")
    keys = models.JSONField(default=dict, blank=True, help_text="{path: right answers and points}; never shown")
    languages = models.JSONField(help_text="Codes, in the workbook's order")
    sha256 = models.CharField(max_length=64, help_text="Of the workbook, hexadecimal")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = FormVersionManager()

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["form", "number"], name="surveys_version_number")]

    def __str__(self) -> str:
        return f"{self.form_id}.{self.number}"

    @cached_property
    def definition(self) -> Definition:
        """What the version asks, for the rules that know no database."""
        return Definition(self.items, self.lists, self.languages, self.style)


class FormFile(WrittenOnce):
    """A picture, sound or film that the texts of a version name."""

    version = models.ForeignKey(FormVersion, models.PROTECT, related_name="files")
    name = models.CharField(max_length=120, help_text="As the workbook calls it")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "name"], name="surveys_form_file_name")]

    def __str__(self) -> str:
        return self.name


class Upload(models.Model):
    """A workbook on its way to a version: what is wrong with it, seen and previewed by who sent it; gone when published."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    form = models.ForeignKey(Form, models.CASCADE, null=True, blank=True, related_name="uploads",
                             help_text="None: it will make a form of its own.")
    name = models.CharField(max_length=120, help_text="The file's name")
    xlsx = models.BinaryField()
    problems = models.JSONField(default=list, help_text="[{sheet, row, column, message}]")
    xform = models.TextField(blank=True)
    items = models.JSONField(default=list)
    lists = models.JSONField(default=dict)
    languages = models.JSONField(default=list)
    style = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200, blank=True)
    remarks = models.JSONField(default=list, help_text="Good to know, in the shape of problems")
    told_in = models.CharField(max_length=35, blank=True, help_text="The language of the problems and remarks")
    key = models.SlugField(max_length=60, help_text="Of the form, or of the one that it will make")
    kind = models.CharField(max_length=12, choices=Form.Kind.choices)
    anonymous = models.BooleanField(default=False)
    invited = models.BooleanField(default=False)
    country = models.ForeignKey("people.Country", models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.uuid)

    @cached_property
    def definition(self) -> Definition:
        """What the workbook asks; empty when it is refused."""
        return Definition(self.items, self.lists, self.languages, self.style)


class UploadFile(models.Model):
    """A picture, sound or film that came with an upload."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "name"], name="surveys_upload_file_name")]

    def __str__(self) -> str:
        return self.name
