"""Reading what the tests ask of a PDF. Enough for the files that typst writes, not for any PDF."""

import re
import zlib


def fonts(pdf: bytes) -> set[str]:
    """Names of the embedded fonts, without the subset's prefix."""
    names = re.findall(rb"/BaseFont/[A-Z]{6}\+([A-Za-z-]+)", pdf)
    # An OpenType font of many letters is named twice, the second time with its encoding.
    return {name.decode().removesuffix("-Identity-H") for name in names}


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type/Page\b", pdf))


def attached(pdf: bytes) -> list[bytes]:
    """Contents of the attached files."""
    found = []
    streams = rb"<<((?:(?!endobj).)*?)>>\s*stream\r?\n(.*?)\r?\nendstream"
    for head, body in re.findall(streams, pdf, re.DOTALL):
        if b"/EmbeddedFile" in head:
            found.append(zlib.decompress(body) if b"FlateDecode" in head else body)
    return found
