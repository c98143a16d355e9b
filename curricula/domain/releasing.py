"""What a release would hold beside the last version, and who is told of one (activity 1.2).

The release itself is `versions.release`. Countries get their task by computation (`domain.following`); their chairs also
get a letter.
"""

from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from curricula.domain import frozen, units, versions
from curricula.domain.kept import renew
from curricula.domain.overview import ModuleRow, Text, overview
from curricula.models import CurriculumPage, CurriculumVersion
from lms.look.domain.dates import write_day
from lms.people.domain.letters import write_to
from lms.people.domain.refusal import Refused, require
from lms.people.models import Grant, Person
from lms.people.models.place import day_in
from lms.people.permissions import Role


def next_texts(curriculum: CurriculumPage) -> list[Text]:
    """What the next version would freeze as things stand: the region's published modules, a country's drafts."""
    live = curriculum.country_id is None
    modules = [module for module in versions.modules_of(curriculum) if module.live or not live]
    revisions = frozen.revisions_of(modules, live=live)
    texts = []
    for module in modules:
        revision = revisions.get(module.pk)
        parts = units.of_content(revision.content) if revision else versions.parts_of(module)
        title = revision.content.get("title", module.title) if revision else module.title
        letter = revision.content.get("letter", module.letter) if revision else module.letter
        texts.append(Text(module, letter, title, parts, module.split_from))
    return texts


def would_change(curriculum: CurriculumPage) -> list[ModuleRow]:
    """The next version beside the last one; beside nothing, before the first."""
    last = curriculum.versions.first()
    return overview(frozen.texts_of(last, with_notes=True) if last else [], next_texts(curriculum))


def followers(curriculum: CurriculumPage) -> list[CurriculumPage]:
    """The national curricula that were made from this one: each gets a task when it is released."""
    return list(curriculum.adapted.select_related("country", "body").order_by("country__code", "path"))


@transaction.atomic
def release(*, curriculum: CurriculumPage, number: tuple[int, int], in_force: date | None, notes: str, by: Person,
            now: datetime) -> CurriculumVersion:
    """Freeze the curriculum, for its region from a day, for a country as a pilot version, and tell those who follow it.

    Raises Refused as `versions.release` does, for a regional version without a day or with one
    that is past, and while a case study waits for a second editor.
    """
    require("release curricula", by=by, country=curriculum.country)
    if curriculum.country_id is None:
        if in_force is None:
            raise Refused(_("Give the first day on which the version holds."), field="in_force")
        if in_force < day_in(None, now):
            raise Refused(_("A version comes in force today or later."), field="in_force")
    version = versions.release(curriculum=curriculum, major=number[0], minor=number[1], in_force=in_force,
                               notes=notes.strip(), by=by, now=now)
    if version.in_force:
        tell_followers(version, now=now)
    renew()
    return version


def tell_followers(version: CurriculumVersion, *, now: datetime) -> int:
    """A letter to the chairs of each national curriculum that follows; gives the number of letters."""
    told = 0
    for page in followers(version.curriculum):
        for chair in chairs_of(page, on=day_in(page.country, now)):
            write_to(person=chair, key=f"curriculum-released:{version.pk}:{page.pk}", now=now, path="my/",
                     text=partial(letter, version, page))
            told += 1
    return told


def chairs_of(page: CurriculumPage, *, on: date) -> list[Person]:
    """Who holds the role of chair for the country of a curriculum, or for the body that keeps it, on a day."""
    place = Q(country=page.country) | Q(body=page.body) if page.body_id else Q(country=page.country)
    held = Grant.objects.on(on).filter(place, role=Role.CHAIR)
    return list(Person.objects.filter(pk__in=held.values("person")).select_related("country").order_by("pk"))


def letter(version: CurriculumVersion, page: CurriculumPage) -> tuple[str, str]:
    """Subject and text, in the language in force."""
    day = write_day(version.in_force, language=get_language() or "en") if version.in_force else ""
    words = {"number": version.number, "regional": version.curriculum.title, "national": page.title, "day": day}
    return (_("The region released version %(number)s") % words,
            _("“%(regional)s” %(number)s is in force from %(day)s. Look at what changed and decide for “%(national)s” "
              "what your group adopts, adapts or declines.") % words)
