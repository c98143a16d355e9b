"""The sixth wrong password is locked, the right one from another address works; and what else bounds a guesser."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lms.audit.models import Entry
from lms.people.backends import NameMailOrNumber
from lms.people.domain import lockout
from lms.people.models import Person

HERE, THERE = "198.51.100.7", "203.0.113.9"
NOW = timezone.now()


def sign_in(login, password="wrong-password", client=None, address=HERE):
    return (client or Client()).post(reverse("people:login"), {"login": login, "password": password}, REMOTE_ADDR=address)


def opens(response) -> bool:
    return response.status_code == 302


def locked(response) -> bool:
    return "Wait five minutes" in response.content.decode()


@pytest.fixture
def production(settings):
    settings.DEMO = False
    return settings


def test_the_sixth_is_locked_and_the_right_one_from_another_address_works(production, lan):
    for typed in ("trainee.vn", "Trainee.VN", "trainee.vn@academy.example", "VN-0006", "vn-0006"):
        assert not locked(sign_in(typed))
    assert locked(sign_in("trainee.vn")), "the sixth, whatever the person was called before"
    assert locked(sign_in("trainee.vn", settings.DEMO_PASSWORD)), "the right one as well, from there"
    assert opens(sign_in("trainee.vn", settings.DEMO_PASSWORD, address=THERE))
    entry = Entry.objects.get(verb="account.locked")
    assert (entry.about, entry.actor, entry.after) == (lan.uuid, None, {"what": "password", "minutes": 5})


def test_a_locked_address_lets_other_persons_in(starter):
    for _try in range(6):
        sign_in("trainee.vn")
    assert opens(sign_in("trainer.vn", settings.DEMO_PASSWORD))


def test_a_name_that_nobody_has_is_locked_the_same_way(starter):
    for typed in ("nobody", "Nobody", " nobody ", "NOBODY", "nobody"):
        assert not locked(sign_in(typed))
    assert locked(sign_in("nobody")) and not locked(sign_in("somebody"))
    assert not Entry.objects.filter(verb="account.locked").exists()


def test_right_ones_do_not_count(starter):
    for _try in range(8):
        assert opens(sign_in("trainee.vn", settings.DEMO_PASSWORD))


def test_strangers_do_not_lock_out_the_browser_that_the_person_uses(starter):
    own = Client()
    assert opens(sign_in("trainee.vn", settings.DEMO_PASSWORD, client=own))
    own.post(reverse("people:logout"))
    for _try in range(6):
        stranger = sign_in("trainee.vn")
    assert locked(stranger)
    assert opens(sign_in("trainee.vn", settings.DEMO_PASSWORD, client=own)), "the same address, but a known browser"


def test_a_known_browser_is_bounded_too_and_knows_nobody_else(starter):
    own = Client()
    sign_in("trainee.vn", settings.DEMO_PASSWORD, client=own)
    own.post(reverse("people:logout"))
    for _try in range(5):
        sign_in("trainee.vn", client=own)
    assert locked(sign_in("trainee.vn", settings.DEMO_PASSWORD, client=own))
    for _try in range(5):
        sign_in("trainer.vn")
    assert locked(sign_in("trainer.vn", settings.DEMO_PASSWORD, client=own))


def test_another_password_makes_the_mark_worthless(lan):
    before = lockout.browser_mark(lan)
    lan.set_password("another-password")
    assert lockout.browser_mark(lan) != before


def attempt(address=HERE, whose="person 1", browser="", after=0):
    return lockout.begin(what="password", whose=whose, address=address, browser=browser,
                         now=NOW + timedelta(seconds=after))


def test_the_lock_ends_five_minutes_after_the_last_wrong_one():
    assert all(attempt(after=second) for second in range(0, 250, 50))
    assert attempt(after=250) is None and attempt(after=200 + 299) is None
    assert attempt(after=200 + 300)


def test_a_refused_try_does_not_lengthen_the_lock():
    assert all(attempt() for _ in range(5))
    assert attempt(after=200) is None and attempt(after=299) is None and attempt(after=300)


def test_an_address_that_tries_many_names_has_to_wait():
    assert all(attempt(whose=f"text {number}") for number in range(30))
    assert attempt(whose="text another") is None and attempt(whose="text another", address=THERE)
    assert attempt(whose="text another", after=60)


def test_many_addresses_together_get_a_hundred_a_day_then_one_an_hour_and_the_own_browser_goes_on():
    made = sum(bool(attempt(address=f"198.51.100.{number}", after=number)) for number in range(150))
    assert made == 100 and attempt(address=THERE, after=3600) is None
    assert attempt(address=THERE, after=99 + 3600) and attempt(address="203.0.113.10", after=99 + 3601) is None
    assert attempt(address=THERE, browser="known", after=150)


def test_a_right_one_takes_back_its_own_count_only():
    for _ in range(4):
        attempt()
    right = attempt(after=1)
    lockout.forgive(right)
    assert attempt(after=2) and attempt(after=3) is None


def test_many_at_once_do_not_outrun_the_count():
    with ThreadPoolExecutor(20) as pool:
        made = list(pool.map(lambda _: attempt(), range(60)))
    assert sum(map(bool, made)) == 5


def test_nothing_readable_is_kept():
    made = attempt(whose="text lan.nguyen")
    assert not any("lan" in count or HERE in count for count, _limit in made.counts)


@pytest.mark.parametrize("login", ["trainee.vn", "trainee.vn@academy.example", "VN-0006", "nobody", "VN-9999",
                                   "nobody@academy.example", "VN-0008"])
def test_one_password_is_hashed_whatever_was_typed(starter, login, monkeypatch):
    """The time of an answer is the time of one hash: for a known name, for a person without an account, for nobody."""
    hashed = []
    real_check, real_set = Person.check_password, get_user_model().set_password
    monkeypatch.setattr(Person, "check_password", lambda self, raw: hashed.append(1) or real_check(self, raw))
    monkeypatch.setattr(Person, "set_password", lambda self, raw: hashed.append(1) or real_set(self, raw))
    assert NameMailOrNumber().authenticate(None, username=login, email=login, password="wrong-password") is None
    assert len(hashed) == 1


def test_the_number_means_its_person_even_if_somebody_takes_it_as_a_name(lan, account):
    Person.objects.filter(username="trainer.vn").update(username=lan.number)
    assert NameMailOrNumber().authenticate(None, username=lan.number, password=settings.DEMO_PASSWORD) == lan


def test_the_log_of_the_process_names_nobody(starter, caplog):
    with caplog.at_level("DEBUG"):
        for _try in range(7):
            sign_in("trainee.vn")
        sign_in("lan.unknown")
    assert not any(word in caplog.text for word in ("trainee.vn", "VN-0006", "lan.unknown", HERE))
