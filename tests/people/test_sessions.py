"""Where a person is signed in, ending it, and the password. No other page takes one."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone

from lms.audit.models import Entry
from lms.look.middleware import client_address
from lms.people.domain import accounts, sessions
from tests.people.second_factors import code, signed_in, with_app

PASSWORD = "river-paper-lacquer"
PHONE = "Mozilla/5.0 (Linux; Android 8.1; SM-J260G) AppleWebKit/537.36 Chrome/109.0.0.0 Mobile Safari/537.36"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"


def sign_in(name: str, agent: str = DESK, address: str = "203.0.113.9") -> Client:
    client = Client(headers={"User-Agent": agent}, REMOTE_ADDR=address)
    assert client.post(reverse("people:login"), {"login": name, "password": PASSWORD}).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("people:list")).status_code == 200


def test_the_page_names_devices_in_plain_words_and_addresses_coarsely(lan):
    desk, _phone = sign_in("trainee.vn"), sign_in("trainee.vn", PHONE, "2001:db8:1:2::9")
    text = desk.get(reverse("people:sessions")).content.decode()
    assert "Firefox on Windows" in text and "Chrome on Android" in text and "on 2 devices" in text
    assert "203.0.113.x" in text and "203.0.113.9" not in text and "2001:db8:1::x" in text
    assert set(UserSession.objects.values_list("ip", flat=True)) == {"203.0.113.0", "2001:db8:1::"}


def test_one_is_ended_and_then_all_others(lan):
    here, one, two = (sign_in("trainee.vn") for _ in range(3))
    row = UserSession.objects.get(session_key=one.session.session_key)
    here.post(reverse("people:sessions"), {"end": row.pk})
    assert is_in(here) and not is_in(one) and is_in(two)
    here.post(reverse("people:sessions"), {"end": "others"})
    assert is_in(here) and not is_in(two)
    assert Entry.objects.filter(verb="account.sessions_ended", about=lan.uuid).count() == 2


@pytest.mark.parametrize("end", ["0", "x", "", "９", "9" * 40, "-1"])
def test_nobody_elses_and_no_odd_one(starter, end):
    other, mine = sign_in("trainee.kh"), sign_in("trainee.vn")
    row = UserSession.objects.get(session_key=other.session.session_key)
    assert mine.post(reverse("people:sessions"), {"end": end}).status_code == 404
    assert mine.post(reverse("people:sessions"), {"end": row.pk}).status_code == 404
    assert is_in(other)


def test_the_listing_costs_the_same_for_one_and_for_thirty(lan, django_assert_num_queries):
    client = sign_in("trainee.vn")
    client.get(reverse("people:sessions"))
    with django_assert_num_queries(2):
        assert len(sessions.devices(lan, key="", now=timezone.now())) == 1
    for _ in range(29):
        sign_in("trainee.vn")
    with django_assert_num_queries(2):
        assert len(sessions.devices(lan, key="", now=timezone.now())) == 30


def test_another_password_ends_all_others(lan):
    here, other = sign_in("trainee.vn"), sign_in("trainee.vn")
    page = reverse("people:password")
    new = "rice-boat-monsoon"
    assert "not your password" in here.post(page, {"old": "wrong", "new": new, "again": new}).content.decode()
    assert "two passwords differ" in here.post(page, {"old": PASSWORD, "new": new, "again": "x"}).content.decode()
    assert "10 letters" in here.post(page, {"old": PASSWORD, "new": "short", "again": "short"}).content.decode()
    common = "password1234"
    assert "tried first" in here.post(page, {"old": PASSWORD, "new": common, "again": common}).content.decode()
    assert here.post(page, {"old": PASSWORD, "new": new, "again": new}).status_code == 302
    assert is_in(here) and not is_in(other)
    assert "on 1 device" in here.get(reverse("people:sessions")).content.decode()
    lan.refresh_from_db()
    assert lan.check_password(new)
    assert Entry.objects.filter(verb="account.password_changed", about=lan.uuid).count() == 1


def test_wrong_old_passwords_are_bounded(lan):
    client = sign_in("trainee.vn")
    answers = [client.post(reverse("people:password"), {"old": "wrong", "new": "x", "again": "x"}) for _ in range(6)]
    assert "Wait five minutes" in answers[-1].content.decode()


def test_another_factor_ends_all_others(lan):
    other, here = sign_in("trainee.vn"), sign_in("trainee.vn")
    factor = with_app(lan)
    here.post(reverse("people:second_factor"), {"code": code()})
    assert is_in(other)
    assert here.post(reverse("people:factor_remove", args=[factor.pk])).status_code == 302
    assert is_in(here) and not is_in(other)


def test_a_sign_in_ends_after_its_hours_however_busy(settings, lan):
    settings.SESSION_COOKIE_AGE = 12 * 3600
    client = signed_in(lan)
    assert is_in(client)
    session = client.session
    sessions.begin(session, now=timezone.now() - timedelta(hours=12, minutes=1))
    session.save()
    assert not is_in(client) and "signed out" in client.get(reverse("people:login")).content.decode()


def test_use_is_noted_every_five_minutes(lan):
    client = sign_in("trainee.vn")
    before = UserSession.objects.get().last_seen_at
    session = client.session
    session[sessions.SEEN] -= 301
    session.save()
    is_in(client)
    assert UserSession.objects.get().last_seen_at > before


def test_who_may_sign_somebody_out_everywhere(account, lan):
    client, now = sign_in("trainee.vn"), timezone.now()
    for who in ("coordinator.kh", "trainer.vn"):
        with pytest.raises(PermissionDenied):
            accounts.end_sessions(person=lan, by=account(who), now=now)
    assert accounts.end_sessions(person=lan, by=account("coordinator.vn"), now=now) == 1
    assert not is_in(client)


def test_what_is_kept_of_ended_ones_goes(lan):
    client = sign_in("trainee.vn")
    client.session.flush()
    assert sessions.forget_ended(now=timezone.now()) == 1 and not UserSession.objects.exists()


@pytest.mark.parametrize(("proxies", "written", "seen"), [
    (0, "198.51.100.1", "10.0.0.1"), (1, "198.51.100.1", "198.51.100.1"), (1, "6.6.6.6, 198.51.100.1", "198.51.100.1"),
    (2, "198.51.100.1, 10.0.0.2", "198.51.100.1"), (2, "198.51.100.1", "10.0.0.1"), (1, "no address", "10.0.0.1"),
    (1, "", "10.0.0.1"), (1, "198.51.100.1:5000", "198.51.100.1"), (1, "[2001:db8::1]:5000", "2001:db8::1")])
def test_the_address_is_what_our_own_proxy_saw(settings, proxies, written, seen):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": written} if written else {})
    assert client_address(lambda asked: asked.META["REMOTE_ADDR"])(request) == seen


@pytest.mark.parametrize(("address", "kept", "counted"), [
    ("203.0.113.9", "203.0.113.0", "203.0.113.9"), ("2001:db8:1:2:3::4", "2001:db8:1::", "2001:db8:1:2::"),
    ("::ffff:203.0.113.9", "203.0.113.0", "203.0.113.9"), ("", "0.0.0.0", "0.0.0.0")])
def test_an_address_is_kept_coarsely_and_counted_by_household(address, kept, counted):
    assert (sessions.coarse(address), sessions.counted(address)) == (kept, counted)


# --- doors -----------------------------------------------------------------------------------------------------------------
def addresses(resolver=None, within="", named=""):
    """Every address without arguments that are not numbers, with 1 for the numbers."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern, pattern.namespace or within, named)
        elif pattern.name:
            name = f"{within}:{pattern.name}" if within else pattern.name
            for arguments in ([], [1], [1, 1], ["x"]):
                try:
                    yield reverse(name, args=arguments)
                    break
                except NoReverseMatch:
                    continue


