"""Who may load a file that modules offer as material: whoever may read one of the modules, and nobody else.

A file in a published module is as public as the module; one that stands in a draft alone is for those who may read drafts.
"""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from wagtail.documents.models import AbstractDocument
from wagtail.models import Page, ReferenceIndex

from curricula.domain.kept import stamp
from curricula.models import CurriculumPage, ModulePage, VersionModule
from curricula.permissions import may_read, may_read_notes
from lms.people.permissions import Access

SECONDS = 600

Use = tuple[str, int | None]
"""The visibility of a module that offers the file, and its country; no visibility: a draft."""


def may_load(document: AbstractDocument, *, access: Access) -> bool:
    """True when a reader may load the file. A file that no module offers is not the modules' concern: its own
    collection's editors load it in the admin, and nobody else has it."""
    return any(may_read(visibility=visibility, access=access, country_id=country_id) if visibility
               else may_read_notes(access=access, country_id=country_id) for visibility, country_id in uses(document))


def uses(document: AbstractDocument) -> list[Use]:
    """The modules that offer a file now, as they are published or as drafts, and those that did in a released version."""
    key = f"curricula:document:{document.pk}:{stamp()}"
    found = cache.get(key)
    if found is None:
        found = sorted(set(_uses(document)), key=str)
        cache.set(key, found, SECONDS)
    return found


def _uses(document: AbstractDocument) -> Iterator[Use]:
    pages = ContentType.objects.get_for_model(Page)
    here = ReferenceIndex.get_references_to(document).filter(base_content_type=pages).values_list("object_id", flat=True)
    for module in ModulePage.objects.filter(pk__in=[int(pk) for pk in here]):
        yield module.visibility if module.live else "", _country_of(module)
    mark = f'\\"document\\": {document.pk}'
    for frozen in VersionModule.objects.select_related("module", "version").annotate(
            said=Cast("revision__content", TextField())).filter(
            Q(said__contains=mark + "}") | Q(said__contains=mark + ",")).defer("units"):
        yield frozen.module.visibility if frozen.version.in_force and frozen.module.live else "", _country_of(frozen.module)


def _country_of(module: ModulePage) -> int | None:
    return CurriculumPage.objects.parent_of(module).values_list("country", flat=True).get()
