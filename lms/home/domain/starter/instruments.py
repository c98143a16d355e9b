"""The instruments of the region: needs, evaluation, pulse, test, rubric, follow-ups and the findings of a pilot."""

import hashlib
from typing import Any

from django.db.models import Q

from lms.home.domain.starter.content import LOADED_AT, read, workbook
from lms.surveys.domain.publish import publish
from lms.surveys.models import Form, FormVersion


def instruments() -> None:
    """Publish what is missing. An instrument on which somebody has worked since stays as that person left it."""
    for row in read("instruments")["instruments"]:
        content = workbook(row["key"])
        if missing(row, content):
            publish(workbook=content, **promise(row), titles=row["titles"], invited=row.get("invited", False), by=None,
                    now=LOADED_AT)


def missing(row: dict[str, Any], content: bytes) -> bool:
    """False when this very workbook was a version before, when a person has published one, or the key is taken."""
    if Form.objects.filter(key=row["key"]).exclude(**promise(row)).exists():
        return False
    known = Q(sha256=hashlib.sha256(content).hexdigest()) | Q(published_by__isnull=False)
    return not FormVersion.objects.filter(known, form__key=row["key"]).exists()


def promise(row: dict[str, Any]) -> dict[str, Any]:
    """What an instrument keeps for good: answers are given under it."""
    return {"key": row["key"], "kind": row["kind"], "anonymous": row.get("anonymous", False), "country": None}
