"""The library: what is found, who keeps it, what is refused, and what a file may be."""

import io
import zipfile
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from curricula.domain import library as rules
from curricula.domain.library import Entry, Wish, shelf, with_words
from curricula.domain.plan_areas import ACTIVITIES, grouped
from curricula.models import Resource, ResourceModule
from lms.audit.models import Entry as Logged
from lms.files.domain.document import MOST_BYTES, check_document
from lms.files.domain.refusal import UploadRefused
from lms.people.domain.refusal import PermissionDenied, Refused
from tests.curricula import factories as make

pytestmark = pytest.mark.django_db
SHELF, NEW = "/en/curricula/library/", "/en/curricula/library/new/"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
TITLES = {
    "en": ("Guidelines on interviews", "interviews"), "vi": ("Hướng dẫn phỏng vấn nạn nhân, bản hoà giải", "hòa giải"),
    "km": ("គោលការណ៍ណែនាំស្តីពីការសម្ភាសជនរងគ្រោះនៅតាមព្រំដែន", "ជនរងគ្រោះ"),
    "zh-hans": ("受害人访谈工作指南", "访谈"), "lo": ("ຄູ່ມືການສຳພາດຜູ້ຖືກເຄາະຮ້າຍຢູ່ຊາຍແດນ", "ຊາຍແດນ"),
    "my": ("နစ်နာသူများကိုတွေ့ဆုံမေးမြန်းခြင်းလမ်းညွှန်", "မေးမြန်း"), "th": ("แนวทางการสัมภาษณ์ผู้เสียหายที่ชายแดน", "ผู้เสียหาย")}


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def put(key: str = "guide", **changes) -> Resource:
    return Resource.objects.create(**{"key": key, "kind": "guideline", "titles": {"en": f"Guide {key}"},
                                      "languages": ["en"]} | changes)


def keeper(code: str = "VN", role: str = "coordinator"):
    return make.person(f"{code}-{uuid4().hex[:5]}", role, make.country(code) if code in ("VN", "KH") else None)


def typed(**changes):
    return {"language": "en", "title": "How to interview", "summary": "For the role play.", "kind": "guideline",
            "languages": ["en", "vi"], "issuer": "Ministry", "year": "2012", "licence": "official text", "areas": "1.3, 4.2",
            "url": "https://example.org/text", "country": "VN"} | changes


