"""What reading costs. `pytest tests/files/test_sheets_figures.py -s` prints the figures of docs/decisions/0012-sheets.md."""

import io
import json
import os
import subprocess
import sys

import pytest
from openpyxl import Workbook

from lms.files.domain.sheets import write_csv, write_xlsx

HEADER = [f"Heading {at}" for at in range(15)]
CHILD = """
import json, re, sys, time
from pathlib import Path
import django
django.setup()
from lms.files.domain.guard import UploadRefused
from lms.files.domain.sheets import read
def memory(key):
    return int(re.search(key + r":\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
content = Path(sys.argv[1]).read_bytes()
read(content=b"name\\nA\\n", name="a")
base, start = memory("VmRSS"), time.perf_counter()
try:
    answer = len(read(content=content, name="a").rows)
except UploadRefused as refused:
    answer = str(refused)
print(json.dumps([answer, time.perf_counter() - start, memory("VmHWM") - base]))
"""


def people(count: int):
    for at in range(count):
        yield [f"Nguyễn Thị {at}", at, "Hà Nội", *[f"text {at % 50} {column}" for column in range(12)]]


def workbook(count: int) -> bytes:
    book = Workbook(write_only=True)
    tab = book.create_sheet("people")
    tab.append(HEADER)
    for row in people(count):
        tab.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.prove
@pytest.mark.parametrize(("kind", "rows", "seconds"), [
    ("csv", 10_000, 10), ("xlsx", 10_000, 10), ("own xlsx", 10_000, 10), ("csv", 300_000, 2), ("xlsx", 300_000, 2)])
def test_what_reading_costs(kind, rows, seconds, tmp_path):
    if kind == "csv":
        narrow = ([at, "a"] for at in range(rows))
        content = b"".join(write_csv(people(rows) if rows < 100_000 else narrow, header=HEADER if rows < 100_000 else ["n", "a"]))
    elif kind == "xlsx" and rows > 100_000:
        content = write_xlsx(([at, "a"] for at in range(rows)), header=["n", "a"], title="people")
    else:
        content = workbook(rows) if kind == "xlsx" else write_xlsx(people(rows), header=HEADER, title="people")
    (tmp_path / "list").write_bytes(content)
    done = subprocess.run([sys.executable, "-c", CHILD, str(tmp_path / "list")], capture_output=True, text=True, check=True,
                          env={**os.environ, "DJANGO_SETTINGS_MODULE": "lms.settings.test"})
    answer, took, memory = json.loads(done.stdout)
    print(f"\n{kind}, {rows:,} rows, {len(content) / 1e6:.1f} MB: {took:.2f} s, {memory:.0f} MiB above base: {answer}")
    assert answer == rows if rows <= 20_000 else "20,000 rows" in answer
    assert took < seconds and memory < 100
