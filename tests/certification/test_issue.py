"""From what courses show to a certificate, and its public check."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certification.domain import authority, evidence, issue
from certification.domain.check import checked_from, missing, read_code, rows_of
from certification.domain.numbers import Numbers
from certification.models import Certificate, Event, Evidence
from lms.audit.models import Entry
from lms.courses.models import Attendance, Observation
from lms.people.domain.consent import put_text
from lms.people.domain.refusal import Refused
from tests.factories import LONG_AGO, NOW, TODAY, edition, enrol, person, scheme, teach

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def through_the_tot(who, *, score=85, present=2):
    place = edition("tot", start=date(2026, 10, 5), end=date(2026, 10, 7))
    row = enrol(place, who, post_score=Decimal(score), post_passed=True)
    for number, slot in enumerate(place.slots.all()):
        Attendance.objects.create(enrolment=row, slot=slot, country=who.country, present=number < present,
                                  entered_at=NOW, entered_by=who.uuid)


def observed(who, on=date(2026, 11, 3)):
    place = edition("pilot", start=on, end=on)
    teaching = teach(place, who)
    Observation.objects.create(facilitation=teaching, observer=person("Observer"), country=who.country, observed_on=on,
                               score=15, passed=True, entered_at=NOW)


@pytest.fixture(autouse=True)
def conduct_text():
    for purpose in (evidence.CONDUCT, evidence.NAME_CONSENT):
        put_text(purpose=purpose, version="1", titles={"en": purpose}, texts={"en": purpose}, in_force=LONG_AGO)


@pytest.fixture
def lan():
    return person("Lan", own_name="Lan")


@pytest.fixture
def chair():
    return person("Chair", "VN", "chair")


def give(who, by):
    return issue.issue(person=who, version=scheme(), by=by, now=NOW, today=TODAY)


def test_all_three_requirements_give_a_certificate_counted_from_the_last(lan, chair):
    through_the_tot(lan)
    observed(lan)
    evidence.accept_conduct(by=lan, agreed=True, language="vi", now=NOW, today=date(2026, 10, 20))
    certificate = give(lan, chair)
    event = Event.objects.get()
    assert (certificate.number, certificate.completed_on, event.end) == ("VN-2026-0001", date(2026, 11, 3), date(2029, 11, 3))
    assert sorted(Evidence.objects.values_list("kind", flat=True)) == ["conduct", "observation", "tot"]
    assert Entry.objects.filter(verb="certificate.issued").count() == 1
    assert authority.may_train(lan, "A", "vi", TODAY) is True
    assert authority.may_train(lan, "E", "vi", TODAY) is False


@pytest.mark.parametrize("short", [{"score": 59}, {"present": 1}])
def test_a_tot_that_is_not_completed_gives_none(lan, chair, short):
    through_the_tot(lan, **short)
    observed(lan)
    evidence.accept_conduct(by=lan, agreed=True, language="vi", now=NOW, today=TODAY)
    with pytest.raises(Refused):
        give(lan, chair)
    assert not Certificate.objects.exists() and not Evidence.objects.filter(kind="observation").exists()


def test_only_the_own_countrys_chair_issues_and_once(lan, chair):
    through_the_tot(lan)
    observed(lan)
    evidence.accept_conduct(by=lan, agreed=True, language="vi", now=NOW, today=TODAY)
    for stranger in (lan, person("Dara", "KH", "chair"), person("Coordinator", "VN", "coordinator")):
        with pytest.raises(PermissionDenied):
            give(lan, stranger)
    give(lan, chair)
    with pytest.raises(Refused):
        give(lan, chair)


def test_who_holds_no_certificate_is_unknown_never_yes(lan):
    assert authority.may_train(lan, "A", "vi", TODAY) is None
    assert authority.may_observe(lan, TODAY) is None


def test_the_check_takes_one_query_and_reads_what_people_type(lan, chair):
    through_the_tot(lan)
    observed(lan)
    evidence.accept_conduct(by=lan, agreed=True, language="vi", now=NOW, today=TODAY)
    certificate = give(lan, chair)
    typed = certificate.code_in_groups.lower().replace("0", "o").replace("1", "l")
    with CaptureQueriesContext(connection, ) as queries:
        code = read_code(typed)
        checked = checked_from(rows_of(code), code=code, on=TODAY)
        assert checked.certificate.version.scheme.issuer.label
    assert checked.certificate.number == certificate.number and len(queries) == 1
    assert missing(certificate.code[:-4]) == 4


def test_candidates_cost_the_same_for_one_and_for_thirty(lan):
    through_the_tot(lan)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            people = list(evidence.candidates(country=lan.country))
            evidence.readiness_for(people, numbers=Numbers(), on=TODAY)
        return len(seen)

    one = queries()
    for number in range(29):
        through_the_tot(person(f"Hoa {number}"))
    assert queries() == one


@pytest.mark.parametrize("agreed", [True, False])
def test_the_public_check_shows_a_name_only_with_its_own_consent(client, lan, chair, agreed):
    through_the_tot(lan)
    observed(lan)
    evidence.accept_conduct(by=lan, agreed=True, show_name=agreed, language="vi", now=NOW, today=TODAY)
    certificate = give(lan, chair)
    page = client.get(f"/en/verify/{certificate.code}/").content.decode()
    assert ('class="big">Lan' in page) == agreed and ("has not agreed" in page) != agreed
