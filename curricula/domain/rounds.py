"""Reading rounds: who may read which seat took which position, and what a round shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from curricula.domain import comparing, units
from curricula.domain.tallies import seat, tallies_of
from curricula.domain.versions import modules_of
from curricula.models import (
    ConsensusRound,
    CurriculumPage,
    CurriculumVersion,
    Elector,
    ModulePage,
    Position,
    RoundModule,
    VersionModule,
)
from curricula.permissions import may_read_drafts
from lms.people.domain import wall
from lms.people.domain.bodies import bodies_of
from lms.people.domain.privacy import ERASED
from lms.people.models import Person, Sector
from lms.people.models.person import access_of
from lms.people.models.place import day_in

OPEN, PASSED = ConsensusRound.Outcome.OPEN, ConsensusRound.Outcome.PASSED


@dataclass(frozen=True)
class Stand:
    """One seat of a round: the sector it speaks for, who holds it, and its newest position, as far as one may know."""

    sector: str
    names: tuple[str, ...]
    position: Position | None

    @property
    def word(self) -> str:
        return Sector.word(self.sector) if self.sector else _("member")

    @property
    def status(self) -> str:
        """The key of the look's status; empty without a position."""
        choices = {Position.Choice.AGREE: "agree", Position.Choice.ASIDE: "stands-aside", Position.Choice.OBJECT: "objects"}
        return choices[Position.Choice(self.position.choice)] if self.position else ""


def find(*, curriculum: str, uuid: UUID) -> ConsensusRound | None:
    """The round of an address, with its curriculum and body."""
    rows = ConsensusRound.objects.select_related("curriculum__country", "body__country", "adoption__version")
    return rows.filter(curriculum__slug=curriculum, uuid=uuid).first()


def newest(curriculum: CurriculumPage) -> ConsensusRound | None:
    return curriculum.rounds.first()


def may_read_positions(round: ConsensusRound, *, by, now: datetime) -> bool:
    """True for those who hold a seat in the round's body today, and for those who see the people of its country.

    Members read each other's name and seat, as they do on the page of their body.
    """
    if access_of(by).may("see people", round.body.country_id):
        return True
    own = bodies_of(by, day_in(round.body.country, now))
    wall.reveal(bodies=own)
    return round.body_id in own


def may_read_text(round: ConsensusRound, *, by) -> bool:
    """True for those who decide on the frozen draft, and those who may read the drafts of its country."""
    return may_read_drafts(access=access_of(by), country_id=round.curriculum.country_id) or own_seat(round, by=by) is not None


def may_know(curriculum: CurriculumPage, *, by) -> bool:
    """Of a curriculum that is not public yet: true for its editors and for those who decide, or decided, on it."""
    if access_of(by).may("edit curricula", curriculum.country_id):
        return True
    return bool(getattr(by, "pk", None)) and Elector.objects.filter(round__curriculum=curriculum, person=by).exists()


def own_seat(round: ConsensusRound, *, by) -> Elector | None:
    """The reader's own place among the electors."""
    return round.electors.filter(person=by).first() if getattr(by, "pk", None) else None


def own_position(elector: Elector) -> Position | None:
    """The newest position of an elector's seat, whoever took it: members who share a seat share its position."""
    sharing = Q(elector__seat=elector.seat) if elector.seat else Q(elector=elector)
    with wall.lifted("seat"):
        return Position.objects.filter(sharing, elector__round=elector.round_id).order_by("-pk").first()


def stands(round: ConsensusRound) -> list[Stand]:
    """Every seat with names and position, for those of whom `may_read_positions` is true. Two queries."""
    electors = list(round.electors.order_by("seat", "pk"))
    latest = {seat(one.elector): one for one in
              Position.objects.filter(elector__round=round).select_related("elector").order_by("pk")}
    return [Stand(held[0].seat, tuple(shown(one.listed_name) for one in held), latest.get(key))
            for key, held in by_seat(electors).items()]


