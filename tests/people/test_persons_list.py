"""The list of people: what it can be narrowed to, where it ends, and what may be taken away as a file."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from lms.audit.models import Entry
from lms.people.domain import listing, taking
from lms.people.domain.listing import Chosen
from lms.people.models import Affiliation, Organisation, Person, Profession
from tests.factories import LONG_AGO, TODAY, country, person

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
LIST, EXPORT = "/en/people/", "/en/people/export/"


@pytest.fixture(autouse=True)
def _no_kept_pieces():
    caches["kept"].clear()


@pytest.fixture
def boss():
    return person("Boss", "VN", "coordinator", language="en")


def names(client, **query) -> list[str]:
    return [row["name"] for row in client.get(LIST, query).context["rows"]]


def find(client, words: str, query: str = ""):
    return client.post(LIST + query, {"words": words}, follow=True)


@pytest.mark.parametrize(("query", "found"), [
    ({"kind": "ngo"}, ["Bao"]), ({"kind": "ngo", "sector": "police"}, []), ({"sector": "police"}, ["An"]),
    ({"country": "KH"}, ["Sokha"]), ({"country": "kh", "role": "trainer"}, []), ({"profession": "judge"}, ["Bao"]),
    ({"level": "senior"}, ["An"]), ({"sex": "woman"}, ["An", "Sokha"]), ({"language": "th"}, ["Bao"]),
    ({"language": "km"}, ["Sokha"]), ({"account": "no"}, ["Bao"]), ({"role": "trainer"}, ["An"]),
    ({"role": "no-such"}, []), ({"level": "'; --"}, ["An", "Bao", "Officer", "Sokha"]),
    ({"level": "x" * 41}, ["An", "Bao", "Officer", "Sokha"])])
def test_the_list_is_narrowed(query, found, client_as):
    an = person("An", "VN", "trainer", sex="woman", level="senior")
    bao = person("Bao", username=None, languages=["vi", "th"],
                 profession=Profession.objects.create(key="judge", names={"en": "Judge"}))
    person("Sokha", "KH", sex="woman")
    for who, kind, sector in ((an, "government", "police"), (bao, "ngo", "ngo"), (an, "ngo", "ngo")):
        where = Organisation.objects.create(key=f"{who}-{kind}", kind=kind, sector=sector, name=f"{who} {kind}")
        Affiliation.objects.create(person=who, organisation=where, since=LONG_AGO,
                                   until=LONG_AGO if (who, kind) == (an, "ngo") else None)
    an.grants.create(role="translator", country=country("VN"), since=LONG_AGO, until=LONG_AGO)
    client = client_as(person("Officer", None, "secretariat", language="en"))
    assert names(client, **query) == found


def test_words_and_filter_go_together_and_the_filter_stays(boss, client_as):
    for name, sex in (("Lan Anh", "woman"), ("Lan Bao", "man"), ("Mai", "woman")):
        person(name, sex=sex)
    client = client_as(boss)
    response = find(client, "lan", "?sex=woman")
    assert response.redirect_chain == [(LIST + "?sex=woman", 302)]
    assert [row["name"] for row in response.context["rows"]] == ["Lan Anh"]
    assert [row["name"] for row in find(client, "", "?sex=woman").context["rows"]] == ["Lan Anh", "Mai"]


def test_empty_lists_say_why(boss, client_as):
    client = client_as(boss)
    assert "Nobody in your scope fits the filter." in client.get(LIST, {"role": "donor"}).content.decode()
    assert "Nobody in your scope has this name or number." in find(client, "zzz").content.decode()
    assert "name or number and fits the filter" in client.get(LIST, {"role": "donor"}).content.decode()


def test_the_country_is_for_those_who_work_for_several(boss, client_as):
    national = client_as(boss).get(LIST).content.decode()
    regional = client_as(person("Officer", None, "secretariat", language="en")).get(LIST).content.decode()
    assert "by-country" not in national and "by-country" in regional
    assert 'data-label="Country"' not in national and 'data-label="Country"' in regional


def test_a_name_is_text_wherever_it_stands(boss, client_as):
    evil = '<b>"\'&'
    where = Organisation.objects.create(key="o", kind="ngo", name=evil)
    Affiliation.objects.create(person=person(evil, own_name=evil + "2"), organisation=where, since=LONG_AGO)
    text = client_as(boss).get(LIST).content.decode()
    assert "<b>&quot;" not in text and '<b>"' not in text and text.count("&lt;b&gt;&quot;&#x27;&amp;") == 3


def test_a_page_is_fifty_and_the_list_a_thousand(boss, client_as, monkeypatch):
    monkeypatch.setattr(listing, "MOST", 60)
    for number in range(61):
        person(f"Many {number:03d}")
    client = client_as(boss)
    for words in ("", "many"):
        response = find(client, words)
        assert len(response.context["rows"]) == 50 and "More than 1,000" in response.content.decode()
        second = client.get(LIST, {"page": 2})
        assert len(second.context["rows"]) == 10 and 'rel="next"' not in second.content.decode()
        assert client.get(LIST, {"page": 99}).context["page"].number == 2


@pytest.mark.parametrize("query", ["", "?sex=woman&kind=ngo&role=trainer&language=vi"])
@pytest.mark.parametrize("words", ["", "many"])
def test_questions_do_not_grow_with_the_rows(words, query, boss, client_as):
    where = Organisation.objects.create(key="o", kind="ngo", name="Office")

    def one(number: int) -> None:
        Affiliation.objects.create(person=person(f"Many {number}", "VN", "trainer", sex="woman"), organisation=where,
                                   since=LONG_AGO)

    def questions() -> int:
        find(client, words, query)
        with CaptureQueriesContext(connection) as queries:
            rows.append(len(client.get(LIST + query).context["rows"]))
        return len(queries)

    client, rows = client_as(boss), []
    one(0)
    few = questions()
    for number in range(1, 35):
        one(number)
    assert questions() == few <= 9
    assert rows[1] - rows[0] == 34


@given(st.dictionaries(st.sampled_from(["kind", "sector", "country", "profession", "level", "sex", "language", "account",
                                        "role", "other"]), st.text(max_size=50)))
def test_odd_filters_narrow_nothing_or_are_codes(given_query):
    chosen = Chosen.read(given_query)
    assert Chosen.read(chosen.given()) == chosen
    assert all(code.isascii() and len(code) <= 40 for code in chosen.given().values())


def rows_of(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


def test_the_file_has_what_the_list_finds_and_no_formula_nor_mail_address(boss, client_as):
    person("Lan", own_name="=1+1", email="lan@academy.example", birth_year=1980, languages=["vi", "en"], sex="woman")
    person("Sokha", "KH")
    client = client_as(boss)
    response = client.post(EXPORT, {"form": "csv"})
    text = rows_of(response)
    assert [row[1] for row in text] == ["Name", "Boss", "Lan"]
    assert text[2][2] == "'=1+1" and text[2][-1] == "sample" and "English, Tiếng Việt" not in text[2]
    assert "lan@academy.example" not in str(text) and "1980" not in str(text)
    assert response["Content-Disposition"] == f'attachment; filename="people-{response_day()}.csv"'
    assert response["Cache-Control"] == "private, no-store"
    entry = Entry.objects.get(verb="people.exported")
    assert (entry.actor, entry.country) == (boss.uuid, "VN")
    assert entry.after == {"count": 2, "form": "csv", "filters": {}, "searched": False}


def response_day() -> str:
    from django.utils import timezone  # the day of the request, which is the machine's and not the factories'

    return timezone.localdate().isoformat()


def test_the_workbook_is_narrowed_like_the_list_and_the_log_has_no_name(boss, client_as):
    for name, sex in (("Lan Anh", "woman"), ("Lan Bao", "man")):
        person(name, sex=sex)
    client = client_as(boss)
    find(client, "lan")
    book = load_workbook(io.BytesIO(client.post(EXPORT + "?sex=woman", {"form": "xlsx"}).content))
    assert [[row[1], row[7]] for row in book.active.values] == [["Name", "Sex"], ["Lan Anh", "woman"]]
    entry = Entry.objects.get(verb="people.exported")
    assert entry.after == {"count": 1, "form": "xlsx", "filters": {"sex": "woman"}, "searched": True}


def test_a_workbook_has_its_limit_and_the_csv_none(boss, client_as, monkeypatch):
    monkeypatch.setattr(taking, "MOST_XLSX", 2)
    monkeypatch.setattr(taking, "AT_ONCE", 2)
    for number in range(4):
        person(f"Many {number}")
    client = client_as(boss)
    response = client.post(EXPORT + "?sex=", {"form": "xlsx"}, follow=True)
    assert "10,000 people at most" in response.content.decode() and not Entry.objects.filter(verb="people.exported")
    assert len(rows_of(client.post(EXPORT))) == 6


def test_the_file_speaks_the_language_of_who_asked(boss, client_as):
    from django.utils.translation import override  # the stream is read when another language is in force

    response = client_as(boss).post("/vi/people/export/")
    with override("th"):
        assert "mẫu" in str(rows_of(response)) or "Mẫu" in str(rows_of(response))


@pytest.mark.parametrize("role", ["focal-point", "working-group", "chair", "trainer", "trainee", "donor"])
def test_who_does_not_manage_people_takes_nothing_away(role, client_as):
    client = client_as(person("Other", "VN", role, language="en"))
    assert "/people/export/" not in client.get(LIST).content.decode()
    assert client.post(EXPORT).status_code == 403
    assert not Entry.objects.filter(verb="people.exported").exists()


def test_only_a_button_takes_away(boss, client_as, client):
    assert client_as(boss).get(EXPORT)["Content-Type"] != "text/csv; charset=utf-8"
    assert not Entry.objects.filter(verb="people.exported").exists()
    assert reverse("people:login") in client.post(EXPORT)["Location"]


def test_who_sees_one_country_more_takes_away_the_managed_one_alone(boss, client_as):
    person("Sokha", "KH")
    boss.grants.create(role="focal-point", country=country("KH"), since=LONG_AGO, until=TODAY + timedelta(days=9999))
    client = client_as(boss)
    assert names(client) == ["Boss", "Sokha"]
    assert [row[1] for row in rows_of(client.post(EXPORT))] == ["Name", "Boss"]
    assert Person.objects.count() == 2
