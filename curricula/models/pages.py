"""The live texts, as Wagtail pages: a folder a country > curriculum > module, with the module's session rows.

Curricula have a language of their own and the same address under every frame language, so they are routed by a
view (`curricula.views`) and not by Wagtail's locale tree.
"""

import uuid
from itertools import groupby
from types import SimpleNamespace

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, Revision, Site
from wagtail.search import index

from curricula.blocks import NOTES, QUESTION, ModuleBlocks
from curricula.models.editing import CurriculumForm, LanguageSelect, MethodInput, ModuleForm
from curricula.models.locks import RoundLock
from curricula.models.method import word_for
from curricula.models.preview import FACILITATOR, PRINTED, TRAINEE, SeenByReaders
from curricula.permissions import PUBLIC, SIGNED_IN, TRAINERS
from lms.people.models import Body, Country


class OwnAddress(SeenByReaders, Page):
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

    def serve_preview(self, request, mode_name):
        """`mode_name` is `audience:language`; the language is the request's already."""
        context = {**self.get_context(request), "preview": True, **self.preview_context(mode_name.partition(":")[0])}
        return TemplateResponse(request, context.get("template", self.template), context)

    def preview_context(self, audience: str) -> dict:
        """What the public view would give the template for readers of this kind."""
        return {}


class CountryFolder(Page):
    """Holds a country's curricula; the right to edit them hangs on it."""

    country = models.OneToOneField(Country, null=True, blank=True, on_delete=models.PROTECT,
                                   help_text=_("None: the region's folder."))
    content_panels = Page.content_panels
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["curricula.CurriculumPage"]

    def get_url_parts(self, request=None):
        return None


class CurriculumPage(OwnAddress):
    country = models.ForeignKey(Country, null=True, blank=True, on_delete=models.PROTECT, related_name="curricula")
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, help_text=_("Who keeps it"))
    origin = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="adapted",
                               editable=False, help_text="The regional curriculum that it was made from.")
    language = models.CharField(max_length=10)
    summary = models.TextField(blank=True)

    content_panels = [
        *Page.content_panels, FieldPanel("language", widget=LanguageSelect), FieldPanel("body"),
        FieldPanel("summary", help_text=_("Two or three sentences for the list of curricula."))]
    base_form_class = CurriculumForm
    parent_page_types = ["curricula.CountryFolder"]
    subpage_types = ["curricula.ModulePage"]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.AutocompleteField("summary")]
    template = "curricula/curriculum.html"

    def own_path(self) -> str:
        return reverse("curricula:curriculum", args=[self.slug])

    def preview_context(self, audience: str) -> dict:
        """The shelf as it would stand if everything were published: the drafts' modules too."""
        modules = list(ModulePage.objects.child_of(self).order_by("path").annotate(
            session_count=models.Count("sessions"), minutes=models.Sum("sessions__minutes"))) if self.pk else []
        last = self.versions.exclude(in_force=None).first() if self.pk else None
        shelf = SimpleNamespace(page=self, modules=modules, number=last.number if last else "",
                                since=last.in_force if last else None)
        return {"preview": False, "page": self, "shelf": shelf,
                "sessions": sum(module.session_count for module in modules),
                "minutes": sum(module.minutes or 0 for module in modules)}


class ModulePage(OwnAddress):
    VISIBILITY = [(PUBLIC, _("everyone")), (SIGNED_IN, _("people who are signed in")), (TRAINERS, _("trainers"))]

    letter = models.CharField(max_length=3)
    origin_id = models.UUIDField(default=uuid.uuid4, db_index=True,
                                 help_text=_("The same in the regional module and in every national one made from it."))
    split_from = models.UUIDField(null=True, blank=True, editable=False,
                                  help_text="The origin of the module that it was part of before.")
    language = models.CharField(max_length=10)
    summary = models.TextField(blank=True)
    visibility = models.CharField(max_length=10, choices=VISIBILITY, default=PUBLIC)
    body = StreamField(ModuleBlocks(required=False), blank=True, verbose_name=_("Text"))

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([
            FieldPanel("letter", help_text=_("A, B, C ... as participants know the module.")),
            FieldPanel("language", widget=LanguageSelect), FieldPanel("visibility"), FieldPanel("part_of")],
            heading=_("The module")),
        FieldPanel("summary", help_text=_("Two or three sentences: what it is about and for whom. Everyone may read them.")),
        InlinePanel("sessions", heading=_("Sessions"), label=_("Session"), panels=[
            FieldPanel("key"), FieldPanel("title"),
            FieldPanel("minutes", help_text=_("From 5 to 600; breaks not counted.")),
            FieldPanel("method", widget=MethodInput, help_text=_("Choose one of the list, or write your own word.")),
            FieldPanel("objective", help_text=_("What participants can do after it."))],
            help_text=_("In their order. The timetable and the manual are made from them.")),
        FieldPanel("body", help_text=_("Facilitator’s notes are shown to trainers only. Everything else is for participants."))]
    base_form_class = ModuleForm
    audiences = (TRAINEE, FACILITATOR, PRINTED)
    parent_page_types = ["curricula.CurriculumPage"]
    subpage_types: list[str] = []
    # the admin's search asks the fields of autocomplete alone
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("public_text"),
                     index.AutocompleteField("summary"), index.AutocompleteField("public_text"),
                     index.FilterField("visibility")]
    template = "curricula/module.html"

    def own_path(self) -> str:
        return reverse("curricula:module", args=[self.get_parent().slug, self.slug])

    def preview_context(self, audience: str) -> dict:
        """The draft as readers of this kind would have it: with the facilitator's notes, without, or on paper."""
        notes = audience == FACILITATOR
        shown = {"module": self, "with_notes": notes, **self.text_context(with_notes=notes)}
        return {**shown, "template": "curricula/module_printed.html"} if audience == PRINTED else shown

    def save_revision(self, *args, overwrite_revision=None, **kwargs):
        """Wagtail's autosave writes over the draft of a moment ago. A text that something rests on is never written over:
        it then makes a new draft, and goes on with that."""
        if overwrite_revision and self.rests_on(overwrite_revision):
            overwrite_revision = None
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)

    def rests_on(self, revision: Revision) -> bool:
        """True when the text is published or waits for its day, or a version or a round holds it."""
        if revision.pk == self.live_revision_id or revision.approved_go_live_at:
            return True
        return any(bond.on_delete is models.PROTECT and bond.related_model._base_manager.filter(
            **{bond.field.name: revision}).exists() for bond in Revision._meta.get_fields(include_hidden=True)
            if bond.one_to_many and bond.auto_created)

    def text_context(self, *, with_notes: bool) -> dict:
        """What the template of the text shows: the session rows with their minutes in all, and runs of blocks.

        Questions that follow each other are one run; every other block is a run of its own.
        """
        sessions = list(self.sessions.all())
        return {"text_of": self, "sessions": sessions, "minutes": sum(session.minutes for session in sessions),
                "runs": [[block for _place, block in run] for _key, run in groupby(
                    enumerate(self.blocks(with_notes=with_notes)),
                    lambda pair: -1 if pair[1].block_type == QUESTION else pair[0])]}

    def rounds_open(self) -> bool:
        """True while a group decides on this module: nobody edits it then."""
        return self.in_rounds.filter(round__outcome="open").exists()

    def get_lock(self):
        """What keeps Wagtail's editor shut: the round that is open, before any lock of Wagtail's own."""
        return RoundLock(self) if self.pk and self.rounds_open() else super().get_lock()

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

    uid = models.UUIDField(default=uuid.uuid4, editable=False,
                           help_text="The same in the origin and in every national session made from it.")
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
