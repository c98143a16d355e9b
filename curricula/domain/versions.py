"""Releasing a curriculum: its modules are frozen into an immutable, numbered version."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision

from curricula.domain import units
from curricula.domain.cases import require_settled
from curricula.models import Adaptation, CurriculumPage, CurriculumVersion, ModulePage, VersionModule, VersionSession
from lms.audit.domain.log import record
from lms.people.domain.refusal import Refused, require
from lms.people.models import Person

Text = tuple[ModulePage, Revision]
"""A module and the revision of it that is frozen."""


def parts_of(module: ModulePage) -> list[units.Unit]:
    """The parts of a module object as it is in hand: live, or a revision's."""
    sessions = [{"uid": str(row.uid), "key": row.key, "title": row.title, "minutes": row.minutes, "method": row.method,
                 "objective": row.objective} for row in module.sessions.all()]
    return units.read(title=module.title, summary=module.summary, blocks=module.body.get_prep_value(), sessions=sessions)


def text_hash(module: ModulePage) -> str:
    """SHA-256 of what the reader sees: equal hash, equal module."""
    return units.whole(parts_of(module))


def modules_of(curriculum: CurriculumPage) -> list[ModulePage]:
    """The modules that the next version will have, in their order: all but those the group gave up (declined)."""
    given_up = Adaptation.objects.filter(curriculum=curriculum, status=Adaptation.Status.DECLINED).exclude(module=None)
    return list(ModulePage.objects.child_of(curriculum).exclude(pk__in=given_up.values("module")).order_by("path"))


def live_texts(curriculum: CurriculumPage) -> list[Text]:
    """The published modules, each with the revision it was published from."""
    return [(module, module.live_revision or module.save_revision())
            for module in modules_of(curriculum) if module.live]


def draft_texts(curriculum: CurriculumPage) -> list[Text]:
    """All modules of the next version as their drafts stand now."""
    return [(module, module.latest_revision or module.save_revision()) for module in modules_of(curriculum)]


@transaction.atomic
def release(*, curriculum: CurriculumPage, major: int, minor: int, in_force: date | None, notes: str,
            by: Person | None, now: datetime) -> CurriculumVersion:
    """Freeze a curriculum as version `major.minor` (activity 1.2): the live modules, in force from a date; without a
    date the drafts, for piloting only.

    `by` is None only when starter content is loaded. A national text comes in force by its group's adoption alone
    (`domain.adoption`). Raises Refused when the number is not above the last one or no module has a text.
    """
    if by is not None:
        require("release curricula", by=by, country=curriculum.country)
        if curriculum.country_id and in_force:
            raise Refused(_("A national curriculum comes in force when its group adopts it. Open a round of consensus."),
                          field="in_force")
    texts = live_texts(curriculum) if in_force else draft_texts(curriculum)
    if by is not None:
        require_settled(ModulePage.from_serializable_data(revision.content, check_fks=False) for _module, revision in texts)
    return freeze_version(curriculum=curriculum, major=major, minor=minor, in_force=in_force, notes=notes, texts=texts,
                          by=by, now=now)


def freeze_version(*, curriculum: CurriculumPage, major: int, minor: int, in_force: date | None, notes: str,
                   texts: Sequence[Text], by: Person | None, now: datetime) -> CurriculumVersion:
    """Write the version and its modules, in the caller's transaction, after the caller's checks of the right to do so."""
    CurriculumPage.objects.select_for_update(of=("self",)).get(pk=curriculum.pk)  # of two at once, the second is refused
    last = curriculum.versions.first()
    if last and (major, minor) <= (last.major, last.minor):
        raise Refused(_("The last version is %(number)s. Give a higher number.") % {"number": last.number}, field="number")
    if not texts:
        raise Refused(_("No module has a text to release yet."))
    version = CurriculumVersion.objects.create(
        curriculum=curriculum, major=major, minor=minor, in_force=in_force, notes=notes, released_at=now,
        released_by=by.uuid if by else None)
    for order, (module, revision) in enumerate(texts):
        freeze(module, revision, version, order)
    record(verb="curriculum.released", thing=version, by=by.uuid if by else None, now=now,
           country=curriculum.country.code if curriculum.country else "",
           after={"number": version.number, "curriculum": curriculum.slug, "pilot": in_force is None})
    return version


def freeze(module: ModulePage, revision: Revision, version: CurriculumVersion, order: int) -> VersionModule:
    text = ModulePage.from_serializable_data(revision.content, check_fks=False)
    parts = parts_of(text)
    frozen = VersionModule.objects.create(
        version=version, module=module, revision=revision, origin_id=text.origin_id, letter=text.letter,
        title=text.title, split_from=text.split_from, sha256=units.whole(parts), units=units.digests(parts),
        sort_order=order)
    VersionSession.objects.bulk_create([
        VersionSession(module=frozen, uid=s.uid, key=s.key, title=s.title, minutes=s.minutes, method=s.method,
                       objective=s.objective, sort_order=place)
        for place, s in enumerate(text.sessions.all())])
    return frozen


def in_force(curriculum: CurriculumPage, on: date) -> CurriculumVersion | None:
    """The newest version in force on a day, or None before the first."""
    return curriculum.versions.filter(in_force__lte=on).first()


def next_numbers(curriculum: CurriculumPage) -> tuple[tuple[int, int], tuple[int, int]]:
    """The next minor and the next major number: (2, 2) and (3, 0) after 2.1; (1, 0) twice before the first."""
    last = curriculum.versions.first()
    return ((last.major, last.minor + 1), (last.major + 1, 0)) if last else ((1, 0), (1, 0))