def stands_without_names(round: ConsensusRound) -> list[Stand]:
    """The same for everyone, once the text is adopted: seats and what they chose, neither names nor words."""
    with wall.lifted("seat"):
        return [Stand(one.sector, (), Position(choice=one.position.choice, at=one.position.at) if one.position else None)
                for one in stands(round)]


def earlier(round: ConsensusRound) -> list[Stand]:
    """Positions that a later one of the same seat took the place of, for those who may read them. One query."""
    rows = list(Position.objects.filter(elector__round=round).select_related("elector").order_by("pk"))
    last = {seat(one.elector): one.pk for one in rows}
    return [Stand(one.elector.seat, (), one) for one in rows if last[seat(one.elector)] != one.pk]


def by_seat(electors: Iterable[Elector]) -> dict[str, list[Elector]]:
    found: dict[str, list[Elector]] = {}
    for elector in electors:
        found.setdefault(seat(elector), []).append(elector)
    return found


def shown(name: str) -> str:
    return _("Erased person") if name in ("", ERASED) else name


def listed(curriculum: CurriculumPage) -> list[ConsensusRound]:
    """All rounds of a curriculum, newest first, each with its `tally`. Three queries."""
    rows = list(curriculum.rounds.select_related("adoption__version"))
    tallies = tallies_of(rows)
    for row in rows:
        row.tally = tallies[row.pk]
    return rows


def waiting_for(person: Person, on: date) -> QuerySet[Elector]:
    """The person's places in open rounds whose seat has taken no position yet. One query, read it with the wall lifted."""
    spoken = Position.objects.filter(
        Q(elector=OuterRef("pk")) | Q(elector__seat=OuterRef("seat")) & ~Q(elector__seat=""),
        elector__round=OuterRef("round"))
    return Elector.objects.filter(~Exists(spoken), person=person, round__outcome=OPEN, round__closes_on__gte=on)


@dataclass(frozen=True)
class Part:
    """A module of the frozen draft, beside the same module as it was adopted last (None: it is new)."""

    row: RoundModule
    before: VersionModule | None

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def is_changed(self) -> bool:
        return self.before is not None and self.before.sha256 != self.row.sha256

    def changes(self, *, with_notes: bool) -> list[comparing.Row]:
        """The parts of the module that differ, each marked word by word."""
        then = units.of_content(self.before.revision.content) if self.before else []
        return [row for row in comparing.compare(then, units.of_content(self.row.revision.content))
                if not row.quiet and (with_notes or row.unit.kind != units.NOTES)]

    def text(self) -> ModulePage:
        """The frozen text."""
        return ModulePage.from_serializable_data(self.row.revision.content, check_fks=False)


def last_adopted(round: ConsensusRound) -> CurriculumVersion | None:
    """The version in force that stood last when the round was opened."""
    return round.curriculum.versions.exclude(in_force=None).filter(released_at__lt=round.opened_at).first()


def parts(round: ConsensusRound, last: CurriculumVersion | None) -> list[Part]:
    """The modules of a round beside `last_adopted`. Two queries."""
    before = {one.module_id: one for one in last.modules.select_related("version")} if last else {}
    return [Part(row, before.get(row.module_id)) for row in round.modules.select_related("module")]


def dropped(parts: list[Part], last: CurriculumVersion | None) -> list[VersionModule]:
    """The modules of `last_adopted` that the draft no longer has. One query."""
    kept = {part.row.module_id for part in parts}
    return [one for one in last.modules.all() if one.module_id not in kept] if last else []


def part_of(round: ConsensusRound, module: str) -> Part | None:
    """One module of a round by its address, with the texts that `changes` reads."""
    row = round.modules.select_related("module", "revision").filter(module__slug=module).first()
    last = last_adopted(round)
    if row is None:
        return None
    before = last.modules.select_related("revision").filter(module=row.module_id).first() if last else None
    return Part(row, before)


def drafts(curriculum: CurriculumPage) -> list[ModulePage]:
    """The modules that a round opened now would be about."""
    return modules_of(curriculum)
