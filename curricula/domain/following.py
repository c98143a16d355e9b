"""Reads how national curricula follow the regional one: its history, and for each national module where it stands.

Digests only; no text is loaded here. Every function has a fixed number of queries.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import F

from curricula.domain import tandem
from curricula.models import Adaptation, CurriculumPage, Decision, Translation, VersionModule
from lms.people.models.place import day_in


@dataclass(frozen=True)
class History:
    """All releases of a regional curriculum that were in force, from the first to the newest."""

    releases: list[tuple]
    editions: dict[int, tandem.Edition]
    frozen: dict[int, VersionModule]

    @cached_property
    def newest(self) -> list[VersionModule]:
        """The modules of the newest version, in their order."""
        if not self.releases:
            return []
        last = self.releases[-1][0]
        return [row for row in self.frozen.values() if row.version_id == last.pk]

    def of(self, origin_id) -> list[tandem.Release]:
        """One module through all releases."""
        return [tandem.Release(on, by_origin.get(str(origin_id))) for _version, on, by_origin in self.releases]

    def edition(self, key: int | None) -> tandem.Edition | None:
        return self.editions.get(key) if key else None


def history(regional: CurriculumPage | None) -> History:
    """All releases of a regional curriculum; none for no curriculum. Each frozen module has the `slug` of its page. One
    query."""
    rows: list[Any] = list(VersionModule.objects.filter(version__curriculum=regional, version__in_force__isnull=False)
                .select_related("version").annotate(slug=F("module__slug")).order_by("version__major", "version__minor", "sort_order"))
    by_version: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_version[row.version_id].append(row)
    releases, editions = [], {}
    for modules in by_version.values():
        version, by_origin = modules[0].version, {}
        among = tuple(str(row.origin_id) for row in modules)
        for row in modules:
            edition = tandem.Edition(
                pk=row.pk, number=(version.major, version.minor), whole=row.sha256, origin=str(row.origin_id),
                parts=dict(row.units), among=among)
            editions[row.pk] = by_origin[str(row.origin_id)] = edition
        releases.append((version, day_in(None, version.released_at), by_origin))
    return History(releases, editions, {row.pk: row for row in rows})


@dataclass
class Followed:
    """A national module, or a declined one, with what was decided and how far its text is."""

    bond: Adaptation
    base: tandem.Edition | None
    rulings: list[tandem.Ruling] = field(default_factory=list)
    done: dict[str, str] = field(default_factory=dict)
    changes: list[tandem.Change] = field(default_factory=list)

    @cached_property
    def wanted(self) -> dict[str, str]:
        return tandem.wanted(base=self.base, rulings=self.rulings)

    @cached_property
    def to_translate(self) -> list[str]:
        """The parts whose national text was not yet made from the regional text it is to say."""
        return [key for key, digest in self.wanted.items() if self.done.get(key) != digest]

    @property
    def percent(self) -> int:
        """How much of the national text is done, 0 to 100; never 100 while a part is missing."""
        total = len(self.wanted)
        return 100 * (total - len(self.to_translate)) // total if total else 100

    @property
    def state(self) -> tandem.State:
        return tandem.state(changes=self.changes, rulings=self.rulings, status=self.bond.status,
                            to_translate=len(self.to_translate))


def follow(past: History, bonds: Iterable[Adaptation]) -> list[Followed]:
    """Where each of these adaptations stands beside the newest regional release. Two queries."""
    found = {bond.pk: Followed(bond, past.edition(bond.base_id)) for bond in bonds}
    for row in Decision.objects.filter(adaptation__in=found).order_by("pk"):
        found[row.adaptation_id].rulings.append(
            tandem.Ruling(row.unit, row.choice, past.edition(row.seen_id)))
    for pk, unit, source in Translation.objects.filter(adaptation__in=found, done=True).values_list(
            "adaptation", "unit", "source"):
        found[pk].done[unit] = source
    for one in found.values():
        if one.bond.origin is None:
            continue
        one.changes = tandem.pending(
            base=one.base, rulings=one.rulings, history=past.of(one.bond.origin.origin_id),
            declined=one.bond.status == Adaptation.Status.DECLINED)
    return list(found.values())
