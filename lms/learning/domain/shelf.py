"""Which lessons there are, and which language of a lesson a reader gets."""

from dataclasses import dataclass

from curricula.domain.languages import choose
from lms.learning.models import LessonPage


@dataclass(frozen=True)
class Lesson:
    """A lesson with all its live languages; `page` is the one chosen for this reader."""

    key: str
    page: LessonPage
    languages: tuple[str, ...]


def lesson(*, key: str, wishes: tuple[str | None, ...]) -> Lesson | None:
    """The live lesson of a key in the first language wished for that exists (else English, else any). One query."""
    rows = LessonPage.objects.live().filter(key=key).select_related("module").defer("module__body").order_by("path")
    return _choose(list(rows), wishes)


def lessons(*, wishes: tuple[str | None, ...], origin_id=None) -> list[Lesson]:
    """All live lessons, or those of one module (by origin, so of every national text of it). The steps are not loaded.

    One query.
    """
    rows = LessonPage.objects.live().defer("steps").order_by("path")
    if origin_id is not None:
        rows = rows.filter(module__origin_id=origin_id)
    by_key: dict[str, list[LessonPage]] = {}
    for row in rows:
        by_key.setdefault(row.key, []).append(row)
    return [found for pages in by_key.values() if (found := _choose(pages, wishes))]


def _choose(pages: list[LessonPage], wishes: tuple[str | None, ...]) -> Lesson | None:
    if not pages:
        return None
    by_language: dict[str, LessonPage] = {}
    for page in pages:
        by_language.setdefault(page.language, page)
    return Lesson(pages[0].key, by_language[choose(by_language, *wishes)], tuple(by_language))
