"""Reading past versions: a frozen version never changes, so what stands here is read as it was released.

Every function has a fixed number of queries.
"""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum
from wagtail.models import Revision

from curricula.domain import units
from curricula.domain.overview import Text
from curricula.models import CurriculumPage, CurriculumVersion, ModulePage, VersionModule
from curricula.permissions import may_read_notes
from lms.people.permissions import Access


def is_insider(*, access: Access, country_id: int | None) -> bool:
    """Who reads what a group has not made public: its editors, and those who may read its facilitator's notes."""
    return access.may("edit curricula", country_id) or may_read_notes(access=access, country_id=country_id)


def find_curriculum(*, slug: str, access: Access) -> CurriculumPage | None:
    """The curriculum at an address, for those who may see it. One query."""
    page = CurriculumPage.objects.filter(slug=slug).select_related("country", "body").first()
    if page is None or not (page.live or is_insider(access=access, country_id=page.country_id)):
        return None
    return page


def versions_of(curriculum: CurriculumPage, *, access: Access) -> QuerySet[CurriculumVersion]:
    """The versions a reader may read, the newest first; those for piloting only for insiders."""
    seen = curriculum.versions.all()
    return seen if is_insider(access=access, country_id=curriculum.country_id) else seen.filter(in_force__isnull=False)


def find_version(curriculum: CurriculumPage, *, number: str, access: Access) -> CurriculumVersion | None:
    """The version with this number, "3.0", as far as the reader may read it. One query."""
    major, _dot, minor = number.partition(".")
    return versions_of(curriculum, access=access).filter(major=int(major), minor=int(minor)).first()


def modules_of(version: CurriculumVersion) -> QuerySet[VersionModule]:
    """The modules of a version in their order, each with its page (address, who may read), sessions and minutes."""
    return version.modules.select_related("module").defer("module__body").annotate(
        session_count=Count("sessions"), minutes=Sum("sessions__minutes"))


def module_of(version: CurriculumVersion, slug: str) -> VersionModule | None:
    """The frozen module at an address, with its text. One query."""
    return version.modules.filter(module__slug=slug).select_related("module", "revision").first()


def text_of(frozen: VersionModule) -> ModulePage:
    """The module as it stood; what may be read of it is the page's of today to say (`frozen.module.visibility`)."""
    return ModulePage.from_serializable_data(frozen.revision.content, check_fks=False)


def texts_of(version: CurriculumVersion, *, with_notes: bool) -> list[Text]:
    """The parts of all modules of a version, for comparing. One query."""
    rows = version.modules.select_related("module", "revision").defer("module__body")
    return [Text(row.module, row.letter, row.title, units_of(row, with_notes=with_notes), row.split_from) for row in rows]


def units_of(frozen: VersionModule, *, with_notes: bool) -> list[units.Unit]:
    """The parts of one frozen module that a reader may read."""
    return readable(units.of_content(frozen.revision.content), with_notes=with_notes)


def readable(parts: list[units.Unit], *, with_notes: bool) -> list[units.Unit]:
    return [one for one in parts if with_notes or one.kind != units.NOTES]


@dataclass(frozen=True)
class Neighbours:
    """The versions just before and after one, as far as the reader may read them."""

    before: CurriculumVersion | None
    after: CurriculumVersion | None


def neighbours(version: CurriculumVersion, *, access: Access) -> Neighbours:
    """Two queries."""
    seen = versions_of(version.curriculum, access=access)
    older = Q(major__lt=version.major) | Q(major=version.major, minor__lt=version.minor)
    return Neighbours(before=seen.filter(older).first(), after=seen.exclude(older).exclude(pk=version.pk).last())


def revisions_of(modules: list[ModulePage], *, live: bool) -> dict[int, Revision]:
    """{key of a module: the revision that is public, or the newest}; a module without one is left out. One query."""
    wanted = {(module.live_revision_id if live else module.latest_revision_id): module.pk for module in modules}
    return {wanted[pk]: row for pk, row in Revision.objects.in_bulk([pk for pk in wanted if pk]).items()}
