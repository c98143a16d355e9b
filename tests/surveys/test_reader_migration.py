"""Versions of the first engine come into the present contract."""

from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from lms.surveys.domain.evaluation import judge
from lms.surveys.domain.publish import check
from lms.surveys.models import Form, FormVersion
from tests.surveys.workbooks import workbook

NOW = datetime(2027, 1, 20, 3, 0, tzinfo=UTC)
OLD_KEYS = ("name", "path", "type", "appearance", "labels", "hints", "required", "required_messages", "constraint",
            "constraint_messages", "relevant", "default")
fill = import_module("lms.surveys.migrations.0002_engine").into_the_contract


@pytest.mark.django_db
def test_old_versions_are_judged_as_new_ones(monkeypatch):
    compiled = check(content=workbook()).compiled
    old = [{key: item[key] for key in OLD_KEYS} | {"choices": [
        {"name": one["name"], "labels": one["labels"]} for one in compiled.definition.choices(item)]}
        for item in compiled.items]
    form = Form.objects.create(key="old", kind=Form.Kind.EVALUATION)
    row = FormVersion.objects.create(form=form, number=1, xlsx=b"", xform="", items=old, languages=["en", "km"], sha256="",
                                     published_at=NOW)
    saved = []
    monkeypatch.setattr(FormVersion, "save", lambda self, **given: saved.append((self.pk, self.items, self.lists)))
    fill(apps, type("Editor", (), {"connection": connection}))
    (key, items, lists), = saved
    assert key == row.pk and [set(item) for item in items] == [set(item) for item in compiled.items]
    assert list(lists.values()) == [compiled.lists["yesno"]]
    version = FormVersion(items=items, lists=lists, languages=["en", "km"])
    judged = judge(definition=version.definition, data={"clear": "yes", "years": "3"}, language="en", now=NOW)
    assert judged.answers == {"clear": "yes", "years": 3} and not judged.complaints
