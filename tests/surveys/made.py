"""Definitions for the tests of the runtime, made without a workbook."""

from datetime import UTC, datetime

from lms.surveys.domain.evaluation import judge
from lms.surveys.models.definition import Definition

NOW = datetime(2027, 1, 20, 3, 0, tzinfo=UTC)
"""Ten in the morning in Bangkok."""

EMPTY = {"appearance": "", "hints": {}, "media": {}, "required": "", "constraint": "", "relevant": "", "calculation": "",
         "readonly": "", "required_messages": {}, "constraint_messages": {}, "default": "", "first": "", "changes": [],
         "list": "", "filter": "", "shuffle": "", "range": {}, "count": "", "preload": []}


def definition(*items, lists=None, languages=("en",), style=""):
    """A form of (type, path, {what differs}) in its order."""
    repeats = [path for kind, path, *_more in items if kind == "repeat"]

    def innermost(path):
        return max((one for one in repeats if path.startswith(f"{one}/")), key=len, default="")

    made = [EMPTY | {"path": path, "name": path.rpartition("/")[2], "type": kind, "repeat": innermost(path),
                     "labels": {"en": path}} | (more[0] if more else {}) for kind, path, *more in items]
    return Definition(made, {name: [choice(one) for one in choices] for name, choices in (lists or {}).items()},
                      list(languages), style)


def choice(one):
    """A choice from its name, or from (name, {more})."""
    name, more = one if isinstance(one, tuple) else (one, {})
    return {"name": name, "labels": {"en": f"Label of {name}"}, "media": {}, "more": more}


def judged(form, data, language="en", seed="seed", now=NOW):
    return judge(definition=form, data=data, language=language, now=now, seed=seed)
