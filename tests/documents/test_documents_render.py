"""Rendering and QR codes: limits and refusals."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from lms.documents.domain.qr import qr_svg
from lms.documents.domain.render import ROOM, fonts, render_pdf
from tests.documents.documents_specimens import ISSUED


def test_only_the_rooms_own_fonts_are_used() -> None:
    places = {Path(font.path or "").parent.name for font in fonts().fonts()}
    assert places == {"fonts", "pylopdf_fonts_zh_cn"}


def test_each_font_file_stays_small() -> None:
    sizes = {file.name: file.stat().st_size for file in (ROOM / "fonts").glob("*.ttf")}
    assert len(sizes) == 12
    assert max(sizes.values()) < 300_000


@pytest.mark.parametrize("template", ["absent", "../typst/certificate", "certificate.typ", ""])
def test_only_templates_of_the_room_are_read(template: str) -> None:
    with pytest.raises(FileNotFoundError):
        render_pdf(template=template, data={}, timestamp=ISSUED)


def test_a_qr_code_is_a_picture_with_a_white_ground() -> None:
    svg = qr_svg("https://academy.example.org/vi/verify/7Q4MK2TD9XRA5HWEN8PB3CJV2G/")
    root = ElementTree.fromstring(svg)
    assert root.tag.endswith("svg")
    assert root.get("viewBox")
    assert "style=" not in svg
    assert qr_svg("x", border=0) != qr_svg("x")


def test_a_qr_code_has_its_limits() -> None:
    with pytest.raises(ValueError, match="needs a text"):
        qr_svg("")
    assert qr_svg("a" * 2000)
    with pytest.raises(ValueError, match="too large"):
        qr_svg("a" * 3000)