def office(part: str, *more: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in ("[Content_Types].xml", part, *more):
            archive.writestr(name, "<x/>")
    return held.getvalue()


def text(response) -> str:
    return response.content.decode()


@pytest.mark.postgres
@pytest.mark.parametrize("language", TITLES)
def test_a_word_inside_a_title_of_each_language_finds_the_entry(client, language):
    put("other", titles={"en": "Something else"})
    title, word = TITLES[language]
    found = put(titles={language: title})
    assert with_words(shelf(Wish()), word) == [found]
    assert title in text(client.get(SHELF, {"words": word}))


@pytest.mark.postgres
def test_filters(client, tree):
    vietnam = make.country("VN")
    law = put("law", kind="law", country=vietnam, languages=["vi"], areas=["4.2", "4.8"], year=2011)
    film = put("film", kind="film", languages=["en", "zh-hans"], areas=["1.4"], year=2009)
    put("away", public=False)
    ResourceModule.objects.create(resource=film, origin_id=tree.A.origin_id)
    everything = [law, film]
    for wish, found in [
            (Wish(), everything), (Wish(kind="law"), [law]), (Wish(language="vi"), [law]), (Wish(language="zh-hans"), [film]),
            (Wish(language="zh"), []), (Wish(country="VN"), [law]), (Wish(country="region"), [film]),
            (Wish(module=tree.A.origin_id), [film]), (Wish(area="4"), [law]), (Wish(area="4.8"), [law]),
            (Wish(area="1.4"), [film]), (Wish(area="8"), [])]:
        assert list(shelf(wish)) == found, wish
    page = text(client.get(SHELF, {"kind": "law", "country": "VN", "area": "4"}))
    assert "Guide law" in page and "Guide film" not in page and "1 text to teach with" in page
    assert "Guide away" not in text(client.get(SHELF)) and with_words(shelf(Wish()), "away") == []


@pytest.mark.parametrize("query", [
    {"words": "\"'(*"}, {"kind": "x"}, {"module": "x"}, {"language": "%"}, {"country": "'"}, {"area": "9.9"},
    {"page": "-1"}, {"page": "x"}, {"words": "ក" * 3000}])
def test_odd_questions_are_pages(client, query):
    put()
    assert client.get(SHELF, query).status_code == 200


def test_empty_and_nothing_fits_are_two_texts(client):
    assert "The library is empty." in text(client.get(SHELF))
    put()
    page = text(client.get(SHELF, {"kind": "film"}))
    assert "Nothing in the library fits this." in page and f'href="{SHELF}"' in page


def test_an_entry_is_read_in_the_frame_s_language_first(client, tree):
    found = put(titles={"en": "English title", "lo": "ຊື່ລາວ"}, summaries={"lo": "ດີ"}, areas=["4.2", "4.8"], issuer="ASEAN")
    ResourceModule.objects.create(resource=found, origin_id=tree.A.origin_id)
    page = text(client.get("/lo/curricula/library/guide/"))
    assert '<h1><span lang="lo">ຊື່ລາວ</span></h1>' in page and '<div lang="en"><h3>English title</h3>' in page
    page = text(client.get("/en/curricula/library/guide/"))
    assert '<h1><span lang="en">English title</span></h1>' in page and "4.2</a>" in page
    assert page.index("/en/curricula/regional/a/") < page.index("/en/curricula/viet-nam/a/")
    assert "Ask the issuer" in page and "Change the entry" not in page


def test_addresses_without_an_entry(client):
    put("away", public=False)
    for key in ("nothing", "away", "away/file", "nothing/file"):
        assert client.get(f"{SHELF}{key}/").status_code == 404


@pytest.mark.parametrize(("role", "code", "place", "may"), [
    ("coordinator", "VN", "VN", True), ("chair", "VN", "VN", True), ("coordinator", "VN", "KH", False),
    ("coordinator", "VN", "", False), ("trainer", "VN", "VN", False), ("secretariat", "", "", True),
    ("secretariat", "", "VN", True), ("translator", "VN", "VN", False)])
def test_who_may_add(role, code, place, may):
    country = make.country(place) if place else None
    act = {"entry": Entry(kind="law", languages=["en"]), "language": "en", "title": "A law", "summary": "",
           "country": country, "by": keeper(code, role), "now": make.NOW}
    if may:
        added = rules.add(**act)
        assert added.country == country and Logged.objects.get(verb="resource.added").after["key"] == "a-law"
    else:
        with pytest.raises(PermissionDenied):
            rules.add(**act)


def test_a_keeper_adds_by_the_form_and_it_stands_on_the_shelf(client, tree):
    assert client.get(NEW).status_code == 302
    client.force_login(keeper())
    page = text(client.get(NEW))
    assert 'name="country" value="VN"' in page
    answer = client.post(NEW, typed(modules=[str(tree.A.origin_id)]))
    made = Resource.objects.get()
    assert (answer.status_code, answer.url) == (302, "/en/curricula/library/how-to-interview/")
    assert (made.titles, made.areas, made.languages) == ({"en": "How to interview"}, ["1.3", "4.2"], ["en", "vi"])
    assert "Change the entry" in text(client.get(answer.url)) and "How to interview" in text(client.get(SHELF))
    client.logout()
    assert "1 text to teach this module with" in text(client.get("/en/curricula/viet-nam/a/"))


@pytest.mark.parametrize(("wrong", "said"), [
    ({"title": ""}, "Fill this in."), ({"languages": []}, "Choose one."), ({"areas": "1.9"}, "no activity of that number"),
    ({"url": "http://example.org"}, "begins with https://"), ({"url": "javascript:alert(1)"}, "begins with https://"),
    ({"url": "https://name:word@example.org"}, "begins with https://"), ({"year": "20,5"}, "Write a number"),
    ({"kind": "x"}, "Choose one of the list."), ({"modules": ["x"]}, "Choose one of the list.")])
def test_what_does_not_fit_is_said_at_its_field(client, wrong, said):
    client.force_login(keeper())
    answer = client.post(NEW, typed(**wrong))
    assert answer.status_code == 200 and said in text(answer) and not Resource.objects.exists()


def test_another_country_is_refused(client):
    client.force_login(keeper("KH"))
    make.country("VN")
    assert client.post(NEW, typed()).status_code == 403 and not Resource.objects.exists()
    put(country=make.country("VN"))
    for step in ("change", "put-away"):
        assert client.get(f"{SHELF}guide/{step}/").status_code == 403
        assert client.post(f"{SHELF}guide/{step}/", typed(away="1")).status_code == 403
    assert Resource.objects.get().public


def test_titles_are_added_language_by_language_and_taken_away(client):
    found = put(country=make.country("VN"))
    client.force_login(keeper())
    form = client.get(f"{SHELF}guide/change/?in=km").context["form"]
    change = typed(title="ច្បាប់", seen=form["seen"].value())
    assert client.post(f"{SHELF}guide/change/?in=km", change).status_code == 302
    found.refresh_from_db()
    assert found.titles == {"en": "Guide guide", "km": "ច្បាប់"} and found.summaries == {"km": "For the role play."}
    for language, left in (("en", {"km"}), ("km", {"km"})):  # the last title stays
        seen = rules.fingerprint(found)
        client.post(f"{SHELF}guide/change/?in={language}", typed(title="", seen=seen))
        found.refresh_from_db()
        assert set(found.titles) == left


def test_the_second_editor_is_told_and_may_save_again(client):
    found = put(country=make.country("VN"))
    client.force_login(keeper())
    begun = client.get(f"{SHELF}guide/change/").context["form"]["seen"].value()
    rules.change(resource=found, entry=Entry(kind="law", languages=["vi"]), language="vi", title="Luật", summary="",
                 seen=begun, by=keeper(), now=make.NOW)
    answer = client.post(f"{SHELF}guide/change/", typed(seen=begun))
    assert "Someone else changed this entry meanwhile" in text(answer) and Resource.objects.get().kind == "law"
    client.post(f"{SHELF}guide/change/", typed(seen=answer.context["form"]["seen"].value()))
    assert Resource.objects.get().titles == {"en": "How to interview", "vi": "Luật"}


def test_put_away_and_back(client):
    put(country=make.country("VN"))
    client.force_login(keeper())
    assert client.get(f"{SHELF}guide/put-away/").status_code == 200
    client.post(f"{SHELF}guide/put-away/", {"away": "1"})
    client.post(f"{SHELF}guide/put-away/", {"away": "1"})
    assert "This text is put away." in text(client.get(f"{SHELF}guide/"))
    assert Logged.objects.filter(verb="resource.put_away").count() == 1
    client.post(f"{SHELF}guide/put-away/", {"away": "0"})
    assert Resource.objects.get().public


@pytest.mark.parametrize(("content", "suffix", "kind"), [
    (PDF, ".pdf", "application/pdf"), (b"\xff\xd8\xff\xe0", ".jpg", "image/jpeg"),
    (office("word/document.xml"), ".docx", "wordprocessingml"), (office("ppt/presentation.xml"), ".pptx", "presentationml")])
def test_a_file_is_kept_and_handed_out_as_what_it_is(client, django_capture_on_commit_callbacks, content, suffix, kind):
    client.force_login(keeper())
    client.post(NEW, typed(file=SimpleUploadedFile("evil.html", content, "text/html")))
    made = Resource.objects.get()
    client.logout()
    answer = client.get(f"{SHELF}{made.key}/file/")
    assert b"".join(answer.streaming_content) == content and kind in answer["Content-Type"]
    assert answer["Content-Disposition"] == f'attachment; filename="how-to-interview{suffix}"'
    assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == ("nosniff", "sandbox; default-src 'none'")
    assert "Load the file" in text(client.get(f"{SHELF}{made.key}/"))
    with django_capture_on_commit_callbacks(execute=True):
        rules.change(resource=made, entry=Entry(kind="law", languages=["en"]), language="en", title="T", summary="",
                     seen=rules.fingerprint(made), forget_file=True, by=keeper(), now=make.NOW)
    assert not default_storage.exists(f"library/{made.file}")
    assert client.get(f"{SHELF}{made.key}/file/").status_code == 404


@pytest.mark.parametrize("content", [
    b"", b"<html><script>1</script>", b"MZ\x90", b"PK\x03\x04", b"PK\x03\x04" + b"\0" * 200, b"%PD", office("xl/workbook.xml"),
    office("word/document.xml", "word/vbaProject.bin"), office("word/document.xml", "word/embeddings/oleObject1.bin"),
    office("word/document.xml", "ppt/presentation.xml"), office("word/document.xml", "word/activeX/activeX1.xml"),
    b"PK\x03\x04" + b"PK\x01\x02" * 4000, PDF + b"0" * MOST_BYTES])
def test_hostile_files_are_refused_with_words(client, content):
    with pytest.raises(UploadRefused):
        check_document(content=content, name="x.pdf")
    client.force_login(keeper())
    if content and len(content) < MOST_BYTES:
        answer = client.post(NEW, typed(file=SimpleUploadedFile("x.pdf", content)))
        assert answer.status_code == 200 and 'id="id_file_error"' in text(answer)
    assert not Resource.objects.exists() and not default_storage.exists("library")


def test_a_refused_entry_leaves_no_file_behind(client):
    client.force_login(keeper())
    client.post(NEW, typed(areas="77.1", file=SimpleUploadedFile("x.pdf", PDF)))
    assert not default_storage.exists("library")
    with pytest.raises(Refused):
        rules.add(entry=Entry(kind="law", languages=["en"]), language="en", title="", summary="", country=make.country("VN"),
                  by=keeper(), now=make.NOW, upload=check_document(content=PDF, name=""))
    assert not default_storage.exists("library")


def test_keys_are_never_taken_twice():
    by, country = keeper(), make.country("VN")
    keys = [rules.add(entry=Entry(kind="law", languages=["vi"]), language="vi", title=title, summary="", country=country,
                      by=by, now=make.NOW).key for title in ("Luật", "Luật", "New", "ច្បាប់", "ច្បាប់")]
    assert len(set(keys)) == 5 and "new" not in keys and keys[0] == "luat"


def test_areas_are_the_plan_s():
    assert len(ACTIVITIES) == 39 and {"1.6", "4.8", "8.5"} <= set(ACTIVITIES) and "1.7" not in ACTIVITIES
    with override("en"):
        assert [(area, numbers) for area, _name, numbers in grouped(["4.8", "1.3", "4.2", "99"])] == [
            ("1", ["1.3"]), ("4", ["4.2", "4.8"])]


@pytest.mark.parametrize("query", [{"page": "1"}, {"words": "guide"}])
def test_queries_do_not_grow(client, tree, query, django_assert_max_num_queries):
    put("guide-0")
    counts = []
    for many in (1, 30):
        for number in range(1, many):
            put(f"guide-{number}", country=make.country("VN"), titles={"en": f"Guide {number}"})
        with django_assert_max_num_queries(7) as found:
            client.get(SHELF, query)
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_an_entry_costs_the_same_for_many_modules(client, tree, django_assert_num_queries):
    found = put()
    ResourceModule.objects.create(resource=found, origin_id=tree.A.origin_id)
    for number in range(12):
        make.module(make.curriculum(f"more-{number}"), "A")
    with django_assert_num_queries(3):  # the entry, curricula, modules
        client.get(f"{SHELF}guide/")
