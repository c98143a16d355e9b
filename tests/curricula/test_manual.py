"""Manuals on paper: what they hold, whom they leave out, in every script, and what is done with hostile text."""

import json
import re
import zlib
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse

from curricula.domain import manual
from curricula.models import CurriculumPage, CurriculumVersion
from tests.curricula import factories as make
from tests.curricula.factories import SECRET
from tests.documents.documents_pdf import fonts, pages

pytestmark = pytest.mark.django_db
SAMPLES = {"en": "Trafficking", "vi": "Mua bán người, chữ Việt: ưỡi ệ", "km": "ការជួញដូរមនុស្ស", "zh-hans": "贩运人口",
           "lo": "ການຄ້າມະນຸດ", "my": "လူကုန်ကူးမှု", "th": "การค้ามนุษย์"}
HOSTILE = ('<p>#panic("x") $a$ `raw` *bold* @ref \\u{41} <script>alert(1)</script></p><p><a href="javascript:alert(1)">here</a> '
           'and <b>there</b></p><ol><li>one</li><li>two<ul><li>three</li></ul></li></ol>')


@pytest.fixture
def version(tree):
    return CurriculumVersion.objects.get(curriculum__slug="regional")


def keys_of(version, letters="ADP"):
    return list(version.modules.filter(letter__in=list(letters)).values_list("pk", flat=True))


def said(data) -> str:
    return json.dumps(data, ensure_ascii=False)


def at(audience, slug="regional", number="3.0"):
    return reverse(f"curricula:manual_{audience}", args=[slug, number])


@pytest.mark.parametrize("facilitator", [False, True])
def test_the_notes_are_printed_for_facilitators_alone(version, facilitator):
    data = manual.content(version, facilitator=facilitator, readable=keys_of(version))
    assert (SECRET in said(data)) == facilitator
    assert [module["letter"] for module in data["modules"]] == ["A", "D", "P"]
    kinds = [block["kind"] for block in data["modules"][0]["blocks"]]
    assert kinds[:3] == ["objectives", "text", "question"]
    assert len(data["modules"][0]["blocks"][2]["items"]) == 2


def test_what_is_left_out_is_said(version):
    data = manual.content(version, facilitator=False, readable=keys_of(version, "A"))
    assert [module["letter"] for module in data["modules"]] == ["A"]
    assert [module["letter"] for module in data["left_out"]] == ["D", "P"]
    assert "2 modules are not printed here" in data["labels"]["left_out"]
    assert "A heading" not in said(data["left_out"])


@pytest.mark.parametrize(("role", "letters"), [(None, "A"), ("trainee", "AD"), ("trainer", "ADP")])
def test_a_manual_holds_what_its_reader_may_read(client, version, role, letters):
    if role:
        client.force_login(make.person("VN-1", role, make.country("VN")))
    with patch.object(manual, "render_manual", return_value=b"%PDF-") as printed:
        response = client.get(at("participant"))
    data = printed.call_args.kwargs["data"]
    assert "".join(module["letter"] for module in data["modules"]) == letters
    assert SECRET not in said(data)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="regional-3.0-manual-participant.pdf"'


@pytest.mark.parametrize(("role", "status"), [(None, 404), ("trainee", 404), ("focal-point", 404), ("trainer", 200), ("chair", 200)])
def test_the_facilitators_manual_is_for_those_who_read_the_notes(client, version, role, status):
    if role:
        client.force_login(make.person("VN-1", role, make.country("VN")))
    with patch.object(manual, "render_manual", return_value=b"%PDF-"):
        assert client.get(at("facilitator")).status_code == status


def test_another_country_does_not_print_national_notes(client, tree):
    client.force_login(make.person("KH-1", "trainer", make.country("KH")))
    assert client.get(at("facilitator", "viet-nam", "2.1")).status_code == 404


def test_a_manual_is_kept_by_version_audience_and_readers(version):
    with patch.object(manual, "render_manual", side_effect=[b"1", b"2", b"3"]) as printed:
        for _twice in range(2):
            assert manual.manual_pdf(version=version, facilitator=False, readable=keys_of(version)) == b"1"
            assert manual.manual_pdf(version=version, facilitator=True, readable=keys_of(version)) == b"2"
            assert manual.manual_pdf(version=version, facilitator=False, readable=keys_of(version, "A")) == b"3"
    assert printed.call_count == 3


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_all_seven_scripts_are_printed(tree, language):
    sample = SAMPLES[language]
    page = make.curriculum("seventh", language=language)
    CurriculumPage.objects.filter(pk=page.pk).update(title=sample, summary=sample)
    page.refresh_from_db()
    make.module(page, "A", title=sample, text=f"{sample} <b>{sample}</b>")
    make.release(page, "1.0")
    version = page.versions.get()
    pdf = manual.manual_pdf(version=version, facilitator=True, readable=keys_of(version))
    assert pdf.startswith(b"%PDF-") and pages(pdf) >= 3
    wanted = {"km": "Khmer", "lo": "Lao", "my": "Myanmar", "th": "Thai", "zh-hans": "SC"}.get(language, "NotoSans-")
    assert any(wanted in name for name in fonts(pdf))


def test_hostile_text_is_printed_as_text_and_links_nowhere(tree):
    page = make.curriculum("hostile")
    CurriculumPage.objects.filter(pk=page.pk).update(title='#panic("title") \\ "quoted" $x$')
    page.refresh_from_db()
    make.module(page, "A", title="#sys.inputs `x` *y*", text=HOSTILE)
    make.release(page, "1.0")
    version = page.versions.get()
    data = manual.content(version, facilitator=False, readable=keys_of(version))
    nodes = data["modules"][0]["blocks"][1]["nodes"]
    assert "alert(1)" not in said(nodes)
    assert nodes[-1]["numbered"] and nodes[-1]["items"][1][1]["numbered"] is False
    pdf = manual.manual_pdf(version=version, facilitator=False, readable=keys_of(version))
    assert b"javascript:" not in b"".join(streams(pdf)) + pdf


def streams(pdf: bytes) -> list[bytes]:
    found = []
    for body in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(body))
        except zlib.error:
            found.append(body)
    return found


def test_a_letter_that_no_font_has_is_said_and_does_not_break_the_site(client, tree):
    page = make.curriculum("odd")
    make.module(page, "A", text="\U0001f6a8")
    make.release(page, "1.0")
    response = client.get(at("participant", "odd", "1.0"), follow=True)
    assert response.redirect_chain
    assert "cannot be printed" in response.content.decode()


def test_a_manual_of_the_starter_content_is_whole(starter):
    cache.clear()
    version = CurriculumVersion.objects.filter(curriculum__slug="regional", in_force__isnull=False).first()
    pdf = manual.manual_pdf(version=version, facilitator=True, readable=keys_of(version, "ABCDE"))
    assert pages(pdf) > 40
