"""What the home page shows beside its own words."""

from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.db.models import Count, Sum

from curricula.models import CurriculumVersion, Topic, VersionModule
from lms.courses.models import Edition

KEPT_SECONDS = 60
EDITIONS = 4


@dataclass(frozen=True)
class Letter:
    """A module of the regional version in force: `titles` is {language: text}, `minutes` the sum of its sessions."""

    letter: str
    titles: dict[str, str]
    slug: str
    sessions: int
    minutes: int


@dataclass(frozen=True)
class Front:
    editions: list[Edition]
    curriculum: str
    version: CurriculumVersion | None
    letters: list[Letter]


def front(*, today: date) -> Front:
    """Editions to come and the regional curriculum, as everyone may see them; at most a minute old.

    It knows no person and no language: names come in all languages.
    """
    key = f"home-front:{today.isoformat()}"
    known = cache.get(key)
    if known is None:
        known = read(today)
        cache.set(key, known, KEPT_SECONDS)
    return known


def read(today: date) -> Front:
    """The same from the database, in four queries."""
    editions = list(Edition.objects.public().filter(end__gte=today).listed()[:EDITIONS])
    version = (CurriculumVersion.objects.filter(curriculum__country=None, curriculum__live=True, in_force__lte=today)
               .select_related("curriculum").order_by("-in_force", "-major", "-minor").first())
    if version is None:
        return Front(editions, "", None, [])
    return Front(editions, version.curriculum.slug, version, letters(version))


def letters(version: CurriculumVersion) -> list[Letter]:
    """The version's modules; their titles in every language in which the topic is named."""
    modules = list(VersionModule.objects.filter(version=version).select_related("module").annotate(
        count=Count("sessions"), minutes=Sum("sessions__minutes")))
    topics = {topic.key: topic.names
              for topic in Topic.objects.filter(key__in=[f"module-{m.letter.lower()}" for m in modules])}
    own = version.curriculum.language
    return [Letter(m.letter, {**topics.get(f"module-{m.letter.lower()}", {}), own: m.title}, m.module.slug, m.count,
                   m.minutes or 0) for m in modules]

