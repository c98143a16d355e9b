"""Files made to do harm: none is accepted, each is refused in under a second and with little memory."""

import io
import json
import os
import struct
import subprocess
import sys
import zipfile
from base64 import b64encode
from functools import cache
from pathlib import Path

import pytest
from openpyxl import Workbook

from lms.files.domain.guard import UploadRefused, check_sheet
from lms.files.domain.sheets import read

FIRST = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
LINKS = "xl/_rels/workbook.xml.rels"
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData>%s</worksheet>'
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + at, b"&%c;" % (97 + at) * 10) for at in range(8)) + b"]>"
MEGABYTE = 1024 ** 2

pytestmark = pytest.mark.filterwarnings("ignore:Duplicate name")


@cache
def good() -> bytes:
    """Texts as cells of their own, and an empty list of shared texts."""
    book = Workbook()
    for row in (["name", "province"], ["Trần Thị Mẫu", "Hà Nội"], ["สมชาย ใจดี", "ตาก"]):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_parts(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED, base: bytes | None = None) -> bytes:
    """The good workbook with some parts added or replaced."""
    source = zipfile.ZipFile(io.BytesIO(base or good()))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as target:
        for name in source.namelist():
            if name not in parts:
                target.writestr(name, source.read(name))
        for name, content in parts.items():
            target.writestr(name, content)
    return file.getvalue()


