"""The log on screen: for the secretariat and administrators, found by what, where, when and about whom."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lms.audit.domain import keys
from lms.audit.domain.log import record
from lms.audit.domain.seal import seal
from lms.audit.models import Entry
from lms.people.domain.grants import grant
from lms.people.domain.naming import index
from lms.people.models import Country, Person
from tests.audit.logged import past_the_platform

MAY = {"admin", "secretariat"}
VISITORS = ["donor", "coordinator.vn", "group.vn", "focal.vn", "trainer.vn", "trainee.vn", "translator.vn", *MAY]


@pytest.fixture
def listing(officer, client_as):
    """`listing(what="nomination.endorsed")`: the page's text for the secretariat's officer."""
    client = client_as(officer)

    def text(**query) -> str:
        response = client.get(reverse("people:audit"), query)
        assert response.status_code == 200
        return response.content.decode()

    text.client = client
    return text


def endorse(person: Person, by: Person | None = None, **more) -> Entry:
    return record(**{"verb": "nomination.endorsed", "thing": person, "by": by.uuid if by else None,
                     "now": timezone.now() - timedelta(minutes=5), "country": person.country.code, "about": person.uuid,
                     "before": {"state": "nominated"}, "after": {"state": "endorsed"}, **more})


def find(listing, words: str) -> str:
    return listing.client.post(reverse("people:audit"), {"person": words}, follow=True).content.decode()


def rows(text: str) -> int:
    return text.count('<th scope="row">')


@pytest.mark.parametrize("name", VISITORS)
def test_only_who_answers_for_the_log_reads_it(name, account, client_as):
    assert client_as(account(name)).get(reverse("people:audit")).status_code == (200 if name in MAY else 403)


def test_anonymous_is_sent_to_the_sign_in(starter, client):
    assert reverse("people:login") in client.get(reverse("people:audit"))["Location"]


def test_a_right_in_one_country_shows_that_countrys_entries(account, lan, sokha, client_as, officer):
    helper = account("donor")
    grant(person=helper, role="secretariat", country=lan.country, since=timezone.localdate(), by=None, now=timezone.now())
    endorse(lan), endorse(sokha)
    text = client_as(helper).get(reverse("people:audit"), {"what": "nomination.endorsed"}).content.decode()
    assert rows(text) == 1 and sokha.number not in text and sokha.name not in text


def test_an_entry_says_who_what_whom_from_what_to_what_and_why(listing, lan, account):
    endorse(lan, by=account("focal.vn"), why="Speaks three languages", personal_before={"post_score": "62.5"},
            personal_after={"post_score": None})
    text = listing(what="nomination.endorsed")
    for expected in ("Nomination: Endorsed", "Nominated", "<b>Endorsed</b>", "Reason: Speaks three languages", lan.name,
                     account("focal.vn").name, reverse("people:person", args=[lan.uuid]), "62.5", "<b>none</b>", "waits"):
        assert expected in text
    seal(now=timezone.now())
    text = listing(what="nomination.endorsed")
    assert "sealed</span>" in text and "waits" not in text


def test_what_an_erased_person_said_is_gone(listing, lan):
    endorse(lan, why="Speaks three languages")
    keys.destroy(person=lan.uuid, now=timezone.now())
    text = listing(what="nomination.endorsed")
    assert "erased at the person’s request" in text and "three languages" not in text and "Endorsed" in text


def test_a_row_that_was_tampered_with_is_marked(listing, lan):
    past_the_platform(Entry, pk=endorse(lan, why="Speaks three languages").pk).update(cipher=b"x" * 50)
    assert "not as it was written" in listing(what="nomination.endorsed")


def test_filters_by_what_country_and_day(listing, lan, sokha):
    today = timezone.localdate()
    endorse(lan), endorse(sokha), endorse(lan, now=timezone.now() - timedelta(days=3))
    assert rows(listing(what="nomination.endorsed")) == 3
    assert rows(listing(what="nomination.endorsed", country="KH")) == 1
    assert rows(listing(what="nomination.endorsed", since=today - timedelta(days=2))) == 2
    assert rows(listing(what="nomination.endorsed", until=today - timedelta(days=3))) == 1
    assert rows(listing(what="pilot.updated")) == 0
    assert "No entry fits." in listing(what="pilot.updated")


def test_a_person_is_asked_for_by_post_and_stays_out_of_addresses(listing, lan, sokha, account):
    endorse(lan), endorse(sokha, by=account("trainer.vn"))
    response = listing.client.post(reverse("people:audit") + "?what=nomination.endorsed&before=5", {"person": lan.number})
    assert response["Location"] == reverse("people:audit") + "?what=nomination.endorsed"
    text = listing(what="nomination.endorsed")
    assert rows(text) == 1 and f'value="{lan.number}"' in text and "Show everyone" in text
    find(listing, account("trainer.vn").number)
    assert rows(listing(what="nomination.endorsed")) == 1  # what a person did, too
    find(listing, "")
    assert rows(listing(what="nomination.endorsed")) == 2


def test_nobody_and_too_many_are_said(listing, lan):
    assert "Nobody in your scope has this name or number." in find(listing, "Zzyzx")
    Person.objects.bulk_create(Person(uuid=uuid4(), number=f"VN-9{n:03d}", username=f"many{n}", name="Many",
                                      country=lan.country) for n in range(101))
    for person in Person.objects.filter(name="Many"):
        index(person)
    assert "More than 100 people fit this name." in find(listing, "Many")


def test_pages_follow_each_other_without_a_gap(listing, lan):
    made = [endorse(lan).pk for _ in range(120)]
    seen, before = [], ""
    for count in (50, 50, 20):
        page = listing.client.get(reverse("people:audit"), {"what": "nomination.endorsed", "before": before}).context["page"]
        assert len(page.rows) == count
        seen += [row.entry.pk for row in page.rows]
        before = page.older or ""
    assert seen == made[::-1] and before == ""
    assert "Newest entries" in listing(what="nomination.endorsed", before=made[60])


def test_the_page_asks_the_same_number_of_questions_for_1_and_30(listing, account):
    def questions(count: int) -> int:
        people = list(Person.objects.filter(country__code__in=["VN", "KH"])[:10])
        for number in range(count):
            endorse(people[number % 10], by=people[-1 - number % 10], why="Because", personal_after={"post_score": "1"})
        with CaptureQueriesContext(connection) as queries:
            assert rows(listing(what="nomination.endorsed")) >= count
        return len(queries)

    listing()
    few = questions(1)
    assert questions(29) == few <= 16


def test_nothing_at_all_is_said(listing):
    past_the_platform(Entry).delete()
    text = listing()
    assert "Nothing is recorded yet." in text and rows(text) == 0


@pytest.mark.parametrize("query", [
    {"before": "x"}, {"before": "-1"}, {"before": "9" * 40}, {"before": "٣"}, {"what": "x"}, {"country": "XX"},
    {"since": "yesterday"}, {"since": "0001-01-01"}, {"until": "9999-12-31"}, {"since": "2026-02-30"}, {"what": "'; --"}])
def test_odd_questions_are_a_page(query, listing):
    text = listing(**query)
    assert ("Write the date" in text) == bool({"since", "until"} & set(query))


@pytest.mark.parametrize("words", ['"', "%", "_", "x" * 10_000, "🙂", "\x00", "  ", "ø"])
def test_odd_names_are_a_page(words, listing):
    assert "</html>" in find(listing, words)


def test_the_country_stands_in_words(listing, lan):
    record(verb="person.moved", thing=lan, by=None, now=timezone.now(), about=lan.uuid, country="VN",
           before={"country": "VN"}, after={"country": "KH"})
    text = listing(what="person.moved")
    assert "Viet Nam" in text and f"<b>{Country.objects.get(code='KH').label}</b>" in text
