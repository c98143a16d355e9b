"""Addresses nobody meant: odd bytes, unknown languages, searches for what may not be found, pages that ask nobody else."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from tests.matrix.addresses import paths
from tests.matrix.visitors import browser, notes

pytestmark = pytest.mark.usefixtures("starter")
INLINE = re.compile(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|<[^>]+\son[a-z]+=", re.IGNORECASE)
ELSEWHERE = re.compile(r"""<(?:script|img|iframe|source|form)[^>]+(?:src|srcset|action)=["'](?:https?:)?//"""
                       r"""|<link[^>]+href=["'](?:https?:)?//""", re.IGNORECASE)
STATIC = re.compile(r'(?:src|href)="/static/([^"#?]+)')
NOT_OURS = ("wagtail",)
"""Views of Wagtail that are asked for, but carry Wagtail's own pages."""


@pytest.mark.parametrize("visitor", ["", "trainer.vn", "secretariat"])
def test_every_page_is_without_inline_scripts_and_asks_nobody_else(visitor):
    client, wrong = browser(visitor), []
    for name, _place, path in list(paths(one_a_place=True)):
        if name.startswith(NOT_OURS) and name != "wagtail_serve":
            continue
        response = client.get(path)
        if not response.streaming and response.headers.get("Content-Type", "").startswith("text/"):
            text = response.content.decode()
            wrong += [(path, found[0]) for found in (INLINE.search(text), ELSEWHERE.search(text)) if found]
            wrong += [(path, file) for file in set(STATIC.findall(text)) if not finders.find(file)]
    assert wrong == []


@pytest.mark.parametrize("visitor", ["", "trainee.vn"])
def test_no_search_finds_a_note(visitor):
    client = browser(visitor)
    for note in sorted(notes())[:12]:
        response = client.get(reverse("home:search"), {"q": note})
        found = [result for group in response.context["groups"] for result in group.results]
        assert not any(note in "".join(piece for piece, _hit in result.pieces) for result in found)


@pytest.mark.parametrize("visitor", ["trainee.vn", "donor", "coordinator.kh"])
def test_who_may_not_appoint_trainers_gets_no_list_to_choose_from(visitor):
    assert browser(visitor).post(reverse("courses:appoint", args=["tot-vn-2027-1"])).status_code == 403


def test_odd_bytes_are_refused_in_the_language_of_the_address():
    client = browser("")
    client.get("/vi/courses/")
    for language in ("km", "en", "vi"):
        response = client.get(f"/{language}/courses/?country=%00")
        assert response.status_code == 400 and f'<html lang="{language}"' in response.content.decode()


@pytest.mark.parametrize("language", ["fr", "vi_VN", "zh-hant", "EN"])
def test_an_unknown_language_is_a_page_that_names_the_seven(language):
    response = browser("").get(f"/{language}/courses/")
    assert response.status_code == 404 and response.content.decode().count('hreflang="') >= 7
