"""Walks through XML in pieces, with every measure bounded: what is read is what is kept, and nothing is built.

A library that builds a tree of a part pays for every element that a hostile file repeats. Expat itself is used,
since a wrapper costs four times its time; what the wrappers defend against (document types, entities, depth, long
tokens, names without end) is refused here.
"""

import io
import pyexpat
from typing import IO, Any

CHUNK = 64 * 1024
MOST_ELEMENTS = 200_000
MOST_NAMES = 2_000
DEEPEST = 64
LONGEST_TOKEN = 1024 * 1024  # bytes; one tag with its attributes, or one comment


class BrokenMarkup(Exception):
    """Not XML, or XML that no sheet program writes."""


class Enough(Exception):
    """Raised by a reader that has seen what it came for."""


class Reader:
    """What a part's reader overrides. Names come without their prefix; `depth` counts from 1 at the root."""

    most_elements = MOST_ELEMENTS

    def __init__(self) -> None:
        self.depth = 0
        self.elements = 0
        self._names: dict[str, str] = {}

    def start(self, name: str, given: dict[str, str]) -> None:
        """An element begins; given: its attributes, by their full names."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, data: str) -> None:
        """A piece of text."""

    def check(self) -> None:
        """Called after every 64 KiB."""
        if self.elements > self.most_elements:
            raise BrokenMarkup("too many elements")

    def _start(self, name: str, given: dict[str, str]) -> None:
        self.elements += 1
        self.depth += 1
        if self.depth > DEEPEST:
            raise BrokenMarkup("too deep")
        local = self._names.get(name)
        if local is None:
            local = self._names[name] = name.rpartition(":")[2]
        self.start(local, given)

    def _end(self, name: str) -> None:
        self.depth -= 1
        self.end(self._names[name])


def walk(stream: IO[bytes], reader: Reader) -> None:
    """Lead `reader` through a part. Raises BrokenMarkup, or what the reader raises; Enough ends it quietly."""
    names: dict[str, str] = {}
    parser = pyexpat.ParserCreate(None, None, names)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_document_type
    parser.StartElementHandler = reader._start
    parser.EndElementHandler = reader._end
    parser.CharacterDataHandler = reader.text
    fed = 0
    try:
        while piece := stream.read(CHUNK):
            fed += len(piece)
            parser.Parse(piece, False)
            reader.check()
            if len(names) > MOST_NAMES or fed - parser.CurrentByteIndex > LONGEST_TOKEN:
                raise BrokenMarkup("names or tokens without end")
        parser.Parse(b"", True)
        reader.check()
    except pyexpat.ExpatError as error:
        raise BrokenMarkup(str(error)) from error
    except Enough:
        return


def check_opening(piece: bytes) -> None:
    """Raise BrokenMarkup unless the root element begins in this first piece of a part, with no document type before."""
    walk(io.BytesIO(piece), _Opening())


class _Opening(Reader):
    def start(self, name: str, given: dict[str, str]) -> None:
        raise Enough


def _no_document_type(*_args: Any) -> None:
    raise BrokenMarkup("a document type")
