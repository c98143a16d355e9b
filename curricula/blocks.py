"""The blocks of a module's text. Facilitator's notes are a type of their own, so that they can be left out by type."""

from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock


class ObjectivesBlock(blocks.StructBlock):
    objectives = blocks.ListBlock(blocks.CharBlock(max_length=400), label=_("Objectives"),
                                  help_text=_("What participants can do at the end, each beginning with a verb."))

    class Meta:
        icon = "list-ul"
        label = _("Objectives")
        template = "curricula/blocks/objectives.html"


class OutlineBlock(blocks.StructBlock):
    points = blocks.ListBlock(blocks.CharBlock(max_length=400), label=_("Outline"),
                              help_text=_("The steps in their order, one a line."))

    class Meta:
        icon = "list-ol"
        label = _("Outline")
        template = "curricula/blocks/outline.html"


class TextBlock(blocks.StructBlock):
    heading = blocks.CharBlock(max_length=200, required=False, label=_("Heading"))
    text = blocks.RichTextBlock(features=["bold", "ol", "ul", "link"], label=_("Text"))

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "curricula/blocks/text.html"


class ActivityBlock(TextBlock):
    minutes = blocks.IntegerBlock(min_value=1, max_value=600, required=False, label=_("Minutes"))

    class Meta:
        icon = "group"
        label = _("Activity")
        template = "curricula/blocks/activity.html"


class CaseStudyBlock(TextBlock):
    class Meta:
        icon = "doc-full"
        label = _("Case study")
        help_text = _("No names, exact places, dates of birth or numbers: nobody may be recognised. This is checked before "
                      "the text is published.")
        template = "curricula/blocks/case_study.html"


class MaterialBlock(blocks.StructBlock):
    """A file to load or a page to open, or both. Who may read the module may load its file, and nobody else."""

    title = blocks.CharBlock(max_length=200, label=_("Title"))
    note = blocks.TextBlock(required=False, label=_("What it is for"))
    document = DocumentChooserBlock(required=False, label=_("File"),
                                    help_text=_("Whoever may read the module may load it."))
    link = blocks.URLBlock(required=False, label=_("Link"), max_length=500, help_text=_("Begins with https://"),
                           validators=[URLValidator(schemes=["https"], code="scheme",
                                                    message=_("Write an address that begins with https://"))])

    class Meta:
        icon = "download"
        label = _("Material")
        template = "curricula/blocks/material.html"

    def clean(self, value):
        found = super().clean(value)
        if not found.get("document") and not found.get("link"):
            raise blocks.StructBlockValidationError(non_block_errors=[_("Choose a file or write a link.")])
        return found


class QuestionBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Question"))

    class Meta:
        icon = "help"
        label = _("Question")
        template = "curricula/blocks/question.html"


class NotesBlock(TextBlock):
    class Meta:
        icon = "lock"
        label = _("Facilitator’s notes")
        help_text = _("For trainers, never for participants")
        template = "curricula/blocks/notes.html"


NOTES = "facilitator_notes"
QUESTION = "question"


class ModuleBlocks(blocks.StreamBlock):
    objectives = ObjectivesBlock()
    outline = OutlineBlock()
    text = TextBlock()
    activity = ActivityBlock()
    case_study = CaseStudyBlock()
    material = MaterialBlock()
    question = QuestionBlock()
    facilitator_notes = NotesBlock()
