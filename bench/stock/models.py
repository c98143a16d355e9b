"""A page with five blocks, written as Wagtail's documentation writes one."""

from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page


class StockPage(Page):
    body = StreamField([
        ("heading", blocks.CharBlock(form_classname="title")), ("paragraph", blocks.RichTextBlock()),
        ("points", blocks.ListBlock(blocks.CharBlock())), ("page", blocks.PageChooserBlock()),
        ("quote", blocks.BlockQuoteBlock())])
    template = "stock/page.html"

    class Meta:
        app_label = "stock"
