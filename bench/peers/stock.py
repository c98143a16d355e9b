"""`stock`: Wagtail's page with five blocks, through Wagtail's own view, under our settings and middleware."""

import json

from django.utils.html import strip_tags

from bench.client import Page
from curricula.models import ModulePage
from lms.home.models import HomePage


def peer() -> Page:
    """The page is made when it is not there; its texts are those of a module."""
    # the app is there under bench.settings alone
    from bench.stock.models import StockPage

    if not StockPage.objects.exists():
        home, module = HomePage.objects.get(locale__language_code="en"), ModulePage.objects.live().get(slug="a", language="en")
        rich = [block.value["text"].source for block in module.body if "text" in block.value and hasattr(block.value["text"], "source")]
        body = [("heading", module.title), ("paragraph", rich[0]), ("points", ["One", "Two", "Three"]), ("page", home.pk),
                ("quote", strip_tags(rich[1]))]
        home.add_child(instance=StockPage(
            title="Stock page", slug="stock", locale=home.locale,
            body=json.dumps([{"type": kind, "value": value} for kind, value in body])))
    return Page("stock", "/en/stock/", "Stock page")
