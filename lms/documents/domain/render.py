"""Writing a PDF from a template of this room and data.

The data travels as JSON and never becomes part of typst's code, so a name cannot change a document.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import typst

ROOM = Path(__file__).resolve().parent.parent
TEMPLATES = ROOM / "typst"

_NO_GLYPH = re.compile(
    r"(?:the text `\"(?P<text>(?:[^\"\\]|\\.)*)\"` could not be displayed"
    r"|disallowed codepoint `\"(?P<codepoint>(?:[^\"\\]|\\.)*)\"`)"
)
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
_SHORT = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}


class DocumentError(Exception):
    """A document that cannot be written, because no font has some of its letters.

    name: whom the document is about, as the caller said. letters: the letters, each once, in order.
    """

    def __init__(self, name: str, letters: Sequence[str]) -> None:
        self.name = name
        self.letters = tuple(letters)
        listed = ", ".join(f"{letter!r} (U+{ord(letter):04X})" for letter in self.letters)
        super().__init__(f"No font has these letters of the document for {name!r}: {listed}.")


@dataclass(frozen=True)
class Attachment:
    """A text file inside a PDF. relationship: source, data, alternative or supplement (PDF/A-3)."""

    name: str
    media_type: str
    text: str
    description: str
    relationship: str = "data"


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """The fonts of this room and the Chinese ones of the package, read once a process.

    No other: a document must not depend on what the machine has installed.
    """
    chinese = resources.files("pylopdf_fonts_zh_cn")
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(ROOM / "fonts"), str(chinese)],
    )


def _unescape(text: str) -> str:
    """Undo the escapes in which typst quotes a text in its messages."""

    def letter(match: re.Match[str]) -> str:
        return chr(int(match[1], 16)) if match[1] else _SHORT.get(match[2], match[2])

    return _ESCAPE.sub(letter, text)


def _missing_letters(message: str) -> list[str]:
    """The letters that typst's complaint names, each once, in order; empty for other complaints."""
    found = (_unescape(match["text"] or match["codepoint"] or "") for match in _NO_GLYPH.finditer(message))
    return list(dict.fromkeys(letter for text in found for letter in text))


def render_pdf(
    *,
    template: str,
    data: Mapping[str, Any],
    timestamp: datetime,
    attachments: Sequence[Attachment] = (),
    name: str = "",
) -> bytes:
    """Write a PDF (PDF/A-3a and PDF/UA-1) and return its bytes.

    template: a file of the room's `typst/`, without `.typ`.
    data: what the template reads, JSON values only; the key `attachments` is taken.
    timestamp: the document's date, with a time zone; seconds count, parts of a second do not. The same
    template, data, attachments and timestamp give the same bytes.
    attachments: files to carry inside; the template attaches them.
    name: whom the document is about, for the error.

    Raises DocumentError when no font has some letter, ValueError for a timestamp without a time zone,
    FileNotFoundError for a template that does not exist, TypstError when the template itself is wrong.
    """
    if timestamp.tzinfo is None:
        raise ValueError("The timestamp of a document needs a time zone.")
    source = TEMPLATES / f"{template}.typ"
    if source.parent != TEMPLATES or not source.is_file():
        raise FileNotFoundError(source.name)
    payload = {**data, "attachments": [asdict(attachment) for attachment in attachments]}
    try:
        return typst.compile(
            str(source),
            root=str(TEMPLATES),
            font_paths=fonts(),
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"data": json.dumps(payload, ensure_ascii=False)},
            # Archives and screen readers both: PDF/A-3 carries attachments, PDF/UA asks for tags, language,
            # title and alternative texts. PDF/A also makes typst refuse a letter that no font has;
            # without it the letter is printed as an empty box, and nobody hears of it.
            pdf_standards=["a-3a", "ua-1"],
            timestamp=timestamp.astimezone(UTC).replace(microsecond=0),
        )
    except typst.TypstError as error:
        letters = _missing_letters(error.diagnostic)
        if letters:
            raise DocumentError(name, letters) from error
        raise
