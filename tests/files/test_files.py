"""Uploads: known by their content, kept under a name nobody guesses, read by those who may."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from lms.files.domain.guard import MOST_BYTES, SIGNATURES, UploadRefused, check_scan
from lms.files.domain.keep import keep

PDF = b"%PDF-1.7 rubric"


@pytest.mark.parametrize(("content", "kind"), [(PDF, "application/pdf"), (b"\xff\xd8\xff\xe0", "image/jpeg"),
                                               (b"\x89PNG\r\n\x1a\n", "image/png")])
def test_the_content_decides_not_the_name(content, kind):
    assert check_scan(content=content, name="scan.exe").content_type == kind


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00", b"<svg onload=alert(1)>", b"<html>", b"PK\x03\x04", b" %PDF-",
                                     PDF + b"0" * MOST_BYTES])
def test_everything_else_is_refused_in_words(content):
    with pytest.raises(UploadRefused) as refused:
        check_scan(content=content, name="scan.pdf")
    assert str(refused.value)


@given(st.binary(max_size=64), st.text(max_size=200))
def test_whatever_comes_is_kept_or_refused(content, name):
    try:
        checked = check_scan(content=content, name=name)
    except UploadRefused:
        assert not any(content.startswith(signature) for signature in SIGNATURES)
    else:
        assert "/" not in checked.name and "\\" not in checked.name and ".." not in checked.name
        assert len(checked.name) <= 90 and checked.name.isprintable()


@pytest.fixture
def scan(account, settings, tmp_path):
    settings.STORAGES = {**settings.STORAGES, "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path, "base_url": None}}}
    return keep(checked=check_scan(content=PDF, name="Phiếu quan sát.pdf"), owner=account("trainer.vn").uuid,
                country="VN", now=timezone.now())


@pytest.mark.parametrize(("name", "status"), [
    ("trainer.vn", 200), ("coordinator.vn", 200), ("focal.vn", 200), ("secretariat", 200), ("trainee.vn", 404),
    ("translator.vn", 404), ("donor", 404), ("coordinator.kh", 404), ("trainer.kh", 404)])
def test_a_file_is_for_its_owner_and_its_country(name, status, scan, account, client_as):
    response = client_as(account(name)).get(reverse("people:file", args=[scan.uuid]))
    assert response.status_code == status
    if status == 200:
        assert b"".join(response.streaming_content) == PDF
        assert response["Content-Disposition"].startswith("attachment")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response["Content-Security-Policy"]


def test_anonymous_and_guesses_find_nothing(scan, client):
    assert client.get(reverse("people:file", args=[scan.uuid])).status_code == 404
    assert client.get(reverse("people:file", args=[uuid4()])).status_code == 404
    assert client.get(f"/media/{scan.content.name}", follow=True).status_code == 404


def test_a_regional_file_is_not_a_countrys(scan, account, client_as):
    regional = keep(checked=check_scan(content=PDF, name="a.pdf"), owner=account("secretariat").uuid, country="",
                    now=timezone.now())
    assert client_as(account("coordinator.vn")).get(reverse("people:file", args=[regional.uuid])).status_code == 404
    assert client_as(account("secretariat")).get(reverse("people:file", args=[regional.uuid])).status_code == 200
