"""What a figure may show: the one place where the rule of five stands (pure).

**What is protected.** A set of fewer than five answers, whatever describes it: a filter, a choice, a cell of two questions.
Nothing is shown of it, and nothing that is shown may give it back: not a total, not the rest of a total, not the difference
between two pages. None at all is no set: a 0 may be shown, because it is about nobody.

**Sets.** A part of a whole is shown when it has five or more and the rest of the whole has none or five and more
(`may_show`). Of a list of parts (countries, versions, choices) those of one to four are hidden, and with them the smallest
others, until two or more are hidden and together they are five or more (`hidden_parts`).

**Tables.** Whoever narrows the results of an anonymous form by one thing, puts its parts side by side, or crosses two
questions, sees a line or the whole of the same table: parts by choices, with "no answer" as one choice. So it is the table
that is protected, once, and every page cuts from it (`hidden_cells`). Its totals are those of the lists above and keep what is
hidden there. Seen as a network, each figure is an arc that carries so many: from the whole to a part, to a choice, to the
whole again. Shown arcs are fixed. A hidden figure can be worked out exactly when no circle of hidden arcs passes through
it on which one more (or one less, of what has one) can be sent round: then it could not be another number. For each such
figure the cheapest circle is opened, until none is left. Cells of a line that hides anything add up to five or more too.

**Filters.** Filters of an anonymous form are not combined: two at once would be a third table over the same people.
Periods are whole weeks in blocks of five answers or more (`blocks`), so no two ranges of days differ by fewer.

**Not covered.** Who looks twice, before and after one more answer came, sees the difference; and readers of several
countries who lay their pages beside those of the region know more than each of them.
"""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lms.surveys.domain.counts import FEWEST

Cell = tuple[int, int]
Table = Sequence[Sequence[int]]


def few(count: int) -> bool:
    """One to four: somebody, and not enough of them."""
    return 0 < count < FEWEST


def may_show(part: int, whole: int) -> bool:
    """Whether the figures of `part` answers of `whole` shown ones may be shown."""
    return part >= FEWEST and not few(whole - part)


def hidden_parts(counts: Sequence[int]) -> set[int]:
    """Places of a list whose counts are hidden; the list is a partition of a whole whose number is shown."""
    hidden = {place for place, count in enumerate(counts) if few(count)}
    if not hidden:
        return hidden
    by_size = sorted((count, place) for place, count in enumerate(counts) if place not in hidden and count)
    for _count, place in by_size:
        if len(hidden) > 1 and sum(counts[one] for one in hidden) >= FEWEST:
            break
        hidden.add(place)
    if len(hidden) == 1 or sum(counts[one] for one in hidden) < FEWEST:
        return set(range(len(counts)))
    return hidden


