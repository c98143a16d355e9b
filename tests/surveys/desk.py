"""What the tests of the coordinators' desk send and read."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.surveys.workbooks import asking, workbook

LIST, NEW = "/en/instruments/", "/en/instruments/new/"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def said(page):
    return page.content.decode()


def typed(content=None, files=(), **changes):
    return {"key": "pulse", "kind": "pulse", "country": "VN", "files": list(files),
            "workbook": SimpleUploadedFile("pulse.xlsx", content or workbook(), XLSX)} | changes


def picture(name="map.png", content=PNG):
    return SimpleUploadedFile(name, content, "image/png")


def with_picture(name="map.png"):
    return asking({"type": "text", "name": "where", "label": "Where?", "image": name})
