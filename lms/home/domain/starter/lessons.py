"""The remote lesson on module A, in each language that has it."""

import json

from wagtail.models import Page

from curricula.models import ModulePage
from lms.home.domain.starter.blocks import block, of_step
from lms.home.domain.starter.content import read
from lms.home.domain.starter.site import publish
from lms.learning.models import LessonFolder, LessonPage


def lessons() -> LessonFolder:
    """The folder with its lessons. A Vietnamese lesson hangs on the Vietnamese module, an English one on the regional."""
    folder = LessonFolder.objects.first() or publish(
        Page.get_first_root_node(), LessonFolder(title="Lessons", slug="folder-lessons"))
    text = read("lesson_a")
    for language in text["titles"]:
        if not LessonPage.objects.filter(key=text["slug"], language=language).exists():
            folder.refresh_from_db()
            publish(folder, LessonPage(
                title=text["titles"][language], slug=f"{text['slug']}-{language}", key=text["slug"], language=language,
                module=ModulePage.objects.live().get(slug=text["module"], language=language),
                summary=text[language]["summary"], minutes=text["minutes"],
                steps=json.dumps([step(row) for row in text[language]["steps"]])))
    return folder


def step(row: dict) -> dict:
    value = {"key": row["key"], "title": row["title"], "content": [of_step(inner) for inner in row["blocks"]]}
    return block("step", value, f"lesson:{row['key']}")