@dataclass
class Network:
    """A table of parts (rows) by choices (columns) with its totals, as arcs of a flow that goes in circles.

    Nodes are "s" (the whole), "t", ("r", row) and ("c", column). `hidden` are the arcs whose number may vary.
    """

    table: Table
    hidden: set[tuple]
    arcs: dict[tuple, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows, columns = range(len(self.table)), range(len(self.table[0]))
        self.arcs |= {("s", ("r", row)): sum(self.table[row]) for row in rows}
        self.arcs |= {(("r", row), ("c", column)): self.table[row][column] for row in rows for column in columns}
        self.arcs |= {(("c", column), "t"): sum(line[column] for line in self.table) for column in columns}
        self.beside: dict[object, list[tuple]] = {}
        for arc in self.arcs:
            self.beside.setdefault(arc[0], []).append(arc)
            self.beside.setdefault(arc[1], []).append(arc)

    def steps(self, node: object, spare: tuple) -> Iterator[tuple[object, int, tuple]]:
        """Where one more or one less can be sent from a node, at what cost, over which arc; never over `spare`.

        Hidden arcs cost nothing; a shown cell costs what it would hide; a shown total stays shown.
        """
        for arc in self.beside[node]:
            onward = arc[0] == node
            if arc == spare or not (onward or self.arcs[arc]):
                continue
            if arc in self.hidden:
                yield arc[1] if onward else arc[0], 0, arc
            elif "s" not in arc and "t" not in arc:
                yield arc[1] if onward else arc[0], self.arcs[arc] + 1, arc

    def circle(self, arc: tuple) -> tuple[int, list[tuple]] | None:
        """The cheapest circle through an arc: its cost and its other arcs; None when there is none."""
        ways = [self.way(arc[1], arc[0], arc)]
        if self.arcs[arc]:
            ways.append(self.way(arc[0], arc[1], arc))
        return min((way for way in ways if way), key=lambda way: (way[0], len(way[1])), default=None)

    def way(self, start: object, goal: object, spare: tuple) -> tuple[int, list[tuple]] | None:
        best: dict[object, int] = {start: 0}
        came: dict[object, tuple[object, tuple]] = {}
        waiting: list[tuple[int, int, object]] = [(0, 0, start)]
        pushed = 0
        while waiting:
            cost, _order, node = heapq.heappop(waiting)
            if node == goal:
                arcs = []
                while node != start:
                    node, arc = came[node]
                    arcs.append(arc)
                return cost, arcs
            if cost > best[node]:
                continue
            for following, price, arc in self.steps(node, spare):
                if cost + price < best.get(following, cost + price + 1):
                    best[following], came[following] = cost + price, (node, arc)
                    pushed += 1
                    heapq.heappush(waiting, (cost + price, pushed, following))
        return None


def hidden_cells(table: Table, *, rows: set[int], columns: set[int]) -> set[Cell]:
    """Cells of a table that are hidden, given the totals that are hidden already: those of `rows` and of `columns`.

    `table[row][column]` are counts; each answer stands in one cell. A row whose total is hidden is hidden whole. When
    nothing else protects a figure, all cells are hidden.
    """
    every = {(row, column) for row in range(len(table)) for column in range(len(table[0]))}
    hidden = {(row, column) for row, column in every if row in rows or few(table[row][column])}
    while True:
        before = len(hidden)
        if not _circles(table, hidden, rows, columns) or not _fill(table, hidden, rows, columns):
            return every
        if len(hidden) == before:
            return hidden


def _circles(table: Table, hidden: set[Cell], rows: set[int], columns: set[int]) -> bool:
    """Open the cheapest circle for each figure that could be worked out. False when one has none."""
    network = Network(table, {(("r", row), ("c", column)) for row, column in hidden}
                      | {("s", ("r", row)) for row in rows} | {(("c", column), "t") for column in columns})
    for arc in sorted(network.hidden, key=str):
        if arc in network.arcs and (few(network.arcs[arc]) or "s" in arc or "t" in arc):
            found = network.circle(arc)
            if found is None:
                return False
            network.hidden.update(found[1])
    hidden.update((arc[0][1], arc[1][1]) for arc in network.hidden if "s" not in arc and "t" not in arc)
    return True


def _fill(table: Table, hidden: set[Cell], rows: set[int], columns: set[int]) -> bool:
    """In each line with a shown total, hide more until what is hidden adds up to none or five. False when it cannot."""
    lines = [[(row, column) for column in range(len(table[0]))] for row in range(len(table)) if row not in rows]
    lines += [[(row, column) for row in range(len(table))] for column in range(len(table[0])) if column not in columns]
    for line in lines:
        spare = sorted((table[row][column], (row, column)) for row, column in line
                       if (row, column) not in hidden and table[row][column])
        for _count, cell in spare:
            if not few(_sum(table, (one for one in line if one in hidden))):
                break
            hidden.add(cell)
        if few(_sum(table, (one for one in line if one in hidden))):
            return False
    return True


def _sum(table: Table, cells: Iterable[Cell]) -> int:
    return sum(table[row][column] for row, column in cells)


def blocks(counts: Sequence[int]) -> list[range]:
    """Neighbours joined until each block has five or more; what is left over at the end joins the last block.

    Nothing when all together are fewer than five.
    """
    found, start, held = [], 0, 0
    for place, count in enumerate(counts):
        held += count
        if held >= FEWEST:
            found.append(range(start, place + 1))
            start, held = place + 1, 0
    if found and start < len(counts):
        found[-1] = range(found[-1].start, len(counts))
    return found
