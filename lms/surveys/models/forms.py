"""Forms and their versions. A form is an XLSForm workbook; each publishing makes a version that never changes."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.audit.models import WrittenOnce, WrittenOnceQuerySet
from lms.people.models.place import text_in


class Form(models.Model):
    """One instrument: what is asked, under a key that stands in its address."""

    class Kind(models.TextChoices):
        EVALUATION = "evaluation", _("Evaluation")
        PULSE = "pulse", _("Daily pulse")
        TEST = "test", _("Test")
        RUBRIC = "rubric", _("Observation rubric")
        TNA = "tna", _("Needs assessment")
        FOLLOW_UP = "follow-up", _("Follow-up")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.SlugField(max_length=60, unique=True)
    titles = models.JSONField(default=dict, help_text="{language: title}")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    anonymous = models.BooleanField(default=False, help_text="No person, no time of day, never shown singly.")
    invited = models.BooleanField(default=False, help_text="Only invited persons answer, each once.")
    country = models.ForeignKey("people.Country", models.PROTECT, null=True, blank=True, related_name="+",
                                help_text="Whose instrument it is; none is the region's.")

    def __str__(self) -> str:
        return self.key

    def title_in(self, language: str) -> str:
        """The title in `language`, else in English, else in any language it has, else the key."""
        return text_in(self.titles, language) or self.key


class FormVersionManager(models.Manager.from_queryset(WrittenOnceQuerySet)):
    """Leaves the workbook in the database until somebody asks for it: it can weigh 2 MB."""

    def get_queryset(self):
        return super().get_queryset().defer("xlsx", "xform")


class FormVersion(WrittenOnce):
    """What was published: the workbook, its compiled XForm, and the nodes that our pages are built from.

    `items` is a list of nodes in the form's order: name, path ("group/name", the key of its answer), type
    (note, integer, decimal, text, select_one, select_multiple, group, meta), appearance, labels, hints,
    required, required_messages, constraint, constraint_messages, relevant, choices [{name, labels}],
    default, preload. Texts are {language: text}; expressions are XPath as compiled.
    """

    form = models.ForeignKey(Form, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    xlsx = models.BinaryField()
    xform = models.TextField()
    items = models.JSONField()
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
