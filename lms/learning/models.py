"""Lessons taught at a distance, who takes them, and the xAPI statements that say what was done."""

import uuid

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from curricula.models import ModulePage
from curricula.models.pages import OwnAddress
from lms.audit.models import WrittenOnce
from lms.learning.blocks import LessonBlocks
from lms.people.models import Country, Person


class LessonFolder(Page):
    """Holds the lessons."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["learning.LessonPage"]

    def get_url_parts(self, request=None):
        return None


class LessonPage(OwnAddress):
    """One remote lesson in one language: steps of blocks, read one after the other. The slug is shared by languages."""

    key = models.SlugField(max_length=60, help_text=_("The same for all languages of the lesson; it is the address."))
    language = models.CharField(max_length=10)
    module = models.ForeignKey(ModulePage, null=True, blank=True, on_delete=models.PROTECT, related_name="lessons")
    summary = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField(default=15)
    steps = StreamField(LessonBlocks(), verbose_name=_("Steps"))

    content_panels = [*Page.content_panels, FieldPanel("key"), FieldPanel("language"), FieldPanel("module"),
                      FieldPanel("summary"), FieldPanel("minutes"), FieldPanel("steps")]
    parent_page_types = ["learning.LessonFolder"]
    subpage_types: list[str] = []
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.AutocompleteField("summary")]
    template = "learning/preview.html"

    def own_path(self) -> str:
        return reverse("learning:lesson", args=[self.key])

    def activity_id(self, step: str = "") -> str:
        """The xAPI activity: the same in every language, so that a change of language loses nothing."""
        return f"urn:academy:lesson:{self.key}" + (f":{step}" if step else "")


class Registration(models.Model):
    """A person takes a lesson."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="registrations")
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT)
    lesson = models.SlugField(max_length=60, help_text="The lesson's key")
    language = models.CharField(max_length=10)
    started_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, help_text="A copy of what the statements say, for listings.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "lesson"], name="registration_once")]


class Statement(WrittenOnce):
    """One xAPI statement. Actor, authority and stored time are set by the server. Never changed."""

    uuid = models.UUIDField(unique=True)
    registration = models.ForeignKey(Registration, null=True, on_delete=models.PROTECT, related_name="statements")
    actor = models.UUIDField(db_index=True, help_text="The person's uuid: an account without a name.")
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT)
    verb = models.CharField(max_length=120)
    activity = models.CharField(max_length=300, db_index=True)
    result = models.JSONField(default=dict)
    timestamp = models.DateTimeField()
    stored = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["actor", "activity"])]
