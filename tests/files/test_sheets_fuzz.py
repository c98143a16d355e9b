"""Whatever bytes come: a sheet, or a refusal in words. Small by default, at full size under PROVE."""

import os
import random
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.files.domain.guard import UploadRefused, check_sheet
from lms.files.domain.sheets import ENCODING_LABELS, Sheet, read
from tests.files.test_sheets_encodings import CHINESE, THAI, VIETNAMESE, encode, names
from tests.files.test_sheets_hostile import good, with_parts

ROUNDS = 20_000 if os.environ.get("PROVE") else 400


def comes_out(content: bytes, encoding: str = "") -> bool:
    """Whether it was read. Anything but a Sheet or a refusal in words fails the test."""
    try:
        check_sheet(content=content, name="a")
    except UploadRefused as refused:
        assert str(refused)
    try:
        sheet = read(content=content, name="a", encoding=encoding, most_rows=100)
    except UploadRefused as refused:
        assert str(refused)
        return False
    assert isinstance(sheet, Sheet)
    assert all(len(row.values) == len(sheet.header) and all(isinstance(value, str) for value in row.values)
               for row in sheet.rows)
    return True


@given(st.binary(max_size=2_000), st.sampled_from(["", *ENCODING_LABELS]))
def test_random_bytes(content, encoding):
    comes_out(content, encoding)


@given(st.text(max_size=2_000), st.sampled_from(["utf-8", "utf-16", "gb18030"]))
def test_random_text(text, encoding):
    comes_out(text.encode(encoding, "ignore"))


def mutated(content: bytes, draw: random.Random) -> bytes:
    data = bytearray(content)
    for _at in range(draw.choice([1, 1, 2, 5, 20])):
        at = draw.randrange(len(data))
        kind = draw.randrange(4)
        if kind == 0:
            data[at] = draw.randrange(256)
        elif kind == 1:
            del data[at:at + draw.randrange(1, 30)]
        elif kind == 2:
            data[at:at] = data[draw.randrange(len(data)):][:draw.randrange(1, 30)]
        else:
            data[at:at + 4] = draw.choice([b"\xff\xff\xff\xff", b"\0\0\0\0", b"<", b'"', b"&", b"\x7f\xff\xff\xff"])
        if not data:
            break
    return bytes(data)


def test_a_good_workbook_changed_at_random():
    draw = random.Random(1)
    read_ = [comes_out(mutated(good(), draw)) for _round in range(ROUNDS)]
    assert not all(read_)


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml",
                                  "xl/_rels/workbook.xml.rels", "_rels/.rels"])
def test_a_good_workbook_with_one_part_changed_inside_a_sound_zip(part, tmp_path):
    (tmp_path / "good").write_bytes(good())
    with zipfile.ZipFile(tmp_path / "good") as archive:
        content = archive.read(part)
    draw = random.Random(2)
    read_ = [comes_out(with_parts({part: mutated(content, draw)})) for _round in range(ROUNDS // 8)]
    assert any(read_) and not all(read_)


@pytest.mark.parametrize(("language", "encoding"), [(THAI, "cp874"), (CHINESE, "gb18030"), (VIETNAMESE, "viscii"),
                                                    (VIETNAMESE, "utf-8")])
def test_a_good_list_changed_at_random(language, encoding):
    content = encode(names(language, 20, 3), encoding)
    draw = random.Random(3)
    for _round in range(ROUNDS // 4):
        comes_out(mutated(content, draw))
