"""A manual on paper: title page, contents, a chapter for each module, running head, "page x of y"."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lms.documents.domain.render import render_pdf


def render_manual(*, data: Mapping[str, Any], name: str, timestamp: datetime) -> bytes:
    """Return the manual as a PDF (PDF/A-3, PDF/UA-1).

    data: what `typst/manual.typ` reads, all words in `data["lang"]` (a language of the site): title, summary, audience,
    place, facts (pairs), pilot, news, left_out, labels, and modules with sessions and blocks. Formatted text comes as
    paragraphs {"spans": [{text, bold, link}]} and lists {"numbered", "items"}; it never becomes typst's code.
    name: what the document is, for the error. timestamp: its date, with a time zone.

    Raises DocumentError when no font has some letter.
    """
    return render_pdf(template="manual", data=data, timestamp=timestamp, name=name)
