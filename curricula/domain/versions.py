"""Releasing a curriculum: the live pages are frozen into an immutable, numbered version."""

import hashlib
import json
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from curricula.models import CurriculumPage, CurriculumVersion, ModulePage, VersionModule, VersionSession
from lms.audit.domain.log import record
from lms.people.domain.refusal import Refused, require
from lms.people.models import Person


def text_hash(module: ModulePage) -> str:
    """SHA-256 of what the reader sees: title, blocks with their ids, sessions. Equal hash, equal module."""
    sessions = [[s.key, s.title, s.minutes, s.method, s.objective] for s in module.sessions.all()]
    content = [module.title, module.body.get_prep_value(), sessions]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def release(*, curriculum: CurriculumPage, major: int, minor: int, in_force: date, notes: str, by: Person | None,
            now: datetime) -> CurriculumVersion:
    """Freeze the live modules as version `major.minor`, in force from a date (activity 1.2).

    `by` is None only when starter content is loaded. Raises Refused when the number is not above the last one or
    a module has no released text.
    """
    if by is not None:
        require("release curricula", by=by, country=curriculum.country)
    last = curriculum.versions.first()
    if last and (major, minor) <= (last.major, last.minor):
        raise Refused(_("The last version is %(number)s. Give a higher number.") % {"number": last.number})
    version = CurriculumVersion.objects.create(
        curriculum=curriculum, major=major, minor=minor, in_force=in_force, notes=notes, released_at=now,
        released_by=by.uuid if by else None)
    for order, module in enumerate(ModulePage.objects.child_of(curriculum).live().order_by("path")):
        freeze(module, version, order)
    record(verb="curriculum.released", thing=version, by=by.uuid if by else None, now=now,
           country=curriculum.country.code if curriculum.country else "",
           after={"number": version.number, "curriculum": curriculum.slug})
    return version


def freeze(module: ModulePage, version: CurriculumVersion, order: int) -> VersionModule:
    revision = module.live_revision or module.save_revision()
    frozen = VersionModule.objects.create(
        version=version, module=module, revision=revision, origin_id=module.origin_id, letter=module.letter,
        title=module.title, sha256=text_hash(module), sort_order=order)
    VersionSession.objects.bulk_create([
        VersionSession(module=frozen, key=s.key, title=s.title, minutes=s.minutes, method=s.method,
                       objective=s.objective, sort_order=place)
        for place, s in enumerate(module.sessions.all())])
    return frozen


def in_force(curriculum: CurriculumPage, on: date) -> CurriculumVersion | None:
    """The newest version in force on a day, or None before the first."""
    return curriculum.versions.filter(in_force__lte=on).first()
