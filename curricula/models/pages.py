"""The live texts, as Wagtail pages: a folder a country > curriculum > module, with the module's session rows.

Curricula have a language of their own and the same address under every frame language, so they are routed by a
view (`curricula.views`) and not by Wagtail's locale tree.
"""

import uuid
from itertools import groupby

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, Site
from wagtail.search import index

from curricula.blocks import NOTES, QUESTION, ModuleBlocks
from curricula.models.method import word_for
from curricula.permissions import PUBLIC, SIGNED_IN, TRAINERS
from lms.people.models import Body, Country


class OwnAddress(Page):
    """A page whose address does not come from its place in the tree.

    Wagtail renders it for previews only; the public page is our own view, which asks who may read.
    """

    # who may read is a field of the page or of its grants, so Wagtail's own restrictions would promise too much
    private_page_options: list[str] = []

    class Meta:
        abstract = True

    def serve(self, request, *args, **kwargs):
        return redirect(self.own_path())

    def own_path(self) -> str:
        raise TypeError(f"{type(self).__name__} says its own address")

    def get_url_parts(self, request=None):
        sites = Site.get_site_root_paths()
        return (sites[0].site_id, sites[0].root_url, self.own_path()) if sites else None

    def get_preview_template(self, request, mode_name):
        return self.template

    def get_context(self, request, *args, **kwargs):
        return {**super().get_context(request, *args, **kwargs), "preview": True}


class CountryFolder(Page):
    """Holds a country's curricula; the right to edit them hangs on it."""

    country = models.OneToOneField(Country, null=True, blank=True, on_delete=models.PROTECT,
                                   help_text=_("None: the region's folder."))
    content_panels = [*Page.content_panels, FieldPanel("country")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["curricula.CurriculumPage"]

    def get_url_parts(self, request=None):
        return None


class CurriculumPage(OwnAddress):
    country = models.ForeignKey(Country, null=True, blank=True, on_delete=models.PROTECT, related_name="curricula")
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, help_text=_("Who keeps it"))
    language = models.CharField(max_length=10)
    summary = models.TextField(blank=True)

    content_panels = [*Page.content_panels, FieldPanel("language"), FieldPanel("body"), FieldPanel("summary")]
    parent_page_types = ["curricula.CountryFolder"]
    subpage_types = ["curricula.ModulePage"]
    search_fields = [*Page.search_fields, index.SearchField("summary")]
    template = "curricula/curriculum.html"

    def own_path(self) -> str:
        return reverse("curricula:curriculum", args=[self.slug])


class ModulePage(OwnAddress):
    VISIBILITY = [(PUBLIC, _("everyone")), (SIGNED_IN, _("people who are signed in")), (TRAINERS, _("trainers"))]

    letter = models.CharField(max_length=3)
    origin_id = models.UUIDField(default=uuid.uuid4, db_index=True,
                                 help_text=_("The same in the regional module and in every national one made from it."))
    language = models.CharField(max_length=10)
    summary = models.TextField(blank=True)
    visibility = models.CharField(max_length=10, choices=VISIBILITY, default=PUBLIC)
    body = StreamField(ModuleBlocks(required=False), blank=True, verbose_name=_("Text"))

    content_panels = [*Page.content_panels, FieldPanel("letter"), FieldPanel("language"), FieldPanel("summary"),
                      FieldPanel("visibility"), InlinePanel("sessions", label=_("Sessions")), FieldPanel("body")]
    parent_page_types = ["curricula.CurriculumPage"]
    subpage_types: list[str] = []
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("public_text"),
                     index.FilterField("visibility")]
    template = "curricula/module.html"

    def own_path(self) -> str:
        return reverse("curricula:module", args=[self.get_parent().slug, self.slug])

    def get_context(self, request, *args, **kwargs):
        """For the editor's preview, which shows everything."""
        return {**super().get_context(request, *args, **kwargs), "module": self, **self.text_context(with_notes=True)}

    def text_context(self, *, with_notes: bool) -> dict:
        """What the template of the text shows: the session rows with their minutes in all, and runs of blocks.

        Questions that follow each other are one run; every other block is a run of its own.
        """
        sessions = list(self.sessions.all())
        return {"text_of": self, "sessions": sessions, "minutes": sum(session.minutes for session in sessions),
                "runs": [[block for _place, block in run] for _key, run in groupby(
                    enumerate(self.blocks(with_notes=with_notes)),
                    lambda pair: -1 if pair[1].block_type == QUESTION else pair[0])]}

    def blocks(self, *, with_notes: bool) -> list:
        """The text's blocks; facilitator's notes only when asked for."""
        return [block for block in self.body if with_notes or block.block_type != NOTES]

    def public_text(self) -> str:
        """What search may know: nothing of the facilitator's notes, nothing of a restricted module."""
        if self.visibility != PUBLIC:
            return ""
        texts: list[str] = []
        for block in self.blocks(with_notes=False):
            texts += block.block.get_searchable_content(block.value)
        return "\n".join([*texts, *(session.title for session in self.sessions.all())])


class SessionFields(models.Model):
    """What a session is, live and frozen."""

    key = models.CharField(max_length=8, help_text=_("A1, A2 ..."))
    title = models.CharField(max_length=200)
    minutes = models.PositiveSmallIntegerField(validators=[MinValueValidator(5), MaxValueValidator(600)])
    method = models.CharField(max_length=200, blank=True)
    objective = models.TextField(blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.key} {self.title}"

    @property
    def method_word(self) -> str:
        """The frame's word for the method; empty when the method is not a known one."""
        return word_for(self.method)


class Session(SessionFields, Orderable):
    page = ParentalKey(ModulePage, on_delete=models.CASCADE, related_name="sessions")
