"""A filled form as a tree: a spot for every node, each repeat's instances one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lms.surveys.domain.reading import Unreadable, clean, read, text_of
from lms.surveys.domain.xpath_check import ROOT
from lms.surveys.domain.xpath_values import Element
from lms.surveys.models.definition import SEVERAL, SILENT, STRUCTURE, Definition

MOST_INSTANCES = 200
MOST_SPOTS = 20_000
MOST_UNKNOWN = 50


@dataclass
class Plan:
    """A node of the form with those below it. `item` is None for a group that no page shows."""

    name: str
    path: str
    item: dict[str, Any] | None = None
    kids: dict[str, "Plan"] = field(default_factory=dict)
    names: dict[str, None] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)

    @property
    def repeats(self) -> bool:
        return self.item is not None and self.item["type"] == "repeat"


def plan_of(definition: Definition) -> Plan:
    """The form's tree, worked out once for a definition and kept with it."""
    known = definition.__dict__.get("_plan")
    if known is None:
        known = definition.__dict__["_plan"] = _plan(definition)
    return known


def _plan(definition: Definition) -> Plan:
    top = Plan(ROOT, "")
    names = {name: {choice["name"]: None for choice in choices} for name, choices in definition.lists.items()}
    for item in definition.items:
        plan = top
        for step in item["path"].split("/"):
            below = f"{plan.path}/{step}" if plan.path else step
            plan = plan.kids.setdefault(step, Plan(step, below))
        plan.item = item
        plan.names = names.get(item["list"], {})
    _note_keys(top, top)
    return top


def _note_keys(plan: Plan, owner: Plan) -> None:
    """Which keys the answers of a scope may have: the scope is the form, or one instance of a repeat."""
    for kid in plan.kids.values():
        if kid.item is not None and kid.item["type"] not in {"group", "note"}:
            owner.keys.add(kid.path)
        _note_keys(kid, kid if kid.repeats else owner)


class Spot(Element):
    """A node of a filled form.

    typed: as it came; answer: as it is kept; wrong: why it cannot be read; given: True when something came for it at all.
    worked: the text that a calculation gave last. fresh: nobody has touched this form, or this instance of a repeat.
    A repeat has a spot of its own, which stands beside the tree: its instances in `pool`, of which `count` are in use;
    `over` is True when more were wanted than can be.
    """

    __slots__ = ("answer", "below", "count", "fresh", "given", "item", "over", "plan", "pool", "typed", "worked", "wrong")

    parent: "Spot | None"

    def __init__(self, plan: Plan, parent: "Spot | None", at: str) -> None:
        super().__init__(plan.name, parent, plan.path, "", at, plan.repeats)
        self.plan, self.item = plan, plan.item
        self.typed: Any = ""
        self.answer: Any = None
        self.wrong, self.worked = "", ""
        self.given, self.fresh, self.over = False, False, False
        self.below: list[Spot] = []
        self.pool: list[Spot] = []
        self.count = 0

    @property
    def kind(self) -> str:
        return self.item["type"] if self.item else "group"

    def take(self, typed: Any) -> None:
        """Read what came for this node; what cannot be read counts as empty."""
        self.typed, self.wrong, self.answer, self.text = typed, "", None, ""
        if self.kind in SILENT or self.item is None:
            self.text = text_of(typed)
            return
        try:
            self.answer = read(item=self.item, given=typed, names=self.plan.names)
        except Unreadable as error:
            self.wrong = str(error)
        self.text = text_of(self.answer)

    def each(self) -> Iterator["Spot"]:
        """The spots below in document order: a repeat, then what is in its instances in use."""
        for spot in self.below:
            yield spot
            if spot.repeats:
                for instance in spot.pool[:spot.count]:
                    yield from instance.each()
            elif spot.below:
                yield from spot.each()


class Filling:
    """Builds the tree of one filled form. `unknown` are the places of answers that the form does not ask for."""

    def __init__(self, definition: Definition) -> None:
        self.plan = plan_of(definition)
        self.root = Spot(self.plan, None, "")
        self.unknown: list[str] = []
        self.spots = 0

    def fill(self, data: Any) -> Spot:
        """The whole tree from answers as typed; None means a form that nobody has touched: it gets its first values."""
        self._scope(self.root, self.plan, data, "")
        return self.root

    def _scope(self, spot: Spot, plan: Plan, data: Any, prefix: str) -> None:
        """Fill the form, or one instance of a repeat."""
        fresh = not isinstance(data, dict)
        spot.fresh = fresh
        known = {} if fresh else data
        start = len(plan.path) + 1 if plan.path else 0
        for key in known:
            if key not in plan.keys and len(self.unknown) < MOST_UNKNOWN:
                self.unknown.append(clean(f"{prefix}{str(key)[start:]}"[:200]))
        self._below(spot, plan, known, prefix, fresh)

    def _below(self, spot: Spot, plan: Plan, data: dict, prefix: str, fresh: bool) -> None:
        for kid in plan.kids.values():
            self.spots += 1
            one = Spot(kid, spot, prefix + kid.name)
            spot.below.append(one)
            if kid.repeats:
                spot.kids[kid.name] = []
                self._repeat(one, data.get(kid.path), fresh)
                continue
            spot.add(one)
            if kid.kids:
                self._below(one, kid, data, f"{prefix}{kid.name}/", fresh)
            elif kid.item is not None and kid.item["type"] not in STRUCTURE | {"note"}:
                one.given = kid.path in data
                one.take(data[kid.path] if one.given else self._first(kid.item) if fresh else "")
            elif kid.item is not None and kid.item["type"] == "note":
                one.text = kid.item["default"]

    def _first(self, item: dict) -> Any:
        return item["default"].split() if item["type"] in SEVERAL else item["default"]

    def _repeat(self, spot: Spot, rows: Any, fresh: bool) -> None:
        """The instances that came; of a form that nobody has touched, one to begin with."""
        counted = bool(spot.plan.item and spot.plan.item["count"])
        rows = rows if isinstance(rows, list) else [None] if fresh and not counted else []
        spot.over = len(rows) > MOST_INSTANCES
        for row in rows[:MOST_INSTANCES]:
            self.instance(spot, row or None)
        self.use(spot, len(spot.pool))

    def instance(self, repeat: Spot, row: Any) -> None:
        """One more instance, unless the form is full."""
        if self.spots <= MOST_SPOTS:
            repeat.pool.append(self.make(repeat, row, len(repeat.pool) + 1))

    def make(self, repeat: Spot, row: Any, number: int) -> Spot:
        """An instance of a repeat that stands in no form yet; `row` None makes a fresh one."""
        at = f"{repeat.at}[{number}]"
        one = Spot(repeat.plan, repeat.parent, at)
        self._scope(one, repeat.plan, row, f"{at}/")
        return one

    def use(self, repeat: Spot, count: int) -> bool:
        """Let so many instances stand there, fresh ones where there are too few. True when that changes anything."""
        while len(repeat.pool) < min(count, MOST_INSTANCES) and self.spots <= MOST_SPOTS:
            self.instance(repeat, None)
        count = min(count, len(repeat.pool))
        changed = count != repeat.count
        repeat.count = count
        if repeat.parent is not None:
            repeat.parent.kids[repeat.name] = list(repeat.pool[:count])
        return changed
