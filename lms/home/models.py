"""Home and information pages: Wagtail pages, one a language, for content editors."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index


class HomePage(Page):
    headline = models.CharField(max_length=160)
    lede = models.TextField()

    content_panels = [*Page.content_panels, FieldPanel("headline"), FieldPanel("lede")]
    parent_page_types = ["wagtailcore.Page"]
    template = "home/home.html"


class InfoPage(Page):
    text = RichTextField(features=["h2", "bold", "ol", "ul", "link"], verbose_name=_("Text"))

    content_panels = [*Page.content_panels, FieldPanel("text")]
    parent_page_types = ["home.HomePage"]
    search_fields = [*Page.search_fields, index.SearchField("text"), index.AutocompleteField("text")]
    template = "home/info.html"
