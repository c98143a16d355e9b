"""What countries say upwards: who sends, who reads, who answers, what may be undone, and that no person is named."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from curricula.domain import feedback as rules
from curricula.models import Feedback
from lms.audit.models import Entry as Logged
from lms.notices.models import Notice
from lms.people.domain.refusal import Refused
from tests.curricula import factories as make

pytestmark = pytest.mark.django_db
LIST, NEW = "/en/curricula/feedback/", "/en/curricula/feedback/new/"
WORDS = "Session A2 needs a case from the border"


def someone(role: str = "coordinator", code: str = "VN"):
    return make.person(f"{code or 'R'}-{uuid4().hex[:5]}", role, make.country(code) if code else None)


def said(code: str = "VN", *, by=None, module=None, text: str = WORDS, kind: str = "curriculum") -> Feedback:
    return rules.send(kind=kind, module=module, text=text, language="en", country=make.country(code),
                      by=by or someone(code=code), now=make.NOW)


def answered(row: Feedback, *, version=None, text: str = "It comes with the next release") -> Feedback:
    return rules.answer(feedback=row, text=text, language="en", version=version, by=someone("secretariat", ""), now=make.NOW)


def shown(response) -> str:
    return response.content.decode()


@pytest.mark.parametrize(("role", "may"), [
    ("chair", True), ("working-group", True), ("coordinator", True), ("focal-point", True), ("trainer", True),
    ("trainee", False), ("translator", False), ("donor", False), ("administrator", False)])
def test_who_may_send(client, tree, role, may):
    person = someone(role)
    if may:
        assert said(by=person).country.code == "VN"
        with pytest.raises(PermissionDenied):
            said("KH", by=person)
    else:
        with pytest.raises(PermissionDenied):
            said(by=person)
    client.force_login(person)
    assert client.get(NEW).status_code == (200 if may else 403)
    assert ("/curricula/feedback/new/?module=a" in shown(client.get("/en/curricula/regional/a/"))) == may
    assert "/feedback/new/" not in shown(client.get("/en/curricula/viet-nam/a/"))


def test_from_the_page_of_a_module_to_the_answer_and_the_version_that_did_it(client, tree):
    sender, officer = someone(), someone("secretariat", "")
    client.force_login(sender)
    page = shown(client.get(f"{NEW}?module=a"))
    assert '<option value="a" selected>' in page and 'name="country" value="VN"' in page
    answer = client.post(NEW, {"kind": "curriculum", "module": "a", "text": WORDS, "language": "en", "country": "VN"})
    row = Feedback.objects.get()
    assert answer.url == f"{LIST}{row.uuid}/" and row.module == tree.A and row.sent_by == sender.uuid
    assert "Viet Nam waits for an answer" in shown(client.get(answer.url))
    client.force_login(officer)
    assert f"{LIST}{row.uuid}/answer/" in shown(client.get(LIST))
    version = tree.regional.versions.get()
    client.post(f"{LIST}{row.uuid}/answer/", {"text": "We add one", "language": "en", "version": ""})
    row.refresh_from_db()
    assert row.answer == "We add one" and row.version is None
    client.post(f"{LIST}{row.uuid}/answer/", {"version": version.pk})
    letters = list(Notice.objects.filter(person=sender.uuid).order_by("pk"))
    assert len(letters) == 2 and WORDS in letters[0].body and "We add one" in letters[0].body
    assert "Version 3.0" in letters[1].body and letters[1].path.endswith(f"/curricula/feedback/{row.uuid}/")
    client.logout()
    page = shown(client.get(LIST))
    assert WORDS in page and "Version 3.0 does it" in page and "/en/curricula/regional/a/" in page
    page = shown(client.get(f"{LIST}{row.uuid}/"))
    assert "We add one" in page and "Viet Nam" in page
    assert sender.name not in page and officer.name not in page and str(sender.uuid) not in page


@pytest.mark.parametrize(("role", "code", "reads"), [
    ("coordinator", "VN", True), ("trainer", "VN", True), ("secretariat", "", True), ("coordinator", "KH", False),
    ("trainee", "VN", False), ("donor", "", False), (None, "", False)])
def test_who_reads_what_is_open(client, tree, role, code, reads):
    row = said()
    if role:
        client.force_login(someone(role, code))
    assert (WORDS in shown(client.get(LIST))) == reads
    assert client.get(f"{LIST}{row.uuid}/").status_code == (200 if reads else 404)
    answered(row)
    assert WORDS in shown(client.get(f"{LIST}?country=VN")) and client.get(f"{LIST}{row.uuid}/").status_code == 200


def test_only_the_secretariat_answers_and_once(client, tree):
    row = said()
    for person in (someone("chair"), someone("administrator", "")):
        with pytest.raises(PermissionDenied):
            rules.answer(feedback=row, text="x", language="en", version=None, by=person, now=make.NOW)
        client.force_login(person)
        assert client.get(f"{LIST}{row.uuid}/answer/").status_code == 403
    with pytest.raises(Refused, match="Answer it first"):
        rules.did_it(feedback=row, version=tree.regional.versions.get(), by=someone("secretariat", ""), now=make.NOW)
    answered(row)
    with pytest.raises(Refused, match="meanwhile"):
        answered(row, text="Another answer")
    assert Feedback.objects.get().answer == "It comes with the next release"
    assert Logged.objects.filter(verb="feedback.answered").count() == 1


@pytest.mark.parametrize("text", ["", "  \n "])
def test_nothing_said_is_refused_at_its_field(client, tree, text):
    with pytest.raises(Refused) as refused:
        said(text=text)
    assert refused.value.field == "text"
    with pytest.raises(Refused):
        answered(said(), text=text)
    client.force_login(someone())
    answer = client.post(NEW, {"kind": "need", "module": "zz", "text": text, "language": "xx", "country": "KH"})
    assert answer.status_code == 200
    assert {"text", "language", "country", "module"} <= set(answer.context["form"].errors)


def test_a_national_or_pilot_version_does_nothing_upwards(tree):
    row, officer = said(), someone("secretariat", "")
    national = tree.vietnam.versions.get()
    with pytest.raises(Refused) as refused:
        rules.answer(feedback=row, text="Done", language="en", version=national, by=officer, now=make.NOW)
    assert refused.value.field == "version"
    Feedback.objects.get(answered_at=None)


def test_the_sender_takes_back_what_nobody_has_answered(client, tree):
    sender = someone()
    row, kept = said(by=sender), said(by=sender, text="Keep this")
    client.force_login(someone())
    assert client.post(f"{LIST}{row.uuid}/take-back/").status_code == 404
    with pytest.raises(Refused):
        rules.take_back(feedback=row, by=someone("secretariat", ""), now=make.NOW)
    client.force_login(sender)
    assert "Take it back" in shown(client.get(f"{LIST}{row.uuid}/"))
    assert client.get(f"{LIST}{row.uuid}/take-back/").status_code == 200
    client.post(f"{LIST}{row.uuid}/take-back/")
    assert list(Feedback.objects.all()) == [kept] and Logged.objects.filter(verb="feedback.taken_back").count() == 1
    with pytest.raises(Refused, match="taken back"):
        answered(row)
    answered(kept)
    answer = client.post(f"{LIST}{kept.uuid}/take-back/", follow=True)
    assert "stays as it was said" in shown(answer) and Feedback.objects.count() == 1


def test_no_letter_to_somebody_who_has_left(tree):
    sender = someone()
    row = said(by=sender)
    sender.is_active = False
    sender.save()
    answered(row)
    assert not Notice.objects.exists()


def test_a_hostile_text_is_a_text(client, tree):
    row = said(text='<script>alert(1)</script>"\'&{{ x }}', kind="need")
    answered(row, text="<img src=x onerror=1>")
    page = shown(client.get(f"{LIST}{row.uuid}/"))
    assert "<script>alert" not in page and "<img src=x" not in page and "about a need" in page


@pytest.mark.parametrize("query", [{"country": "%"}, {"state": "x"}, {"page": "x"}, {"country": "KH"}, {"state": "open"}])
def test_odd_questions_and_empty_lists(client, tree, query):
    assert client.get(LIST, query).status_code == 200
    assert client.get(f"{LIST}{uuid4()}/").status_code == 404 and client.get(f"{LIST}x/").status_code == 404


def test_queries_do_not_grow(client, tree, django_assert_max_num_queries):
    person, counts = someone(), []
    version = tree.regional.versions.get()
    for many in (1, 30):
        for _number in range(many):
            answered(said(by=person, module=tree.A), version=version)
        with django_assert_max_num_queries(5) as found:
            client.get(LIST, {"page": "1"})
        counts.append(len(found))
    assert counts[0] == counts[1]
