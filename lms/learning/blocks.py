"""What a lesson's step is made of. Questions are judged on the server."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class PartBlock(blocks.StructBlock):
    name = blocks.CharBlock(max_length=60, label=_("Name"))
    text = blocks.CharBlock(max_length=200, label=_("Text"))


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=300, label=_("Answer"))
    right = blocks.BooleanBlock(required=False, label=_("This one is right"))


class QuestionBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Question"))
    options = blocks.ListBlock(OptionBlock(), min_num=2, max_num=8, label=_("Answers"))
    feedback_right = blocks.TextBlock(label=_("What to say when it is right"))
    feedback_wrong = blocks.TextBlock(label=_("What to say when it is not"))

    class Meta:
        icon = "help"
        label = _("Question")


class StepContent(blocks.StreamBlock):
    heading = blocks.CharBlock(max_length=200, template="learning/blocks/heading.html", label=_("Heading"))
    paragraph = blocks.TextBlock(template="learning/blocks/paragraph.html", label=_("Text"))
    list = blocks.ListBlock(blocks.CharBlock(max_length=300), template="learning/blocks/list.html", label=_("List"))
    note = blocks.TextBlock(template="learning/blocks/note.html", label=_("Note"))
    parts = blocks.ListBlock(PartBlock(), template="learning/blocks/parts.html", label=_("Parts that belong together"))
    question = QuestionBlock()


class StepBlock(blocks.StructBlock):
    key = blocks.RegexBlock(r"^[a-z0-9-]{1,40}$", label=_("Short name, the same in every language"))
    title = blocks.CharBlock(max_length=120, label=_("Title"))
    content = StepContent(label=_("Content"))

    class Meta:
        icon = "form"
        label = _("Step")


class LessonBlocks(blocks.StreamBlock):
    step = StepBlock()
