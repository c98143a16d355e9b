"""Starting a national curriculum from a regional version, and taking single modules up later (activity 1.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from curricula.domain.drafts import child_of, new_draft
from curricula.models import (
    Adaptation,
    CountryFolder,
    CurriculumPage,
    CurriculumVersion,
    ModulePage,
    Session,
    VersionModule,
)
from lms.audit.domain.log import record
from lms.people.domain.refusal import Refused, require
from lms.people.models import Body, Person
from lms.people.models.place import day_in

S = Adaptation.Status


@dataclass(frozen=True)
class Choice:
    """How a group takes a module: as it is (translated), adapted, or declined with a reason."""

    status: str
    reason: str = ""


@transaction.atomic
def start(*, version: CurriculumVersion, folder: CountryFolder, body: Body, language: str, title: str, slug: str,
          choices: Mapping[int, Choice], by: Person, now: datetime) -> CurriculumPage:
    """Begin a national curriculum from a regional version. `choices` is {key of the frozen module: how it is taken};
    a module without a choice is taken as it is.

    The national text is a draft with the regional words in every place, for the translators. Raises Refused with the
    field at fault for an address that is taken, a body of another country, a declined module without a reason, or a
    version that is not the region's.
    """
    country = folder.country
    require("adapt curricula", by=by, country=country)
    if version.curriculum.country_id or country is None:
        raise Refused(_("A national curriculum begins from a regional version."))
    if body.country_id != country.pk:
        raise Refused(_("Choose a body of your own country."), field="body")
    slug = slug or slugify(title)
    if not slug or CurriculumPage.objects.filter(slug=slug).exists():
        raise Refused(_("This address is taken. Choose another."), field="slug")
    page = child_of(folder, CurriculumPage(title=title, slug=slug, country=country, body=body, language=language, live=False,
                                           origin=version.curriculum))
    page.save_revision(user=by)
    for frozen in version.modules.select_related("revision", "module"):
        choice = choices.get(frozen.pk, Choice(S.AS_IS))
        take_up(curriculum=page, frozen=frozen, choice=choice, by=by, now=now)
    record(verb="adaptation.started", thing=page, by=by.uuid, now=now, country=country.code,
           after={"curriculum": slug, "from": f"{version.curriculum.slug} {version.number}", "language": language})
    return page


def take_up(*, curriculum: CurriculumPage, frozen: VersionModule, choice: Choice, by: Person | None,
            now: datetime) -> Adaptation:
    """Bind a regional module to a national curriculum: as a new draft, or as declined; in the caller's transaction."""
    if choice.status == S.DECLINED and not choice.reason.strip():
        raise Refused(_("Say why module %(letter)s is declined.") % {"letter": frozen.letter}, field=f"reason-{frozen.pk}")
    module = None
    if choice.status != S.DECLINED:
        module = new_draft(curriculum, copy_of(frozen, curriculum), by=by)
    bond, _made = Adaptation.objects.update_or_create(
        curriculum=curriculum, origin=frozen.module, defaults={
            "module": module, "status": choice.status, "base": frozen, "reason": choice.reason.strip(),
            "decided_on": day_in(curriculum.country, now)})
    return bond


def copy_of(frozen: VersionModule, curriculum: CurriculumPage) -> ModulePage:
    """A national module, not saved yet, with the words, keys and sessions of a frozen regional one."""
    text = ModulePage.from_serializable_data(frozen.revision.content, check_fks=False)
    taken = set(ModulePage.objects.child_of(curriculum).values_list("slug", flat=True)) if curriculum.pk else set()
    slug = next(slug for slug in (text.slug, *(f"{text.slug}-{n}" for n in range(2, 100))) if slug not in taken)
    made = ModulePage(title=text.title, slug=slug, letter=text.letter, origin_id=text.origin_id,
                      split_from=text.split_from, language=curriculum.language, summary=text.summary,
                      visibility=text.visibility, body=text.body, live=False)
    made.sessions = [Session(sort_order=at, uid=row.uid, key=row.key, title=row.title, minutes=row.minutes,
                             method=row.method, objective=row.objective) for at, row in enumerate(text.sessions.all())]
    return made
