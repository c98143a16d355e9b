"""The page with everything held about a person, the file, consents, and the page an officer prints for somebody."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from certification.models import Certificate
from lms.audit.models import Entry
from lms.notices.models import Notice
from lms.people.domain import consent, held
from lms.people.domain.refusal import Refused
from lms.people.models import Consent, ConsentText, ErasureRequest, NameWord, Person
from tests import factories
from tests.factories import LONG_AGO, NOW, TODAY
from tests.people import whole_life
from tests.people.walls import wall_on


@pytest.fixture
def texts(db):
    return [consent.put_text(purpose=purpose, version="1", titles={"en": f"Title of {purpose}", "km": "ចំណងជើង"},
                             texts={"en": f"Words of {purpose}"}, in_force=LONG_AGO)
            for purpose in ("code-of-conduct", "data-use", "name-on-certificate")]


@pytest.fixture
def life(texts):
    return whole_life.live(by=factories.person("Officer", None, "secretariat"))


@pytest.mark.postgres
def test_the_page_shows_everything_in_words(life, client_as):
    page = client_as(life.person).get(reverse("people:my_data"))
    said = page.content.decode()
    assert page.status_code == 200 and "no-store" in page["Cache-Control"]
    for shown in (whole_life.NAME, whole_life.OWN, whole_life.MAIL, life.person.number, "VN-2026-9001", "speaks well",
                  "Was it clear?: Yes", "Tiếng Việt", "Viet Nam", "Present", "21 November 2026", "Year of birth"):
        assert shown in said, shown
    for code in ("own_name", "badge_name", "__", "post_score", "is_staff", "{&#x27;"):
        assert code not in said.replace("csrfmiddlewaretoken", ""), code


def test_in_another_language_nothing_but_what_persons_wrote_is_english(life, client_as):
    said = client_as(life.person).get("/km/my/data/").content.decode()
    assert "ប្រទេស" in said and life.person.number in said


@pytest.mark.postgres
def test_the_file_has_all_and_is_recorded(life, client_as):
    file = client_as(life.person).post(reverse("people:my_data_file"))
    taken = json.loads(b"".join(file.streaming_content))
    assert file["Content-Disposition"] == f'attachment; filename="{life.person.number}.json"'
    assert "no-store" in file["Cache-Control"] and taken["person"] == life.person.number
    assert taken["data"]["people.person"][0]["name"] == whole_life.NAME
    assert taken["data"]["surveys.submission"][0]["answers"]["first"].startswith(whole_life.NAME)
    assert len(taken["data"]["people.consent"]) == 2
    entry = Entry.objects.get(verb="export.made")
    assert entry.about == life.person.uuid and whole_life.NAME not in json.dumps(entry.after)
    assert client_as(life.person).get(reverse("people:my_data_file")).status_code in (302, 405)


def test_the_page_takes_the_same_queries_for_one_row_and_for_thirty(texts, client_as):
    lan = factories.person("Lan")
    browser = client_as(lan)
    for many in (1, 30):
        for number in range(many):
            factories.enrol(factories.edition(), lan)
            NameWord.objects.get_or_create(person=lan, word=f"w{number}", sort="lan")
        browser.get(reverse("people:my_data"))
        with CaptureQueriesContext(connection, ) as asked:
            browser.get(reverse("people:my_data"))
        if many == 1:
            first = len(asked)
    assert len(asked) <= first + 1  # one count of what the page leaves out


@pytest.mark.postgres
def test_an_officer_opens_it_for_somebody_without_an_account(texts, client_as):
    lan, sokha = factories.person("Lan"), factories.person("Sokha", "KH")
    Person.objects.filter(pk=lan.pk).update(username=None)
    chief = factories.person("Chief", "VN", "chair")
    coordinator, focal = factories.person("Co", "VN", "coordinator"), factories.person("Fo", "VN", "focal-point")
    peer = factories.person("Peer", "VN", "coordinator")
    browser = client_as(coordinator)
    assert "Lan" in browser.get(reverse("people:data", args=[lan.uuid])).content.decode()
    assert Entry.objects.get(verb="export.made").after == {"kind": "person", "form": "page"}
    assert browser.get(reverse("people:data", args=[sokha.uuid])).status_code == 404
    assert browser.get(reverse("people:data", args=[peer.uuid])).status_code == 403
    assert browser.get(reverse("people:data", args=[chief.uuid])).status_code == 200
    assert client_as(focal).get(reverse("people:data", args=[lan.uuid])).status_code == 403
    file = browser.post(reverse("people:data_file", args=[lan.uuid]))
    assert json.loads(b"".join(file.streaming_content))["person"] == lan.number
    browser.post(reverse("people:erasure_ask", args=[lan.uuid]), {"step": "ask"})
    assert ErasureRequest.objects.get(person=lan).asked_by == coordinator.uuid


@pytest.mark.postgres
def test_a_text_that_somebody_agreed_to_stays_and_a_newer_one_asks_again(texts, client_as):
    lan = factories.person("Lan")
    given = consent.agree(person=lan, purpose="data-use", language="vi", by=lan, now=NOW)
    assert (given.version, given.language) == ("1", "en")
    assert consent.agree(person=lan, purpose="data-use", language="vi", by=lan, now=NOW) == given
    with pytest.raises(Refused):
        consent.put_text(purpose="data-use", version="1", titles={}, texts={"en": "Other"}, in_force=LONG_AGO)
    consent.put_text(purpose="data-use", version="2", titles={"en": "T"}, texts={"en": "Newer words"}, in_force=TODAY)
    assert consent.current("data-use", LONG_AGO).version == "1"
    browser = client_as(lan)
    assert "A newer text exists" in browser.get(reverse("people:my_data")).content.decode()
    page = browser.get(reverse("people:consent", args=["data-use"])).content.decode()
    assert "Words of data-use" in page and "Newer words" in page and "Take my consent back" not in page
    browser.post(reverse("people:consent", args=["data-use"]), {"step": "agree"})
    assert lan.consents.filter(purpose="data-use").latest("pk").version == "2"
    with pytest.raises(Refused):
        consent.take_back(person=lan, purpose="data-use", by=lan, now=NOW)
    assert browser.get(reverse("people:consent", args=["nothing"])).status_code == 404


@pytest.mark.postgres
def test_taking_the_name_back_takes_it_off_the_check(life, client, client_as):
    address = reverse("certification:verify", args=[life.certificate.code])
    assert whole_life.NAME in client.get(address).content.decode()
    browser = client_as(life.person)
    browser.post(reverse("people:consent", args=["name-on-certificate"]), {"step": "take back"})
    assert whole_life.NAME not in client.get(address).content.decode()
    assert not Consent.objects.on(timezone.localdate()).filter(person=life.person, purpose="name-on-certificate").exists()
    assert Entry.objects.filter(verb="consent.taken back").count() == 1
    browser.post(reverse("people:consent", args=["name-on-certificate"]), {"step": "agree"})
    assert Certificate.objects.get(pk=life.certificate.pk).holder == whole_life.NAME


def test_the_code_of_conduct_is_agreed_to_where_it_is_asked(texts, client_as):
    lan = factories.person("Lan")
    answer = client_as(lan).post(reverse("people:consent", args=["code-of-conduct"]), {"step": "agree"})
    assert answer["Location"].endswith(reverse("certification:conduct")) and not lan.consents.exists()
    assert ConsentText.objects.count() == 3


def test_a_person_asks_and_the_secretariat_decides_on_pages(texts, client_as):
    lan, officer = factories.person("Lan Unique"), factories.person("Officer", None, "secretariat")
    browser, desk = client_as(lan), client_as(officer)
    assert "The number stays taken" in browser.get(reverse("people:my_erasure")).content.decode()
    browser.post(reverse("people:my_erasure"), {"step": "ask"})
    assert "waits for a decision" in browser.get(reverse("people:my_data")).content.decode()
    assert browser.get(reverse("people:erasures")).status_code == 403
    request = ErasureRequest.objects.get()
    assert "Lan Unique" in desk.get(reverse("people:erasures")).content.decode()
    address = reverse("people:erasure", args=[request.uuid])
    assert desk.get(address).status_code == 200 and browser.get(address).status_code == 403
    assert desk.post(address, {"decision": "refuse", "why": ""}).status_code == 200
    assert desk.post(address, {"decision": "erase", "why": ""}).status_code == 302
    said = desk.get(reverse("people:erasures")).content.decode()
    assert "Lan Unique" not in said and lan.number in said
    assert "Erased person" in desk.get(reverse("people:data", args=[lan.uuid])).content.decode()


def counts_in(rooms) -> list[tuple[str, int]]:
    return [(str(part.title), part.count) for room in rooms for part in room.parts]


@pytest.mark.postgres
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="row level security is PostgreSQL's")
def test_behind_the_second_wall_the_page_is_as_full_and_erasure_as_thorough(life, client_as):
    """The database lets a person read all of the own rows, and lets those who may erase reach every trace."""
    officer = Person.objects.get(username__startswith="officer.")
    with wall_on():
        read = client_as(life.person).get(reverse("people:my_data")).context["rooms"]
        assert counts_in(read) == counts_in(held.held(life.person, language="en"))
        file = client_as(life.person).post(reverse("people:my_data_file"))
        assert len(json.loads(b"".join(file.streaming_content))["data"]["courses.nomination"]) == 1
        client_as(life.person).post(reverse("people:my_erasure"), {"step": "ask"})
        asked = ErasureRequest.objects.get()
        answer = client_as(officer).post(reverse("people:erasure", args=[asked.uuid]), {"decision": "erase", "why": ""})
        assert answer.status_code == 302
    assert Person.objects.get(pk=life.person.pk).erased_at
    assert whole_life.NAME not in Notice.objects.get(person=life.other.uuid).body
