"""A sheet of two texts side by side, with the part and a code behind them."""

from django.utils.translation import gettext as _

from curricula.domain.exchange.segments import CODE, MOST_ROWS, OF_MODULE, Incoming, Outgoing, Row
from curricula.domain.languages import own_name
from lms.files.domain.refusal import UploadRefused
from lms.files.domain.sheets import Sheet, write_xlsx
from lms.files.domain.sheets import read as read_sheet
from lms.files.domain.sheets.shape import LONGEST_CELL
from lms.people.domain.refusal import Refused

WIDTHS = (60, 60, 20, 28)


def write(out: Outgoing) -> bytes:
    """Raises Refused when a text is longer than a cell that can be read back."""
    if any(len(text) >= LONGEST_CELL for one in out.segments for text in (one.source, one.target)):
        raise Refused(_("A text of this module is longer than a cell can hold. Load it as Word or XLIFF."))
    header = [headed(out.source_language), headed(out.language), _("Part"), out.mark]
    return write_xlsx(([one.source, one.target, f"{one.part}: {one.label}", one.code] for one in out.segments),
                      header=header, title=out.title, widths=WIDTHS)


def headed(language: str) -> str:
    """The heading of a column: a language by its own name, with its code."""
    return f"{own_name(language)} ({language})"


def read(content: bytes) -> Incoming:
    """Raises UploadRefused for a sheet that is not one of ours."""
    sheet = read_sheet(content=content, name="", most_rows=MOST_ROWS)
    at, mark = next(((at, found) for at, heading in enumerate(sheet.header) if (found := OF_MODULE.search(heading))), (0, None))
    if mark is None:
        raise lost_heading()
    own = next((place for place, heading in enumerate(sheet.header) if heading.endswith(f"({mark[2]})")), None)
    if own is None:
        raise lost_heading()
    return Incoming(mark[1], mark[2], list(_rows(sheet, own, at)))


def _rows(sheet: Sheet, own: int, at: int):
    for row in sheet.rows:
        code = CODE.search(row.values[at])
        yield Row(place=_("row %(number)s") % {"number": row.number}, id=code[1] if code else "", target=row.values[own],
                  source_digest=code[2] if code else "", own_digest=code[3] if code else "")


def lost_heading() -> UploadRefused:
    return UploadRefused(_("The first row of the table is not as it was loaded here: it says which module this is. Load the "
                           "table again and copy your words into it."))