@pytest.mark.parametrize("name", ["", "admin"])
def test_no_page_but_ours_takes_a_password(account, name):
    client = signed_in(account(name)) if name else Client()
    client.raise_request_exception = False  # Wagtail has a page that breaks on purpose
    ours = {reverse(f"people:{page}") for page in ("login", "confirm", "password")}
    found = []
    for address in sorted({*addresses(), "/admin/password_reset/", "/admin/password_reset/confirm/a/b/", "/accounts/login/"}):
        if address in ours or address.endswith("/logout/"):
            continue
        response = client.get(address)
        if not response.streaming and b'type="password"' in response.content:
            found.append(address)
    assert [address for address in found if "/invitation/" not in address] == []


def test_the_libraries_doors_lead_to_the_one_sign_in(starter):
    client = Client()
    for door in ("/admin/login/", "/en/_util/login/", "/vi/_util/login/"):
        response = client.get(door, {"next": "/admin/"})
        assert response.status_code == 302 and "/account/login/" in response["Location"]
    assert "/account/login/" in client.get("/admin/")["Location"]
    for closed in ("/admin/password_reset/", "/accounts/login/", "/en/account/signup/", "/en/accounts/2fa/",
                   "/en/_util/authenticate_with_password/1/1/", "/documents/authenticate_with_password/1/"):
        assert client.get(closed, follow=True).status_code == 404, closed


def test_no_page_of_the_library_is_mounted():
    names = set(get_resolver().reverse_dict) | set(get_resolver().app_dict)
    assert not {name for name in names if isinstance(name, str) and name.startswith(("account_", "mfa_", "usersessions_"))}
