"""What all sheets of an XLSX workbook share: the texts that their cells point to, which styles are dates, the count."""

from dataclasses import dataclass, field

from openpyxl.utils.escape import unescape

from lms.files.domain.sheets.gathering import Gathering
from lms.files.domain.sheets.markup import Reader
from lms.files.domain.sheets.shape import LONGEST_CELL, too_large

MOST_TEXTS = 400_000
MOST_TEXT_ELEMENTS = 1_000_000


@dataclass
class Texts:
    """What all sheets of a workbook share. strings: None for one that is too long to be read."""

    gathering: Gathering
    strings: list[str | None] = field(default_factory=list)
    dates: set[int] = field(default_factory=set)
    from_1904: bool = False
    cells: int = 0


class StringReader(Reader):
    """The shared texts, cleaned. The signs above East Asian words (how to read them) are left out."""

    most_elements = MOST_TEXT_ELEMENTS

    def __init__(self, texts: Texts):
        super().__init__()
        self.texts = texts
        self.taking = False
        self.aside = 0
        self.pieces: list[str] = []
        self.length = 0

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "t":
            self.taking = not self.aside
        elif name == "rPh":
            self.aside += 1

    def end(self, name: str) -> None:
        if name == "t":
            self.taking = False
        elif name == "rPh":
            self.aside -= 1
        elif name == "si":
            strings = self.texts.strings
            if len(strings) >= MOST_TEXTS:
                raise too_large(self.texts.gathering.most_rows)
            if self.length > LONGEST_CELL:
                strings.append(None)
            else:
                strings.append(self.texts.gathering.text(unescaped("".join(self.pieces)), number=1, index=0))
            self.pieces = []
            self.length = 0

    def text(self, data: str) -> None:
        if self.taking:
            self.length += len(data)
            if self.length <= LONGEST_CELL:
                self.pieces.append(data)


def unescaped(text: str) -> str:
    """XLSX writes control characters as _x000D_; clean() then takes them away."""
    return unescape(text) if "_x" in text else text
