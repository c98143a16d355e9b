"""The board as the lines of a sheet."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from curricula.domain.board import Board, Cell
from curricula.domain.tandem import State
from lms.look.domain.statuses import find_status


def lines_of(board: Board) -> tuple[list[str], list[list[str]]]:
    """(header, lines): a line for each module, a column for each country, in the frame's language."""
    header = [_("Module"), _("Version"), *(" ".join(filter(None, [column.country.label, column.curriculum.title if column.twin else "", column.number]))
               for column in board.columns)]
    return header, [[f"{row.letter} {row.title}", row.number, *map(said, row.cells)] for row in board.rows]


def said(cell: Cell) -> str:
    """One cell in words; nothing where a country has no such module and none is owed."""
    if cell.state is None:
        return ""
    word = str(find_status(cell.state.value).word)
    if cell.state is State.WAITING:
        days = ngettext("%(days)s day", "%(days)s days", cell.days or 0) % {"days": cell.days}
        return f"{word}, {days}"
    if cell.state is State.TRANSLATING:
        return f"{word}, {cell.percent} %"
    return ", ".join(filter(None, [word, cell.number, cell.reason]))
