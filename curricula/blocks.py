"""The blocks of a module's text. Facilitator's notes are a type of their own, so that they can be left out by type."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class ObjectivesBlock(blocks.StructBlock):
    objectives = blocks.ListBlock(blocks.CharBlock(max_length=400), label=_("Objectives"))

    class Meta:
        icon = "list-ul"
        label = _("Objectives")
        template = "curricula/blocks/objectives.html"


class OutlineBlock(blocks.StructBlock):
    points = blocks.ListBlock(blocks.CharBlock(max_length=400), label=_("Outline"))

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
        template = "curricula/blocks/case_study.html"


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
        template = "curricula/blocks/notes.html"


NOTES = "facilitator_notes"
QUESTION = "question"


class ModuleBlocks(blocks.StreamBlock):
    objectives = ObjectivesBlock()
    outline = OutlineBlock()
    text = TextBlock()
    activity = ActivityBlock()
    case_study = CaseStudyBlock()
    question = QuestionBlock()
    facilitator_notes = NotesBlock()
