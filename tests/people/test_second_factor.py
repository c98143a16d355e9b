"""Who needs a second factor, what it opens, and what happens when somebody loses it. Production: nobody is spared."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lms.audit.models import Entry
from lms.notices.models import Notice
from lms.people.domain import second_factor
from lms.people.domain.refusal import Refused
from lms.people.domain.sealing import unseal
from lms.people.models import Person
from lms.people.permissions import Held, Role, access_from
from tests.factories import edition, teach
from tests.people.second_factors import SECRET, code, signed_in, with_app

ASK, SET_UP = reverse("people:second_factor"), reverse("people:security")
PASSWORD = "river-paper-lacquer"


@pytest.fixture
def production(settings):
    settings.DEMO = False
    settings.SITE_ADDRESS = "https://localhost"
    return settings


def password_step(name: str) -> Client:
    client = Client()
    client.answer = client.post(reverse("people:login"), {"login": name, "password": PASSWORD})
    return client


@pytest.mark.parametrize("role", Role)
def test_every_role_needs_one_but_donor_participant_and_translator(role):
    access = access_from(1, [(role, 1)])
    assert second_factor.needed(access) == (role not in {"donor", "trainee", "translator"})
    assert Held(role, 1) in access.held


def test_whoever_teaches_needs_one_whatever_the_role():
    nobody = access_from(1, [])
    assert second_factor.needed(nobody, teaches=True) and not second_factor.needed(nobody)


def test_only_the_samples_of_the_demo_are_spared(settings):
    sample, real = Person(sample=True), Person(sample=False)
    assert second_factor.exempt(sample) and not second_factor.exempt(real)
    settings.DEMO = False
    assert not second_factor.exempt(sample) and not second_factor.exempt(real)


@pytest.mark.parametrize("name", ["admin", "secretariat", "coordinator.vn", "group.vn", "member.vn", "focal.kh",
                                  "trainer.vn"])
@pytest.mark.parametrize("page", ["home:my", "people:list", "courses:list", "wagtailadmin_home", "home:search"])
def test_without_one_every_page_leads_to_setting_it_up(production, account, name, page):
    client = Client()
    client.force_login(account(name))
    response = client.get(reverse(page))
    assert (response.status_code, response["Location"]) == (302, SET_UP)
    text = client.get(SET_UP).content.decode()
    assert "Set up a second factor to go on" in text


@pytest.mark.parametrize("name", ["donor", "trainee.vn", "translator.vn"])
def test_who_sees_nobody_elses_data_goes_on_but_not_into_the_admin(production, account, name):
    client = Client()
    client.force_login(account(name))
    assert client.get(reverse("home:my")).status_code == 200
    assert client.get("/admin/")["Location"] == SET_UP


def test_what_was_being_sent_is_said_to_be_lost(production, account):
    client = Client()
    client.force_login(account("coordinator.vn"))
    assert client.post(reverse("people:list"), {"words": "Lan"})["Location"] == SET_UP
    assert "Nothing was saved" in client.get(SET_UP).content.decode()
    assert client.post(reverse("people:list"), headers={"HX-Request": "true"}).headers["HX-Redirect"] == SET_UP


def test_signing_out_stays_open(production, account):
    client = Client()
    client.force_login(account("coordinator.vn"))
    assert client.get(reverse("people:logout")).status_code == 200
    client.post(reverse("people:logout"))
    assert "_auth_user_id" not in client.session


def test_from_the_password_to_an_app_to_my_work(production, account):
    """The whole way of somebody's first day: password, square, code, recovery codes, my work."""
    client, officer = password_step("coordinator.vn"), account("coordinator.vn")
    assert client.get(reverse("home:my"))["Location"] == SET_UP
    page = client.get(reverse("people:app_add")).content.decode()
    key = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
    assert "<svg" in page and "otpauth://totp/" in page
    wrong = client.post(reverse("people:app_add"), {"code": "000000"}).content.decode()
    assert "The code does not fit." in wrong and key in wrong.replace(" ", "")
    right = second_factor.code_at(key, int(datetime.now(UTC).timestamp()) // 30)
    assert client.post(reverse("people:app_add"), {"code": right})["Location"] == reverse("people:recovery_codes")
    shown = re.findall(r"<li>(\d{4} \d{4})</li>", client.get(reverse("people:recovery_codes")).content.decode())
    assert len(set(shown)) == 10
    assert "shown once" in client.get(reverse("people:recovery_codes")).content.decode()
    assert client.get(reverse("home:my")).status_code == 200
    kept = str(list(second_factor.Authenticator.objects.filter(user=officer).values_list("data", flat=True)))
    assert key not in kept and not any(one.replace(" ", "") in kept for one in shown)
    assert {entry.verb for entry in Entry.objects.filter(about=officer.uuid)} >= {
        "second_factor.added", "second_factor.codes_made"}


def test_the_password_alone_opens_no_session(production, account):
    person = account("coordinator.vn")
    with_app(person)
    client = password_step("coordinator.vn")
    assert client.answer["Location"] == ASK and "_auth_user_id" not in client.session
    assert client.get(reverse("people:list"))["Location"].startswith(reverse("people:login"))
    assert client.post(ASK, {"code": "123456"}).status_code == 200 and "_auth_user_id" not in client.session
    response = client.post(ASK, {"code": code()})
    assert response.status_code == 302 and client.session["_auth_user_id"] == str(person.pk)
    assert client.get(reverse("people:list")).status_code == 200


def test_a_code_works_once(production, account):
    with_app(account("coordinator.vn"))
    first, second = password_step("coordinator.vn"), password_step("coordinator.vn")
    used = code()
    assert first.post(ASK, {"code": used}).status_code == 302
    assert second.post(ASK, {"code": used}).status_code == 200 and "_auth_user_id" not in second.session
    assert second.post(ASK, {"code": code(1)}).status_code == 302, "the next one does"


def test_wrong_codes_are_bounded(production, account):
    with_app(account("coordinator.vn"))
    client = password_step("coordinator.vn")
    for _try in range(5):
        client.post(ASK, {"code": "123456"})
    assert "Wait five minutes" in client.post(ASK, {"code": code()}).content.decode()
    assert "_auth_user_id" not in client.session
    assert Entry.objects.get(verb="account.locked").after["what"] == "code"


def test_a_recovery_code_stands_in_once(production, account):
    person = account("coordinator.vn")
    with_app(person)
    codes = second_factor.new_codes(person=person, by=person, now=timezone.now())
    assert password_step("coordinator.vn").post(ASK, {"code": codes[3]}).status_code == 302
    assert password_step("coordinator.vn").post(ASK, {"code": codes[3]}).status_code == 200
    assert second_factor.codes_left(person) == 9


def test_the_step_leads_on_to_the_page_that_was_asked_for(production, account):
    with_app(account("coordinator.vn"))
    client = Client()
    client.post(reverse("people:login"), {"login": "coordinator.vn", "password": PASSWORD, "next": reverse("people:list")})
    assert client.post(ASK, {"code": code()})["Location"] == reverse("people:list")


def test_a_factor_that_is_gone_ends_the_pass(production, account):
    person = account("coordinator.vn")
    factor = with_app(person)
    client = signed_in(person)
    assert client.get(reverse("people:list")).status_code == 200
    factor.delete()
    assert client.get(reverse("people:list"))["Location"] == SET_UP
    with_app(person)
    assert client.get(reverse("people:list"))["Location"].startswith(ASK), "another one has to be shown"


def test_the_pass_costs_one_query(production, account, django_assert_max_num_queries, settings):
    person = account("coordinator.vn")
    with_app(person)
    client = signed_in(person)
    client.get(reverse("home:search"))
    with django_assert_max_num_queries(100) as with_one:
        client.get(reverse("home:search"))
    settings.DEMO = True
    with django_assert_max_num_queries(100) as without:
        client.get(reverse("home:search"))
    assert len(with_one) <= len(without) + 1


def test_somebody_with_the_password_alone_adds_no_factor(production, account):
    person = account("coordinator.vn")
    with_app(person)
    client = Client()
    client.force_login(person)
    for page in ("people:security", "people:app_add", "people:passkey_add", "people:recovery_codes", "people:confirm"):
        assert client.get(reverse(page))["Location"] == ASK


def test_the_way_in_is_changed_only_after_the_password(production, account):
    person = account("coordinator.vn")
    factor = with_app(person)
    client = signed_in(person)
    session = client.session
    session["people.sure"] = 0
    session.save()
    remove = reverse("people:factor_remove", args=[factor.pk])
    confirm = client.get(remove)["Location"]
    assert confirm.startswith(reverse("people:confirm")) and client.post(remove).status_code == 302
    assert second_factor.factors_of(person).exists()
    assert "not your password" in client.post(confirm, {"password": "wrong"}).content.decode()
    assert client.post(confirm, {"password": PASSWORD, "next": remove})["Location"] == remove
    assert client.post(remove)["Location"] == SET_UP
    assert not second_factor.Authenticator.objects.filter(user=person).exists()


# --- rules ---------------------------------------------------------------------------------------------------------------
def test_the_codes_are_those_of_rfc_6238():
    """Appendix B, SHA-1, the last six of its eight digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for seconds, expected in ((59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")):
        assert second_factor.code_at(secret, seconds // 30) == expected


@pytest.mark.parametrize(("shift", "right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off(shift, right):
    now = timezone.now()
    typed = second_factor.code_at(SECRET, int(now.timestamp()) // 30 + shift)
    assert (second_factor.step_of(SECRET, typed, now=now) is not None) == right


@pytest.mark.parametrize("typed", ["287082", "287 082", "287-082", "២៨៧០៨២", "၂၈၇၀၈၂", "๒๘๗๐๘๒", "໒໘໗໐໘໒", " 287082\n"])
def test_digits_of_every_script_are_taken(typed):
    assert second_factor.plain_digits(typed) == "287082"


def test_secrets_are_sealed_with_a_key_of_their_own(lan, settings):
    factor = with_app(lan)
    assert SECRET not in str(factor.data) and unseal(factor.data["secret"]) == SECRET
    former, settings.SECRET_KEY = settings.SECRET_KEY, "x" * 50
    assert second_factor.check_code(person=lan, typed=code(), now=timezone.now()) is None
    settings.SECRET_KEY_FALLBACKS = [former]
    assert second_factor.check_code(person=lan, typed=code(), now=timezone.now())


def test_a_coordinator_helps_people_below_and_nobody_above(account, lan):
    coordinator, now = account("coordinator.vn"), timezone.now()
    with_app(lan)
    assert second_factor.reset(person=lan, by=coordinator, now=now, why="Known by voice") == 1
    entry = Entry.objects.get(verb="second_factor.reset")
    assert (entry.about, entry.actor, entry.before) == (lan.uuid, coordinator.uuid, {"kinds": ["totp"]})
    assert "Known by voice" not in str(entry.__dict__) and Notice.objects.filter(person=lan.uuid).exists()
    for who in ("secretariat", "admin", "coordinator.vn", "trainee.kh", "coordinator.kh"):
        with_app(account(who))
        with pytest.raises(PermissionDenied):
            second_factor.reset(person=account(who), by=coordinator, now=now, why="Asked")
        assert second_factor.factors_of(account(who)).exists()
    with pytest.raises(PermissionDenied):
        second_factor.reset(person=lan, by=account("trainer.vn"), now=now, why="Asked")


def test_a_reset_needs_a_reason_and_something_to_take_away(account, lan):
    coordinator, now = account("coordinator.vn"), timezone.now()
    with pytest.raises(Refused):
        second_factor.reset(person=lan, by=coordinator, now=now, why="Asked")
    with_app(lan)
    with pytest.raises(Refused) as refused:
        second_factor.reset(person=lan, by=coordinator, now=now + timedelta(1), why=" ")
    assert refused.value.field == "why"


def test_the_page_of_a_reset(account, lan, sokha):
    with_app(lan)
    client = signed_in(account("coordinator.vn"))
    address = reverse("people:second_factor_reset", args=[lan.uuid])
    assert "Take away the second factors" in client.get(address).content.decode()
    assert client.post(address, {"why": ""}).status_code == 200
    assert client.post(address, {"why": "Known by voice"})["Location"] == reverse("people:person", args=[lan.uuid])
    assert not second_factor.factors_of(lan).exists()
    assert client.get(reverse("people:second_factor_reset", args=[sokha.uuid])).status_code == 404
    assert signed_in(lan).get(address).status_code == 403


HOSTILE = ["", "null", "[]", "{}", "x" * 30_000, "[" * 9_000, '{"response": {"userHandle": "AAAA"}}',
           '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"userHandle": null}}',
           '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "AA", "signature": "AA",'
           ' "authenticatorData": "AA", "userHandle": "AAAAAAAAAAAAAAAAAAAAAA"}}']


@pytest.mark.parametrize("answer", HOSTILE)
@pytest.mark.parametrize("begun", [True, False])
def test_an_answer_that_no_passkey_gave_opens_nothing_and_breaks_nothing(production, account, answer, begun):
    person = account("coordinator.vn")
    with_app(person)
    alone, second, adding = Client(), password_step("coordinator.vn"), signed_in(person)
    if begun:
        assert alone.post(reverse("people:passkey_begin", args=["sign-in"])).json()["publicKey"]["userVerification"] == "required"
        second.post(reverse("people:passkey_begin", args=["confirm"]))
        adding.post(reverse("people:passkey_begin", args=["add"]))
    assert alone.post(reverse("people:passkey_sign_in"), {"answer": answer})["Location"] == reverse("people:login")
    assert second.post(ASK, {"answer": answer}).status_code == 200
    assert adding.post(reverse("people:passkey_add"), {"name": "x", "answer": answer}).status_code == 200
    assert "_auth_user_id" not in alone.session and "_auth_user_id" not in second.session
    assert second_factor.factors_of(person).count() == 1


def test_a_ceremony_for_one_purpose_serves_no_other(production, account):
    with_app(account("coordinator.vn"))
    client = password_step("coordinator.vn")
    client.post(reverse("people:passkey_begin", args=["sign-in"]))
    client.post(ASK, {"answer": "{}"})
    assert "people.passkey" not in client.session
    assert Client().post(reverse("people:passkey_begin", args=["confirm"])).status_code == 404
    assert Client().post(reverse("people:passkey_begin", args=["other"])).status_code == 404


def test_asking_for_many_ceremonies_has_to_wait(production, starter):
    begin = reverse("people:passkey_begin", args=["sign-in"])
    answers = [Client().post(begin).status_code for _ in range(31)]
    assert answers == [200] * 30 + [429]
    assert "Too many attempts" in Client().post(begin).content.decode()


def test_on_a_bare_address_there_are_no_passkeys(production, starter):
    production.SITE_HOST = "192.168.1.20:8000"
    assert "data-passkey=" not in Client().get(reverse("people:login")).content.decode()
    assert Client().post(reverse("people:passkey_begin", args=["sign-in"])).status_code == 404


def test_who_teaches_without_a_role_shows_one_too(production, account):
    """A participant who leads a pilot reads its roster: the badges of others."""
    lan, held = account("trainee.vn"), edition()
    client = Client()
    client.force_login(lan)
    path = reverse("courses:delivery", args=[held.slug])
    assert client.get(path).status_code == 200
    teach(held, lan)
    assert client.get(path)["Location"] == SET_UP
    with_app(lan)
    assert signed_in(lan).get(path).status_code == 200
