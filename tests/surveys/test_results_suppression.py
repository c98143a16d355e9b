"""The rule of five: what is hidden can be other numbers, whatever is shown beside it."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from lms.surveys.domain.results.suppression import FEWEST, blocks, few, hidden_cells, hidden_parts, may_show

COUNTS = st.integers(0, 9)


def test_a_set_and_the_rest_of_every_whole_are_none_or_five():
    assert [may_show(part, 20) for part in (0, 4, 5, 15, 16, 19, 20)] == [False, False, True, True, False, False, True]


def test_golden_lists():
    assert hidden_parts([12, 8, 5]) == set()
    assert hidden_parts([12, 0, 8]) == set()  # nobody is no one's secret
    assert hidden_parts([12, 3, 8]) == {1, 2}
    assert hidden_parts([12, 3, 1, 8]) == {1, 2, 3}  # 3 + 1 would still be four people
    assert hidden_parts([12, 3, 2]) == {1, 2}  # five together
    assert hidden_parts([10, 2]) == {0, 1}
    assert hidden_parts([3, 0]) == {0, 1}


@given(st.lists(COUNTS, min_size=1, max_size=6))
def test_a_hidden_part_could_be_another_number(counts):
    hidden = hidden_parts(counts)
    assert {place for place, count in enumerate(counts) if few(count)} <= hidden
    if sum(counts) < FEWEST:
        return  # a whole that is not shown
    together = sum(counts[place] for place in hidden)
    assert not hidden or (len(hidden) > 1 and together >= FEWEST)


tables = st.integers(1, 3).flatmap(lambda width: st.lists(st.lists(COUNTS, min_size=width, max_size=width), min_size=2, max_size=3))


def others(table, hidden, rows, columns):
    """Every table that agrees with all shown figures: an attacker's list, found by trying all numbers of hidden cells."""
    height, width = len(table), len(table[0])
    whole = sum(map(sum, table))
    free = sorted(hidden)
    row_sums = {row: sum(table[row]) for row in range(height) if row not in rows}
    column_sums = {column: sum(line[column] for line in table) for column in range(width) if column not in columns}
    left = {("r", row): total - sum(table[row][c] for c in range(width) if (row, c) not in hidden) for row, total in row_sums.items()}
    left |= {("c", c): total - sum(table[r][c] for r in range(height) if (r, c) not in hidden) for c, total in column_sums.items()}
    left["all"] = whole - sum(table[r][c] for r, c in product(range(height), range(width)) if (r, c) not in hidden)
    last = {key: max((place for place, cell in enumerate(free) if key in keys(cell, left)), default=-1) for key in left}

    def search(place, left, chosen):
        if place == len(free):
            if not any(left.values()):
                yield dict(zip(free, chosen, strict=True))
            return
        mine = keys(free[place], left)
        most = min(left[key] for key in mine)
        least = max([left[key] for key in mine if last[key] == place], default=0)
        for number in range(least, most + 1):
            yield from search(place + 1, left | {key: left[key] - number for key in mine}, [*chosen, number])

    yield from search(0, left, [])


def keys(cell, left):
    return [key for key in (("r", cell[0]), ("c", cell[1]), "all") if key in left]


def varied(table, hidden, rows, columns, most=4000):
    """What each hidden figure may be, cells and totals, until each of `wanted` has been seen with two numbers."""
    seen = {}
    for _number, other in zip(range(most), others(table, hidden, rows, columns), strict=False):
        for cell, value in other.items():
            seen.setdefault(cell, set()).add(value)
        for row in rows:
            seen.setdefault(("r", row), set()).add(sum(other.get((row, c), table[row][c]) for c in range(len(table[0]))))
        for column in columns:
            seen.setdefault(("c", column), set()).add(sum(other.get((r, column), table[r][column]) for r in range(len(table))))
    return seen


@given(tables)
def test_no_hidden_figure_of_a_table_can_be_worked_out(table):
    if sum(map(sum, table)) < FEWEST:
        return
    rows = hidden_parts([sum(row) for row in table])
    columns = hidden_parts([sum(line[column] for line in table) for column in range(len(table[0]))])
    hidden = hidden_cells(table, rows=rows, columns=columns)
    small = {(r, c) for r, c in product(range(len(table)), range(len(table[0]))) if few(table[r][c])}
    assert small <= hidden
    if len(hidden) == len(table) * len(table[0]):
        return  # nothing but totals is shown, and those are the lists above
    seen = varied(table, hidden, rows, columns)
    for wanted in [*small, *(("r", row) for row in rows), *(("c", column) for column in columns)]:
        assert len(seen[wanted]) > 1, (wanted, seen)


@given(tables)
def test_what_a_shown_line_hides_is_five_or_more(table):
    if sum(map(sum, table)) < FEWEST:
        return
    rows = hidden_parts([sum(row) for row in table])
    columns = hidden_parts([sum(line[column] for line in table) for column in range(len(table[0]))])
    hidden = hidden_cells(table, rows=rows, columns=columns)
    if len(hidden) == len(table) * len(table[0]):
        return
    for row in set(range(len(table))) - rows:
        assert not few(sum(table[row][c] for r, c in hidden if r == row))
    for column in set(range(len(table[0]))) - columns:
        assert not few(sum(table[r][column] for r, c in hidden if c == column))


def test_a_table_without_small_cells_hides_nothing():
    assert hidden_cells([[7, 9], [0, 12]], rows=set(), columns=set()) == set()


def test_the_cheapest_circle_is_opened():
    table = [[2, 10, 30], [20, 11, 40], [25, 50, 60]]
    assert hidden_cells(table, rows=set(), columns=set()) == {(0, 0), (0, 1), (1, 0), (1, 1)}


@given(st.lists(st.integers(0, 6), max_size=8))
def test_blocks_of_weeks_have_five_and_lose_none(counts):
    found = blocks(counts)
    assert all(sum(counts[place] for place in block) >= FEWEST for block in found)
    if found:
        assert [place for block in found for place in block] == list(range(len(counts)))
    else:
        assert sum(counts) < FEWEST