def sheet(rows: bytes, after: bytes = b"") -> bytes:
    """The good workbook with other rows. What is large gets random bytes too, so that its ratio betrays nothing."""
    padding = b"<!--%s-->" % b64encode(os.urandom(len(rows) // 200)) if len(rows) > MEGABYTE else b""
    return with_parts({FIRST: SHEET % (rows, after + padding)})


def strings(body: bytes) -> bytes:
    padding = b"<!--%s-->" % b64encode(os.urandom(len(body) // 200)) if len(body) > MEGABYTE else b""
    links = zipfile.ZipFile(io.BytesIO(good())).read(LINKS)
    one_more = b'<Relationship Id="texts" Type="http://x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    return with_parts({STRINGS: b"<sst>" + body + padding + b"</sst>",
                       LINKS: links.replace(b"</Relationships>", one_more),
                       FIRST: SHEET % (b'<row><c t="s"><v>0</v></c></row>', b"")})


def with_entry(**changes) -> bytes:
    """The good workbook with one more entry, whose record in the zip is changed before it is written."""
    file = io.BytesIO(good())
    with zipfile.ZipFile(file, "a") as archive:
        entry = zipfile.ZipInfo(changes.pop("filename", "xl/media/a.png"))
        entry.external_attr = changes.pop("external_attr", 0)
        archive.writestr(entry, b"a" * 100)
        for key, value in changes.items():
            setattr(entry, key, value)
    return file.getvalue()


def patched(field: int, shape: str, value: int, local: int | None = None) -> bytes:
    """The good workbook with a number changed in its first directory entry (and at its local header)."""
    content = bytearray(good())
    if local is None:
        struct.pack_into(shape, content, content.index(b"PK\x01\x02") + field, value)
    else:
        struct.pack_into(shape, content, local, value)
    return bytes(content)


def only(names: list[str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as target:
        for name in names:
            target.writestr(name, b"<a/>")
    return file.getvalue()


def overlapping() -> bytes:
    """All entries of the directory point to one and the same place."""
    content = bytearray(good())
    at = content.index(b"PK\x01\x02")
    while (at := content.find(b"PK\x01\x02", at)) >= 0:
        struct.pack_into("<I", content, at + 42, 0)
        at += 4
    return bytes(content)


def directory_only(count: int) -> bytes:
    entry = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    return b"PK\x03\x04" + entry * count + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count & 0xFFFF,
                                                     count & 0xFFFF, len(entry) * count, 4, 0)


def types(kind: str) -> bytes:
    return with_parts({"[Content_Types].xml": f'<Types><Override PartName="/xl/workbook.xml" ContentType="{kind}"/></Types>'
                       .encode()})


def related(kind: str, target: str, mode: str = "External") -> bytes:
    return with_parts({"xl/worksheets/_rels/sheet1.xml.rels":
                       f'<Relationships><Relationship Id="a" Type="http://x/{kind}" Target="{target}" '
                       f'TargetMode="{mode}"/></Relationships>'.encode()})


def cells(count: int) -> bytes:
    return b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (at, at) for at in range(1, count + 1))


def many_names(count: int) -> bytes:
    return b"".join(b"<n%x/>" % at for at in range(count))


def hostile() -> dict[str, bytes]:
    """By what is wrong with them."""
    whole = good()
    return {
        "empty": b"", "not a sheet": b"MZ\x90\x00" + b"\0" * 500, "cut off": whole[:len(whole) // 2],
        "no end": whole[:-22], "program with a zip behind": b"MZ\x90\x00" + whole,
        "old xls": bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 4096,
        "locked": bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"),
        "page named csv": b"<html><table><tr><td>=1+1</td></tr></table></html>",
        "larger than 10 MB": whole + b"\0" * 10 * MEGABYTE,
        "zip bomb": with_parts({"xl/media/zero.xml": b"\0" * 32 * MEGABYTE}),
        "large picture": with_parts({f"xl/media/{at}.png": os.urandom(50_000) + b"\0" * 9_000_000 for at in range(8)}),
        "slip": with_entry(filename="../../etc/cron.d/a.xml"), "absolute": with_entry(filename="/etc/a.xml"),
        "backslash": with_entry(filename="xl\\..\\a.xml"), "drive": with_entry(filename="C:/a.xml"),
        "symlink": with_entry(external_attr=0o120777 << 16), "program inside": with_entry(filename="xl/a.exe"),
        "long name": with_entry(filename="a" * 300 + ".xml"), "odd name": with_entry(filename="xl/\u202egnp.xml"),
        "twice": with_entry(filename=FIRST), "twice but for case": with_entry(filename=FIRST.upper()),
        "overlap": overlapping(), "locked entry": with_entry(flag_bits=1), "strongly locked": with_entry(flag_bits=0x41),
        "locked at the entry alone": patched(0, "<H", 1, local=6),
        "claims less": patched(24, "<I", 10), "claims more": patched(24, "<I", 5000), "wrong sum": patched(16, "<I", 7),
        "points outside": patched(42, "<I", 0x7FFFFFFF), "other method": patched(10, "<H", 99),
        "bzip2": with_parts({}, zipfile.ZIP_BZIP2), "lzma": with_parts({}, zipfile.ZIP_LZMA),
        "600 parts": with_parts({f"xl/media/{at}.png": b"" for at in range(600)}),
        "200,000 entries": directory_only(200_000),
        "nested": with_parts({"xl/embeddings/book.xlsx": whole}), "nested elsewhere": with_parts({"xl/book.zip": whole}),
        "macros": with_parts({"xl/vbaProject.bin": b"\xcc\x61"}),
        "old macros": with_parts({"xl/macrosheets/sheet1.xml": b"<a/>"}),
        "macros by type": types("application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
        "letter": types("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
        "other zip": only(["mimetype", "content.xml"]), "binary sheet": with_parts({"xl/workbook.bin": b"a"}),
        "laughs in a sheet": with_parts({FIRST: LAUGHS + SHEET % (b"&i;", b"")}),
        "laughs in texts": with_parts({STRINGS: LAUGHS + b"<sst><si><t>&i;</t></si></sst>"}),
        "laughs in UTF-16": with_parts({FIRST: (LAUGHS + SHEET % (b"&i;", b"")).decode().encode("utf-16")}),
        "laughs in a part not read": with_parts({"xl/theme/theme1.xml": LAUGHS + b"<a>&i;</a>"}),
        "entity outside": with_parts({FIRST: b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + SHEET % (b"&a;", b"")}),
        "type outside": with_parts({"docProps/core.xml": b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a"><a/>'}),
        "late root": with_parts({FIRST: b"<!--" + b64encode(os.urandom(2 * MEGABYTE)) + b"-->" + SHEET % (b"", b"")}),
        "links": with_parts({"xl/externalLinks/externalLink1.xml": b"<a/>"}),
        "draws from outside": related("oleObject", "file:///etc/passwd"), "fetches": related("image", "http://127.0.0.1:9/"),
        "16 million cells": sheet(b"<row>" + b"<c/>" * (14 * MEGABYTE) + b"</row>"),
        "4 million values": sheet(b"<row><c>" + b"<v/>" * (4 * MEGABYTE) + b"</c></row>"),
        "4 million elements": sheet(b"<x/>" * (4 * MEGABYTE)),
        "300,000 rows": sheet(cells(300_000)),
        "a million empty rows": sheet(b'<row s="1"/>' * MEGABYTE),
        "rows backwards": sheet(b'<row r="5"><c><v>1</v></c></row><row r="4"><c><v>1</v></c></row>'),
        "cells backwards": sheet(b'<row r="5"><c r="B5"><v>1</v></c><c r="A5"><v>1</v></c></row>'),
        "far cell": sheet(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "beyond every sheet": sheet(b'<row r="1"><c r="%s1"><v>1</v></c></row>' % (b"Z" * 9999)),
        "row without end": sheet(b'<row r="%s"><c><v>1</v></c></row>' % (b"9" * 9999)),
        "long cell": sheet(b'<row><c t="str"><v>%s</v></c></row>' % (b"a" * 20 * MEGABYTE)),
        "text that is not there": sheet(b'<row><c t="s"><v>99</v></c></row>'),
        "text before the first": sheet(b'<row><c t="s"><v>-1</v></c></row>'),
        "a million texts": strings(b"<si/>" * 1_000_000), "three million elements": strings(b"<t/>" * 3_000_000),
        "much text": strings(b"".join(b"<si><t>%d%s</t></si>" % (at, b"\xe4\xb8\x80" * 3000) for at in range(6000))),
        "long text": strings(b"<si><t>%s</t></si>" % (b"a" * 4 * MEGABYTE)),
        "deep": sheet(b"<a>" * MEGABYTE), "long attribute": sheet(b'<row a="%s"/>' % (b"a" * 4 * MEGABYTE)),
        "names without end": sheet(many_names(MEGABYTE // 8)),
        "attributes without end": sheet(b"".join(b'<row a%x=""/>' % at for at in range(MEGABYTE // 8))),
        "styles": with_parts({"xl/styles.xml": b"<a><cellXfs>" + b"<xf/>" * 2_000_000 + b64encode(os.urandom(100_000))
                              + b"</cellXfs></a>"}),
        "merged heading": sheet(cells(3), b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        "merged without end": sheet(cells(3), b'<mergeCell ref="A2:A3"/>' * 1_000_000),
        "sheets of empty cells": with_parts({f"xl/worksheets/sheet{at}.xml": SHEET % (b"<row>" + b"<c/>" * 500_000, b"</row>")
                                             for at in range(1, 9)}),
        "CSV of one line": b"a," * 5_000_000, "CSV of commas": b"," * 5_000_000, "CSV of one word": b"a" * 10_000_000,
        "quotation mark not closed": b'name\r\n"a' + b"b\r\n" * 3_000_000, "zeros": b"name\r\n\0\0\0",
        "300,000 lines": b"name,n\r\n" + b"a,1\r\n" * 300_000, "shifted": b"name\r\na,b\r\n",
        "marks without end": ("name\r\n" + "a" + "\u0301\u0323" * 2_000_000).encode(),
        "picture named csv": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    }


CHILD = """
import json, re, sys, time
from pathlib import Path
import django
django.setup()
from lms.files.domain.guard import UploadRefused, check_sheet
from lms.files.domain.sheets import read
def memory(key):
    return int(re.search(key + r":\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
report = {}
files = sorted(Path(sys.argv[1]).iterdir())
read(content=files[0].read_bytes(), name="a")
base = memory("VmRSS")
for path in files[1:]:
    content = path.read_bytes()
    Path("/proc/self/clear_refs").write_text("5")
    start = time.process_time()
    try:
        read(content=content, name="a")
        answer = ""
    except UploadRefused as refused:
        answer = str(refused)
    report[path.name] = [answer, time.process_time() - start,
                         memory("VmHWM") - base - len(content) / 1024 ** 2]
print(json.dumps(report))
"""


def read_all(folder: Path, files: dict[str, bytes]) -> dict[str, list]:
    """Every file read in a process of its own: what it answered, seconds of CPU, MiB above what it held before."""
    folder.mkdir()
    (folder / "0 good").write_bytes(good())
    for name, content in files.items():
        (folder / f"{name} ").write_bytes(content)
    done = subprocess.run([sys.executable, "-c", CHILD, str(folder)], capture_output=True, text=True, check=True,
                          env={**os.environ, "DJANGO_SETTINGS_MODULE": "lms.settings.test"})
    return {name.strip(): values for name, values in json.loads(done.stdout).items()}


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """All hostile files. One that seems slow is read twice more, and its best time counts: CPU time grows too when other
    work shares the core, and a file that is slow by itself is slow each time."""
    folder, files = tmp_path_factory.mktemp("hostile"), hostile()
    found = read_all(folder / "all", files)
    for turn in range(2):
        slow = {name: files[name] for name, (_answer, seconds, _memory) in found.items() if seconds >= 1 and name in files}
        for name, values in (read_all(folder / str(turn), slow) if slow else {}).items():
            if name in slow:
                found[name][1] = min(found[name][1], values[1])
    return found


def test_no_hostile_file_is_read(report):
    assert len(report) >= 80
    assert [name for name, (answer, _seconds, _memory) in report.items() if not answer] == []


def test_each_is_refused_quickly_and_in_little_memory(report):
    slow = {name: f"{seconds:.2f} s" for name, (_answer, seconds, _memory) in report.items() if seconds >= 1}
    large = {name: f"{memory:.0f} MiB" for name, (_answer, _seconds, memory) in report.items() if memory >= 64}
    assert (slow, large) == ({}, {})


@pytest.mark.parametrize(("name", "words"), [
    ("300,000 rows", "20,000 rows"), ("300,000 lines", "20,000 rows"), ("a million empty rows", "20,000 rows"),
    ("16 million cells", "20,000 rows and 64 MB"), ("zip bomb", "64 MB"), ("macros", "without macros"),
    ("macros by type", "without macros"), ("old xls", "save it as .xlsx"), ("locked", "password"),
    ("locked entry", "password"), ("links", "Copy the values"), ("far cell", "XFD1048576"), ("long cell", "Cell A1"),
    ("merged heading", "A1:XFD1048576"), ("shifted", "Row 2"), ("quotation mark not closed", "row 2"),
    ("larger than 10 MB", "10 MB"), ("other zip", "Only CSV and XLSX"), ("letter", "Only CSV and XLSX"),
    ("page named csv", "Only CSV and XLSX"), ("laughs in a sheet", "save it again as .xlsx"), ("zeros", "CSV UTF-8")])
def test_the_sentence_says_what_to_do(report, name, words):
    assert words in report[name][0]


def test_what_the_guard_can_tell_is_not_kept_either():
    for name in ("macros", "slip", "overlap", "laughs in a sheet", "old xls", "zeros"):
        with pytest.raises(UploadRefused):
            check_sheet(content=hostile_small()[name], name="list.xlsx")


def hostile_small() -> dict[str, bytes]:
    return {"macros": with_parts({"xl/vbaProject.bin": b"\xcc\x61"}), "slip": with_entry(filename="../a.xml"),
            "overlap": overlapping(), "laughs in a sheet": with_parts({FIRST: LAUGHS + SHEET % (b"&i;", b"")}),
            "old xls": bytes.fromhex("d0cf11e0a1b11ae1"), "zeros": b"name\0"}


def test_the_good_one_passes_all_this():
    assert read(content=good(), name="a").rows[1].values == ("สมชาย ใจดี", "ตาก")
    assert read(content=related("hyperlink", "mailto:a@example.org"), name="a").header == ["name", "province"]
    assert check_sheet(content=good(), name="../Danh sách.exe").name == "Danh sách.xlsx"
    assert check_sheet(content="name\nMẫu\n".encode(), name="list").content_type == "text/csv"
