"""What the public pages read: live curricula with the version in force, their modules, and the same module elsewhere.

Drafts never come out of here. Every function has a fixed number of queries.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Length, Substr

from curricula.models import CurriculumPage, ModulePage, ResourceModule

CURRICULUM = ("path", "depth", "title", "slug", "live", "language", "summary", "origin", "country__code", "country__names",
              "body__key", "body__names")
MODULE = ("path", "depth", "title", "slug", "live", "letter", "origin_id", "language", "summary", "visibility",
          "live_revision", "last_published_at")
BOND = ("adaptation__status", "adaptation__base__version__major", "adaptation__base__version__minor")
"""What the pages show. A page of Wagtail has 40 columns, and its text is long: the rest is read when it is needed."""


@dataclass
class Shelf:
    """A live curriculum as it stands on the shelf. `number` and `since` are of the version in force; empty before one."""

    page: CurriculumPage
    number: str
    since: date | None
    modules: list[ModulePage] = field(default_factory=list)


@dataclass(frozen=True)
class Kin:
    """The same module in another curriculum, which may be in another language."""

    module: ModulePage
    shelf: Shelf


@dataclass(frozen=True)
class Reading:
    """A live module with its curriculum, its neighbours, and the live modules of the same origin elsewhere."""

    module: ModulePage
    shelf: Shelf
    before: ModulePage | None
    after: ModulePage | None
    kin: list[Kin]


def shelves(*, on: date, drafts: bool = False) -> list[Shelf]:
    """The live curricula, the region's first, then by country; with the version in force on a day. One query.

    With `drafts`, those as well that a group has begun and not published: for counting how far they are, never for text.
    """
    in_force = FilteredRelation("versions", condition=Q(versions__in_force__lte=on))
    pages = CurriculumPage.objects.all() if drafts else CurriculumPage.objects.live()
    rows = pages.select_related("country", "body").only(*CURRICULUM).annotate(
        now=in_force, major=F("now__major"), minor=F("now__minor"), since=F("now__in_force"))
    found: dict[int, Shelf] = {}
    # a row for each version, the newest first: the first row of a curriculum is the one that counts
    for page in rows.order_by(F("country__code").asc(nulls_first=True), "path", "-major", "-minor"):
        found.setdefault(page.pk, Shelf(page, "" if page.major is None else f"{page.major}.{page.minor}", page.since))
    return list(found.values())


def fill(found: list[Shelf]) -> list[Shelf]:
    """Put the live modules on the shelves, each with `session_count` and `minutes` (the sum). One query."""
    by_path = {shelf.page.path: shelf for shelf in found}
    if by_path:
        wanted = Q(*[Q(path__startswith=path) for path in by_path], _connector=Q.OR)
        modules = ModulePage.objects.live().filter(wanted).only(*MODULE).order_by("path").annotate(
            session_count=Count("sessions"), minutes=Sum("sessions__minutes"))
        for module in modules:
            by_path[_above(module)].modules.append(module)
    return found


def find(*, curriculum: str, module: str, on: date) -> Reading | None:
    """The live module at this address (two slugs), or None. Two queries; the text itself is not loaded.

    `module.texts` counts the texts of the library that serve it.
    """
    by_path = {shelf.page.path: shelf for shelf in shelves(on=on)}
    shelf = next((shelf for shelf in by_path.values() if shelf.page.slug == curriculum), None)
    if shelf is None:
        return None
    here = ModulePage.objects.live().filter(path__startswith=shelf.page.path)
    rows = ModulePage.objects.live().filter(
        Q(path__startswith=shelf.page.path) | Q(origin_id__in=here.filter(slug=module).values("origin_id"))
    ).select_related("adaptation__base__version").only(*MODULE, *BOND).annotate(
        written=~Q(body=[]), texts=_texts()).order_by("path")
    everywhere = [row for row in rows if _above(row) in by_path]
    shelf.modules = [row for row in everywhere if _above(row) == shelf.page.path]
    place = next((at for at, row in enumerate(shelf.modules) if row.slug == module), None)
    if place is None:
        return None
    kin = [Kin(row, by_path[_above(row)]) for row in everywhere
           if row.origin_id == shelf.modules[place].origin_id and row.pk != shelf.modules[place].pk and row.written]
    return Reading(module=shelf.modules[place], shelf=shelf, before=shelf.modules[place - 1] if place else None,
                   after=next(iter(shelf.modules[place + 1:]), None), kin=kin)


def origins() -> list[ModulePage]:
    """The live regional modules in their order: by their origins, feedback and the library are sorted. One query."""
    above = CurriculumPage.objects.live().filter(
        country=None, path=Substr(OuterRef("path"), 1, Length(OuterRef("path")) - ModulePage.steplen))
    return list(ModulePage.objects.live().filter(Exists(above)).only(*MODULE).order_by("path"))


def of_origins(wanted: QuerySet | list, *, on: date) -> list[Kin]:
    """The live modules of these origins, the region's first, then by country. Two queries."""
    found = {shelf.page.path: (place, shelf) for place, shelf in enumerate(shelves(on=on))}
    rows = ModulePage.objects.live().filter(origin_id__in=wanted).only(*MODULE).order_by("path")
    kin = sorted(((found[_above(row)], row) for row in rows if _above(row) in found),
                 key=lambda pair: (pair[0][0], pair[1].path))
    return [Kin(row, shelf) for (_place, shelf), row in kin]


def published(module: ModulePage) -> ModulePage:
    """The module as it was last published, session rows included, in one query; the page itself if it has no revision."""
    revision = module.live_revision
    return ModulePage.from_serializable_data(revision.content, check_fks=False) if revision else module


def _texts() -> Coalesce:
    """How many public texts of the library serve a module, counted beside it and not once for each."""
    served = ResourceModule.objects.filter(origin_id=OuterRef("origin_id"), resource__public=True).order_by()
    return Coalesce(Subquery(served.values("origin_id").annotate(found=Count("pk")).values("found")), 0)


def _above(module: ModulePage) -> str:
    """The tree path of the curriculum that holds a module."""
    return module.path[:-ModulePage.steplen]
