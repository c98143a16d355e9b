"""Workbooks for the tests, built in memory: good ones, wrong ones, hostile ones."""

import io
import zipfile

import openpyxl

SURVEY = [
    ["type", "name", "label::English (en)", "label::Khmer (km)", "hint::English (en)", "hint::Khmer (km)", "required",
     "constraint", "constraint_message::English (en)", "constraint_message::Khmer (km)", "relevant", "appearance"],
    ["note", "intro", "About the course", "អំពីវគ្គ"],
    ["select_one yesno", "clear", "Was it clear?", "តើច្បាស់ទេ?", "", "", "yes"],
    ["integer", "years", "Years of service", "ឆ្នាំបម្រើការ", "Whole years", "ឆ្នាំពេញ", "", ". >= 0 and . <= 50",
     "Between 0 and 50.", "ពី 0 ដល់ 50។", "${clear} = 'yes'"],
    ["text", "first", "What will you do first?", "តើអ្នកនឹងធ្វើអ្វីមុន?", "", "", "", "", "", "", "", "multiline"],
]
CHOICES = [["list_name", "name", "label::English (en)", "label::Khmer (km)"],
           ["yesno", "yes", "Yes", "បាទ"], ["yesno", "no", "No", "ទេ"]]
SETTINGS = [["form_title", "form_id"], ["Course evaluation", "evaluation"]]


YES_NO = [{"list_name": "yesno", "name": name, "label": name.title()} for name in ("yes", "no")]


def workbook(survey=None, choices=None, settings=None, **sheets) -> bytes:
    """An XLSForm workbook of these rows; what is not given is the small evaluation above."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in (("survey", survey or SURVEY), ("choices", choices or CHOICES), ("settings", settings or SETTINGS),
                       *sheets.items()):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def asking(*rows: dict, choices: list[dict] = (), settings: dict | None = None, **sheets: list[dict]) -> bytes:
    """A workbook of rows as dicts: their keys are the heads. A row without a label gets one, where a row may have one."""
    silent = ("end", "calculate", "hidden", "start", "today", "audit", "deviceid")
    survey = [row if any(key.startswith("label") for key in row) or str(row.get("type", "")).startswith(silent)
              else row | {"label": str(row.get("name", "")).title()} for row in rows]
    return workbook(_table(survey), _table(list(choices) or YES_NO), _table([settings or {"form_id": "f", "form_title": "F"}]),
                    **{name: _table(table) for name, table in sheets.items()})


def _table(rows: list[dict]) -> list[list]:
    heads = list(dict.fromkeys(key for row in rows for key in row))
    return [heads, *([row.get(head) for head in heads] for row in rows)]


def begun() -> bytes:
    """Twelve questions in English, one of them in Thai too."""
    return asking(*({"type": "text", "name": f"q{at}", "label::English (en)": f"Question {at}",
                     "label::Thai (th)": "คำถาม" if at == 0 else None} for at in range(12)))


def changed(row: int, column: int, text: str | None) -> list[list]:
    """The survey with one cell changed; row 1 is the heads, column 1 the type."""
    rows = [[*line, *[""] * (len(SURVEY[0]) - len(line))] for line in SURVEY]
    rows[row - 1][column - 1] = text
    return rows


def with_part(name: str, content: bytes, replace: bool = False) -> bytes:
    """The small evaluation with one more (or another) part in its zip."""
    source = zipfile.ZipFile(io.BytesIO(workbook()))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            if not (replace and part == name):
                target.writestr(part, source.read(part))
        target.writestr(name, content)
    return file.getvalue()


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
FIRST = "xl/worksheets/sheet1.xml"


def hostile() -> dict[str, bytes]:
    """Files that must be refused, by what is wrong with them."""
    many = b"".join(b'<row r="%d"><c r="A%d"/></row>' % (number, number) for number in range(1, 300_001))
    bomb = (b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (98 + at, b"&%c;" % (97 + at) * 10) for at in range(8)) + b"]>" + SHEET % b"&i;")
    outside = b'<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1:9/x">]>' + SHEET % b"&a;"
    return {
        "empty": b"",
        "not a zip": b"type,name,label\ntext,a,A\n",
        "old xls": bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 4096,
        "cut off": workbook()[:2000],
        "zip bomb": with_part("xl/media/zero.xml", b"\0" * (64 * 1024 * 1024)),
        "macros": with_part("xl/vbaProject.bin", b"\xcc\x61" * 100),
        "macros by content type": with_part(
            "[Content_Types].xml", b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            b'<Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>'
            b"</Types>", replace=True),
        "external links": with_part("xl/externalLinks/externalLink1.xml", b"<a/>"),
        "300,000 rows": with_part(FIRST, SHEET % many, replace=True),
        "one row far down": with_part(FIRST, SHEET % b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>', replace=True),
        "one cell far right": with_part(FIRST, SHEET % b'<row r="1"><c r="XFD1"><v>1</v></c></row>', replace=True),
        "entities": with_part(FIRST, bomb, replace=True),
        "entity outside": with_part(FIRST, outside, replace=True),
        "600 parts": _parts(600),
        "no workbook in it": _parts(3),
        "deep": with_part(FIRST, b"<a>" * 100_000 + b"</a>" * 100_000, replace=True),
        "500,000 cells in one row": with_part(FIRST, SHEET % (b'<row r="1">' + b"<c/>" * 500_000 + b"</row>"), replace=True),
        "wide rows": with_part(FIRST, SHEET % b"".join(b'<row r="%d"><c r="XFD%d" s="1"/></row>' % (row, row)
                                                       for row in range(1, 2_000)), replace=True),
        "a cell of 30 MB": with_part(FIRST, SHEET % (b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b"x" * 30_000_000
                                                     + b"</t></is></c></row>"), replace=True),
        "too large": workbook() + b"\0" * (2 * 1024 * 1024),
    }


def _parts(number: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as target:
        for at in range(number):
            target.writestr(f"part{at}.xml", b"<a/>")
    return file.getvalue()
