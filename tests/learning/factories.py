"""A small lesson of three steps, of which the first and the last ask, in the languages wished for."""

import json

from wagtail.models import Page

from lms.learning.models import LessonFolder, LessonPage
from tests.curricula.factories import publish

RIGHT, WRONG = 1, 0
FEEDBACK = "Because nobody agrees to be deceived"
HINT = "Look for what takes the choice away"


def step(key: str, *, asks: bool) -> dict:
    content = [{"type": "heading", "value": f"Heading of {key}"}, {"type": "paragraph", "value": "Read <this>."},
               {"type": "parts", "value": [{"name": "Act", "text": "What"}, {"name": "Means", "text": "How"}]}]
    if asks:
        content.append({"type": "question", "value": {
            "text": "Which one?", "feedback_right": FEEDBACK, "feedback_wrong": HINT,
            "options": [{"text": "The first", "right": False}, {"text": "The second", "right": True}]}})
    return {"type": "step", "value": {"key": key, "title": f"Title of {key}", "content": content}}


def lesson(key: str = "first", *, languages=("en", "vi"), module=None, live: bool = True) -> list[LessonPage]:
    folder = LessonFolder.objects.first() or publish(
        LessonFolder(title="Lessons", slug="folder-lessons"), Page.get_first_root_node())
    pages = []
    for language in languages:
        page = LessonPage(title=f"{key} in {language}", slug=f"{key}-{language}", key=key, language=language, module=module,
                          minutes=35, live=live, summary="About it",
                          steps=json.dumps([step("s1", asks=True), step("s2", asks=False), step("s3", asks=True)]))
        folder.refresh_from_db()
        if live:
            publish(page, folder)
        else:
            folder.add_child(instance=page)
        pages.append(page)
    return pages
