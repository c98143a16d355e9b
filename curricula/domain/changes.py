"""What a national group sees of one module: what changed since it last looked, its own text beside it, what it decided."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from curricula.domain import drafts, tandem, units
from curricula.domain.decisions import last_decision, may_change
from curricula.domain.following import Followed, History, follow, history
from curricula.models import Adaptation, CurriculumVersion, Decision, ModulePage, VersionModule

PSEUDO = (tandem.ORDER, tandem.PLACE, tandem.MODULE)


@dataclass(frozen=True)
class Item:
    """One part to decide on, or decided on the newest version and open to another decision until the next release.

    `then` is the part as the group last looked at it, in the version `then_number`; `now` as the newest version has it;
    `own` as the national text has it. `elsewhere` is the letter of the module that a dropped part moved to.
    """

    unit: str
    kind: tandem.Kind
    then: units.Unit | None
    then_number: str
    now: units.Unit | None
    own: units.Unit | None
    decision: Decision | None
    elsewhere: str = ""
    moved: list[str] = field(default_factory=list)

    @property
    def part(self) -> str:
        """head, session, a kind of block, or order, place, module."""
        one = self.now or self.then
        return one.kind if one else self.unit

    @property
    def label(self) -> str:
        one = self.now or self.then
        return one.label if one else ""


@dataclass(frozen=True)
class Changes:
    """`version` is the newest regional one. `last` goes back with the form, to tell of what came in between. `hidden`
    counts changes of facilitator's notes that wait and that the reader may not see; `notes` are the keys of all notes."""

    bond: Adaptation
    followed: Followed
    version: CurriculumVersion
    releases: list[str]
    items: list[Item]
    unchanged: list[units.Unit]
    last: int
    hidden: int = 0
    notes: frozenset[str] = frozenset()

    @property
    def waiting(self) -> list[Item]:
        return [item for item in self.items if item.decision is None]

    @property
    def decided(self) -> list[Item]:
        return [item for item in self.items if item.decision is not None]


def changes_of(bond: Adaptation, *, own: ModulePage | None, with_notes: bool) -> Changes | None:
    """What there is to see of one national module; None before the first regional release. `own` is the national text the
    reader may see (the draft, or the published one). Without `with_notes`, facilitator's notes are left out."""
    past = history(bond.curriculum.origin)
    if not past.releases:
        return None
    followed = follow(past, [bond])[0]
    version = past.releases[-1][0]
    frozen = next((row for row in past.newest if row.module_id == bond.origin_id), None)
    texts = Texts(past)
    now = texts.of(frozen.pk) if frozen else {}
    here = {one.key: one for one in drafts.parts_of(own)} if own else {}
    decided = may_change(bond, version.pk)
    pending = {change.unit: change for change in followed.changes}
    earlier = before(bond, decided, past)
    items = []
    for unit in [*pending, *(unit for unit in decided if unit not in pending)]:
        then_at = pending[unit].then if unit in pending else earlier.get(unit, followed.base)
        then = texts.of(then_at.pk).get(unit) if then_at and unit not in PSEUDO else None
        items.append(Item(
            unit=unit, kind=pending[unit].kind if unit in pending else kind_of(then, now.get(unit), unit, frozen), then=then,
            then_number=number_of(then_at), now=now.get(unit), own=here.get(unit),
            decision=None if unit in pending else decided[unit],
            elsewhere=elsewhere(unit, past) if unit not in now and unit not in PSEUDO else "",
            moved=moves(unit, then_at, frozen, past, now, with_notes=with_notes)))
    order = {key: at for at, key in enumerate(now)}
    hidden = [item for item in items if item.part == units.NOTES and item.decision is None and not with_notes]
    items = [item for item in items if with_notes or item.part != units.NOTES]
    items.sort(key=lambda item: order.get(item.unit, len(order) + (item.unit in PSEUDO)))
    named = {item.unit for item in items}
    unchanged = [one for key, one in now.items() if key not in named and (with_notes or one.kind != units.NOTES)]
    return Changes(bond=bond, followed=followed, version=version, releases=releases_since(items, past), items=items,
                   unchanged=unchanged, last=last_decision(bond), hidden=len(hidden), notes=texts.notes(here))


class Texts:
    """The parts of frozen modules, each revision read once."""

    def __init__(self, past: History):
        self.past = past
        self.known: dict[int, dict[str, units.Unit]] = {}

    def of(self, frozen: int) -> dict[str, units.Unit]:
        if frozen not in self.known:
            content = VersionModule.objects.select_related("revision").get(pk=frozen).revision.content
            self.known[frozen] = {one.key: one for one in units.of_content(content)}
        return self.known[frozen]


    def notes(self, here: dict[str, units.Unit]) -> frozenset[str]:
        """The keys of facilitator's notes in everything that was read, and in the national text."""
        return frozenset(key for parts in [here, *self.known.values()] for key, one in parts.items()
                         if one.kind == units.NOTES)


def before(bond: Adaptation, decided: dict[str, Decision], past: History) -> dict[str, tandem.Edition | None]:
    """Where the group stood before its decisions on the newest version, for the parts that it had decided on before."""
    if not decided:
        return {}
    version = next(iter(decided.values())).version_id
    rows = Decision.objects.filter(adaptation=bond, unit__in=decided).exclude(version=version).order_by("pk")
    return {row.unit: past.edition(row.seen_id) for row in rows}


def kind_of(then: units.Unit | None, now: units.Unit | None, unit: str, frozen: VersionModule | None) -> tandem.Kind:
    if unit in (tandem.ORDER, tandem.PLACE):
        return tandem.Kind.MOVED
    if unit == tandem.MODULE:
        return tandem.Kind.REMOVED if frozen is None else tandem.Kind.ADDED
    return tandem.Kind.ADDED if then is None and now else tandem.Kind.REMOVED if now is None else tandem.Kind.CHANGED


def number_of(edition: tandem.Edition | None) -> str:
    return ".".join(map(str, edition.number)) if edition else ""


def elsewhere(unit: str, past: History) -> str:
    """The letter of the module that now holds a part which another one dropped: it was moved, or the module was split."""
    return next((row.letter for row in past.newest if any(key == unit for key, _digest in row.units)), "")


def moves(unit: str, then: tandem.Edition | None, frozen: VersionModule | None, past: History,
          now: dict[str, units.Unit], *, with_notes: bool) -> list[str]:
    """In words: the parts that left their place, or the modules in their new order."""
    if then is None or frozen is None:
        return []
    if unit == tandem.ORDER:
        return [now[key].gist for key in tandem.moved(list(then.parts), list(now)) if with_notes or now[key].kind != units.NOTES]
    return [f"{row.letter} {row.title}" for row in past.newest] if unit == tandem.PLACE else []


def releases_since(items: Iterable[Item], past: History) -> list[str]:
    """The numbers of the releases that the comparison collapses: all after the oldest that the group last looked at."""
    oldest = min((tuple(map(int, item.then_number.split("."))) for item in items if item.then_number), default=None)
    return [version.number for version, _on, _modules in past.releases
            if oldest is not None and (version.major, version.minor) > oldest]
