"""An invitation by mail or on paper: a code that works once, in the person's language, and letters on paper."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lms.audit.models import Entry
from lms.notices.domain.codes import in_groups, new_code, read_code
from lms.notices.models import Notice
from lms.people.domain import invitations
from lms.people.domain.refusal import Refused
from tests.factories import NOW, person

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
GOOD = "river paper lacquer nine"


@pytest.fixture
def ha():
    return person("Ha", "VN", "coordinator")


@pytest.fixture
def newcomer():
    return person("Newcomer", username=None, email="newcomer@academy.example", language="vi")


def letter_of(made) -> Notice:
    return Notice.objects.get(key=f"invitation:{made.pk}:{made.person.uuid}")


def test_the_code_opens_the_account_once(ha, newcomer):
    made = invitations.invite(person=newcomer, channel="mail", by=ha, now=NOW)
    letter = letter_of(made)
    assert letter.address == newcomer.email and letter.language == "vi" and letter.country == "VN"
    assert letter.code not in made.code_hash
    found = invitations.find(read_code(in_groups(letter.code).lower()), NOW)
    opened = invitations.accept(invitation=found, name="New.Comer", password=GOOD, now=NOW)
    assert opened.username == "new.comer" and opened.check_password(GOOD)
    assert invitations.find(letter.code, NOW) is None
    with pytest.raises(Refused):
        invitations.accept(invitation=found, name="other", password=GOOD, now=NOW)
    assert {e.verb for e in Entry.objects.filter(about=newcomer.uuid)} >= {"account.invited", "account.opened"}


@pytest.mark.parametrize(("channel", "days"), [("mail", 14), ("paper", 60)])
def test_it_holds_for_its_days(ha, newcomer, channel, days):
    letter = letter_of(invitations.invite(person=newcomer, channel=channel, by=ha, now=NOW))
    assert (letter.address == "") is (channel == "paper")
    assert invitations.find(letter.code, NOW + timedelta(days=days) - timedelta(seconds=1))
    assert invitations.find(letter.code, NOW + timedelta(days=days)) is None


def test_a_new_invitation_ends_the_earlier_one(ha, newcomer):
    first = letter_of(invitations.invite(person=newcomer, channel="paper", by=ha, now=NOW))
    second = letter_of(invitations.invite(person=newcomer, channel="paper", by=ha, now=NOW))
    assert invitations.find(first.code, NOW) is None and invitations.find(second.code, NOW)


def test_who_may_not_give_a_role_does_not_open_an_account_that_holds_it(ha, newcomer):
    above = person("Above", "VN", "administrator", email="above@academy.example")
    for who in (above, person("Sokha", "KH")):
        with pytest.raises(PermissionDenied):
            invitations.invite(person=who, channel="paper", by=ha, now=NOW)
    with pytest.raises(PermissionDenied):
        invitations.invite(person=newcomer, channel="paper", by=person("Lan"), now=NOW)


def test_what_is_refused_leaves_the_invitation_open(ha, newcomer):
    person("Taken", username="taken.name")
    letter = letter_of(invitations.invite(person=newcomer, channel="mail", by=ha, now=NOW))
    for name, password, field in (("Taken.Name", GOOD, "name"), ("ខ្មែរ", GOOD, "name"), ("ab", GOOD, "name"),
                                  ("new.comer", "short", "password"), ("new.comer", "password1234", "password")):
        with pytest.raises(Refused) as refused:
            invitations.accept(invitation=invitations.find(letter.code, NOW), name=name, password=password, now=NOW)
        assert refused.value.field == field
    with pytest.raises(Refused):
        invitations.invite(person=person("No mail", email=""), channel="mail", by=ha, now=NOW)


def test_from_the_letter_to_my_work(ha, newcomer, client_as):
    client_as(ha).post(reverse("people:invite", args=[newcomer.uuid]), {"channel": "paper"})
    letter = Notice.objects.get(person=newcomer.uuid)
    page = client_as(ha).get(reverse("people:letter", args=[letter.uuid])).content.decode()
    assert in_groups(letter.code) in page and "<svg" in page
    assert client_as(person("Other")).get(reverse("people:letter", args=[letter.uuid])).status_code == 404
    assert client_as(person("Dara", "KH", "coordinator")).get(reverse("people:letter", args=[letter.uuid])).status_code == 404
    visitor = Client()
    sent_on = visitor.post(reverse("people:code"), {"code": in_groups(letter.code).lower().replace("0", "o")})
    assert sent_on.status_code == 302
    accepted = visitor.post(sent_on.url, {"name": "newcomer", "password": GOOD, "again": GOOD})
    assert accepted.status_code == 302 and visitor.get(reverse("home:my")).status_code == 200
    assert visitor.get(sent_on.url).status_code == 404
    client_as(ha).post(reverse("people:letter_printed", args=[letter.uuid]))
    letter.refresh_from_db()
    assert letter.sent_at


def test_every_letters_code_does_what_its_link_does(lan):
    letter = Notice.objects.create(key="k", person=lan.uuid, language="vi", subject="s", body="b", path="courses/",
                                   written_at=timezone.now(), code=new_code())
    response = Client().post("/vi/code/", {"code": letter.code})
    assert response.status_code == 302 and response.url == "/vi/courses/"


def test_guessing_codes_ends_after_ten(settings):
    client = Client()
    for _try in range(10):
        assert client.post(reverse("people:code"), {"code": new_code()}).status_code == 200
    assert client.post(reverse("people:code"), {"code": new_code()}).status_code == 429
    assert client.get(reverse("people:invitation", args=[new_code()])).status_code == 404


@pytest.mark.parametrize("typed", ["", "abc", "ក" * 12, "0" * 13, "\x00" * 12])
def test_what_cannot_be_a_code_is_none(typed):
    assert read_code(typed) == ""
