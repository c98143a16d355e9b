"""What a search finds: texts and courses that this reader may see. Persons are never searched."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from curricula.models import CurriculumPage, ModulePage, Resource
from curricula.permissions import PUBLIC, may_read
from lms.courses.models import Edition
from lms.home.models import InfoPage
from lms.learning.models import LessonPage
from lms.people.permissions import Access
from lms.search.domain.excerpt import excerpt

LONGEST = 200
MOST_PAGES, MOST_EDITIONS, MOST_RESOURCES = 40, 20, 20


@dataclass(frozen=True)
class Result:
    """`pieces` is the excerpt, each piece with True if it is a hit; both texts are in `language`."""

    title: str
    url: str
    language: str
    pieces: list[tuple[str, bool]] = field(default_factory=list)
    edition: Edition | None = None


@dataclass(frozen=True)
class Group:
    title: str
    results: list[Result]


def asked(typed: str) -> str:
    """The question as it is searched: one line, without control signs, at most 200 characters."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in typed[:LONGEST]).split())


def look_for(*, question: str, access: Access) -> list[Group]:
    """Groups with at least one result, the best first in each.

    At most fourteen queries, however much is found; a kind of page that is not found costs none.
    """
    if not question:
        return []
    kinds = Page.objects.live().public().type(CurriculumPage, ModulePage, LessonPage, InfoPage)
    found = list(kinds.search(question)[:MOST_PAGES])
    keys = {kind: [page.pk for page in found if page.cached_content_type.model == kind._meta.model_name]
            for kind in (CurriculumPage, ModulePage, LessonPage, InfoPage)}
    groups = [
        Group(_("Modules and curricula"), in_order(found, curricula_and_modules(keys, question, access))),
        Group(_("Lessons"), in_order(found, lessons(keys[LessonPage], question))),
        Group(_("Library"), resources(question)),
        Group(_("Courses"), editions(question)),
        Group(_("Information"), in_order(found, information(keys[InfoPage], question)))]
    return [group for group in groups if group.results]


def in_order(found: list[Page], results: dict[int, Result]) -> list[Result]:
    """Results by primary key, in the order of relevance."""
    return [results[page.pk] for page in found if page.pk in results]


def curricula_and_modules(keys: dict, question: str, access: Access) -> dict[int, Result]:
    """Restricted modules only for those who may read them, and by title alone. Two queries."""
    modules = list(ModulePage.objects.filter(pk__in=keys[ModulePage])) if keys[ModulePage] else []
    parents = [module.path[:-Page.steplen] for module in modules]
    wanted = CurriculumPage.objects.filter(path__in=parents) | CurriculumPage.objects.filter(pk__in=keys[CurriculumPage])
    curricula = {page.path: page for page in wanted} if parents or keys[CurriculumPage] else {}
    results = {page.pk: Result(page.title, reverse("curricula:curriculum", args=[page.slug]), page.language,
                               excerpt(page.summary, question))
               for page in curricula.values() if page.pk in keys[CurriculumPage]}
    for module in modules:
        home = curricula.get(module.path[:-Page.steplen])
        if home and home.live and may_read(visibility=module.visibility, access=access, country_id=home.country_id):
            text = readable(module) if module.visibility == PUBLIC else ""
            results[module.pk] = Result(
                f"{module.letter} {module.title}", reverse("curricula:module", args=[home.slug, module.slug]),
                module.language, excerpt(text, question))
    return results


def readable(module: ModulePage) -> str:
    """The public text of a module, without the facilitator's notes."""
    texts = [module.summary]
    for block in module.blocks(with_notes=False):
        texts += [strip_tags(str(text)) for text in block.block.get_searchable_content(block.value)]
    return "\n".join(texts)


def lessons(keys: list[int], question: str) -> dict[int, Result]:
    pages: Iterable[LessonPage] = LessonPage.objects.filter(pk__in=keys).defer_streamfields() if keys else []
    return {page.pk: Result(page.title, f"{reverse('learning:lesson', args=[page.key])}?in={page.language}",
                            page.language, excerpt(page.summary, question)) for page in pages}


def resources(question: str) -> list[Result]:
    """Texts of the library, each in the language in which the words stand. Three queries."""
    found = get_search_backend().search(question, Resource.objects.filter(public=True))
    results = []
    for resource in found[:MOST_RESOURCES]:
        language = wording(resource, question)
        results.append(Result(resource.titles.get(language, resource.key), resource.get_absolute_url(), language,
                              excerpt(resource.summaries.get(language, ""), question)))
    return results


def wording(resource: Resource, question: str) -> str:
    """The language to show a text of the library in: one that has the words, the frame's first; else the frame's or any."""
    frame = get_language() or "en"
    hits = [code for code, title in resource.titles.items()
            if any(hit for _piece, hit in excerpt(f"{title}\n{resource.summaries.get(code, '')}", question))]
    wishes = [code for code in (frame, "en") if code in hits] + hits + [frame, "en", *resource.titles]
    return next((code for code in wishes if code in resource.titles), "en")


def information(keys: list[int], question: str) -> dict[int, Result]:
    """Of the translations of one page, the one in the frame's language, else the first."""
    pages = list(InfoPage.objects.filter(pk__in=keys).select_related("locale")) if keys else []
    frame = get_language() or "en"
    pages.sort(key=lambda page: (page.locale.language_code != frame, keys.index(page.pk)))
    results: dict[int, Result] = {}
    seen = set()
    for page in pages:
        if page.translation_key not in seen:
            seen.add(page.translation_key)
            results[page.pk] = Result(page.title, f"/{page.locale.language_code}/{page.slug}/",
                                      page.locale.language_code,
                                      excerpt(unescape(strip_tags(page.text.replace("</", " </"))), question))
    return results


def editions(question: str) -> list[Result]:
    """Public courses by their names and places. Three queries."""
    found = get_search_backend().search(question, Edition.objects.public().select_related("venue"))
    return [Result(edition.label, edition.get_absolute_url(), edition.language, edition=edition)
            for edition in found[:MOST_EDITIONS]]
