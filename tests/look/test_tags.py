import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

import lms.look
from lms.look.domain import nav
from lms.look.domain.icons import NAMES, icon_svg
from lms.look.domain.statuses import STATUSES, find_status

ROOM = Path(lms.look.__file__).parent


def render(source, **context):
    return Template("{% load look %}" + source).render(Context(context))


@pytest.mark.parametrize("key", STATUSES)
def test_every_status_has_a_shape_and_a_word(key):
    html = render("{% status key %}", key=key)
    assert 'aria-hidden="true"' in html and str(STATUSES[key].word) in html
    assert STATUSES[key].shape in NAMES


def test_status_spelling_and_long_waits():
    assert find_status("In_Step") is STATUSES["in-step"]
    assert find_status("waiting", days=180).tone == "gilt"
    assert find_status("waiting", days=181).tone == "lacquer"
    with translation.override("en"):
        assert "Waiting 1\u00a0day<" in render('{% status "waiting" days=1 %}')


def test_an_unknown_status_is_refused():
    with pytest.raises(KeyError):
        find_status("green")


def test_text_of_a_status_is_escaped():
    assert "<b>" not in render("{% status 'due' text %}", text="<b>x")


def test_a_number_in_a_shape_is_escaped():
    assert "<script" not in icon_svg("ring-number", number="<script>3")


def test_filters_keep_quiet_about_nothing():
    source = "{{ x|day }}{{ x|clock }}{{ x|number }}{{ x|minutes }}{{ x|percent }}{{ x|day_range:x }}{{ x|days_left }}"
    assert render(source, x=None) == ""


def test_filters_follow_the_active_language():
    with translation.override("my"):
        assert render("{{ d|day }} {{ n|number }}", d=date(2027, 3, 14), n=5210) == "၂၀၂၇ ခုနှစ် မတ် ၁၄ ရက် ၅,၂၁၀"


@pytest.mark.parametrize(("path", "query", "target"), [
    ("/en/courses/3/", "tab=b&page=2", "/vi/courses/3/?tab=b&page=2"), ("/zh-hans/", "", "/vi/"), ("/", "", "/vi/"),
    ("/c/7Q4M/", "lang=en&x=1", "/c/7Q4M/?x=1&lang=vi"),
])
def test_the_same_page_in_another_language(path, query, target):
    codes = [code for code, _name in settings.LANGUAGES]
    assert nav.in_language(path, query=query, language="vi", languages=codes) == target


def test_meter_marks_what_is_unmet():
    assert "unmet" in render("{% meter 9 24 need=10 %}")
    assert "unmet" not in render("{% meter 10 24 need=10 %}")
    assert 'width="100.0"' in render("{% meter 30 0 %}")


@pytest.mark.parametrize("name", ["404.html", "403.html", "400.html", "403_csrf.html", "500.html"])
def test_last_pages_need_no_request(name):
    with translation.override("en"):
        html = render_to_string(name, {"reference": "K7Q2"})
    assert "COMMIT Academy" in html and 'role="search"' in html
    assert ("K7Q2" in html) == (name == "500.html")


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_style_page_in_every_language(rf, language):
    request = rf.get(f"/{language}/style/?a=1")
    request.user = AnonymousUser()
    with translation.override(language):
        html = render_to_string("look/style.html", request=request)
    assert f'<html lang="{nav.html_language(language)}">' in html
    assert html.count('aria-current="true"') == 1
    assert "style=" not in html.replace("stylesheet", "") and "<script" not in html


def test_templates_hold_no_inline_style_or_script():
    for path in ROOM.glob("templates/**/*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", text), path.name


def test_weights_stay_in_the_budget():
    for font in ROOM.glob("static/look/fonts/*.woff2"):
        assert font.stat().st_size <= 50_000, font.name
    css = (ROOM / "static/look/site.css").read_text(encoding="utf-8")
    assert not re.search(r"text-transform|letter-spacing|font-style:(?!normal)|text-align:justify|text-overflow", css)
    assert (ROOM / "static/look/tokens.css").stat().st_size + len(css.encode()) < 33_000
