"""The pages of rounds, adoption and pilots: who gets what, what is said no to, and how many questions a list asks."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from curricula.domain import consensus, rounds
from curricula.models import ConsensusRound, CurriculumVersion, PilotFinding, PilotRecord
from lms.people.models import Membership
from tests.curricula import factories as make
from tests.curricula.rounds import edit

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def to(name, *args) -> str:
    return reverse(f"curricula:{name}", args=["viet-nam", *args])


@pytest.fixture(autouse=True)
def long_ago(group):
    """The pages go by the real clock: seats and versions of the tree lie before it."""
    Membership.objects.update(since="2020-01-01")
    CurriculumVersion.objects.update(released_at=timezone.now() - timedelta(days=30))


@pytest.fixture
def round(group) -> ConsensusRound:
    return consensus.open_round(curriculum=group.vietnam, subject="What is new", by=group.chair, now=timezone.now())


@pytest.fixture
def ways(group, client_as, client):
    """{who: a browser}."""
    place = group.vietnam.country
    people = {"member": group.ngo, "chair": group.chair, "women": group.women,
            "coordinator": make.person("VN-COORD", "coordinator", place),
            "trainer": make.person("VN-TRAINER", "trainer", place), "trainee": make.person("VN-TRAINEE", "trainee", place),
            "cambodia": make.person("KH-CHAIR", "chair", make.country("KH")), "donor": make.person("R-DONOR", "donor")}
    return {"public": client, **{name: client_as(who) for name, who in people.items()}}


def page(response) -> str:
    return response.content.decode()


def test_who_sees_positions_names_and_the_draft(round, ways):
    ways["member"].post(to("round", round.uuid), {"choice": "object", "comment": "Words of the seat"})
    for who, client in ways.items():
        text = page(client.get(to("round", round.uuid)))
        named = who in {"member", "chair", "women", "coordinator"}
        assert ("Words of the seat" in text, "VN-NGO" in text) == (named, named), who
        assert "Ban đầu" in text if who in {"member", "chair", "women", "coordinator", "trainer"} else "Ban đầu" not in text, who
        assert "<b>1</b> Object" in text, who
        assert ("name=\"choice\"" in text) is (who in {"member", "chair", "women"}), who


def test_the_frozen_text_is_for_those_who_decide_and_those_who_work_on_it(round, group, ways):
    address = to("round_module", round.uuid, group.national.slug)
    for who, client in ways.items():
        may = who in {"member", "chair", "women", "coordinator", "trainer"}
        response = client.get(address)
        assert response.status_code == (200 if may else 404), who
        if may:
            assert (make.SECRET in page(response)) is (who in {"chair", "trainer"}), who
    assert "1 part differs from version 2.1" in page(ways["member"].get(address))
    assert ways["member"].get(to("round_module", round.uuid, "nonsense")).status_code == 404


def test_a_position_is_taken_on_the_page(round, ways):
    refused = ways["member"].post(to("round", round.uuid), {"choice": "object", "comment": ""})
    assert "Say what has to change" in page(refused)
    assert "Choose one." in page(ways["member"].post(to("round", round.uuid), {}))
    assert ways["member"].post(to("round", round.uuid), {"choice": "agree"}).status_code == 302
    assert rounds.own_position(round.electors.get(seat="ngo")).choice == "agree"
    assert ways["coordinator"].post(to("round", round.uuid), {"choice": "agree"}).status_code == 403
    assert "login" in ways["public"].post(to("round", round.uuid), {"choice": "agree"})["Location"]


@pytest.mark.parametrize("name", ["rule", "round_new"])
def test_pages_of_the_chair(group, ways, name):
    for who, client in ways.items():
        assert client.get(to(name)).status_code == {"chair": 200, "public": 302}.get(who, 403), who


def test_the_whole_way_on_the_pages(group, ways):
    chair = ways["chair"]
    chair.post(to("rule"), {"kind": "unanimity", "quorum_percent": 67, "days": 14, "pilots": 1})
    assert consensus.rule_of(group.vietnam).kind == "unanimity"
    assert "Write a number from 1 to 90" in page(chair.post(to("rule"), {"kind": "quorum", "quorum_percent": 0, "days": 0, "pilots": 1}))
    chair.post(to("round_new"), {"subject": "What is new"})
    first = ConsensusRound.objects.get()
    assert "is open" in page(chair.post(to("round_new"), {"subject": ""}))
    assert chair.get(to("round_end", first.uuid)).status_code == 200
    assert ways["women"].get(to("round_end", first.uuid)).status_code == 403
    chair.post(to("round_end", first.uuid), {"reason": "The law changed"})
    for who, told in (("member", True), ("public", False)):
        assert ("The law changed" in page(ways[who].get(to("round", first.uuid)))) is told
    edit(group.national, "Amended")
    chair.post(to("round_new"), {"subject": ""})
    second = ConsensusRound.objects.first()
    for who in ("chair", "member", "women"):
        ways[who].post(to("round", second.uuid), {"choice": "agree"})
    assert chair.get(to("round_record", second.uuid)).status_code == 404
    adopt = to("round_adopt", second.uuid)
    values = {"number": "2.2", "in_force": timezone.localdate().isoformat(), "notes": "N"}
    assert ways["member"].get(adopt).status_code == 403
    assert "Pilots are missing" in page(chair.post(adopt, values))
    today = timezone.localdate().isoformat()
    assert ways["coordinator"].post(to("pilot_new"), {
        "version": group.vietnam.versions.get().pk, "title": "On paper", "held_until": today, "modules": ["A"]}).status_code == 302
    pilot = PilotRecord.objects.get()
    assert ways["coordinator"].get(to("pilot_assess", pilot.uuid)).status_code == 403
    assert chair.post(to("pilot_assess", pilot.uuid), {"on": today}).status_code == 302
    assert "Write the year as in 2027" in page(chair.post(adopt, {**values, "in_force": "2570-01-01"}))
    assert chair.post(adopt, values)["Location"].endswith(to("round_record", second.uuid))
    assert chair.get(adopt).status_code == 302
    for who, client in ways.items():
        record = page(client.get(to("round_record", second.uuid)))
        assert "2.2" in record and ("VN-WOMEN" in record) is (who in {"member", "chair", "women", "coordinator"}), who
    pdf = ways["public"].get(to("round_record_pdf", second.uuid))
    assert pdf.content.startswith(b"%PDF-") and 'filename="adoption-viet-nam-2.2.pdf"' in pdf["Content-Disposition"]
    assert "adopted as 2.2" in page(ways["public"].get(to("rounds")))


@pytest.fixture
def pilot(group) -> PilotRecord:
    made = PilotRecord.objects.create(version=group.vietnam.versions.get(), country=group.vietnam.country, key="k",
                                      title="Pilot in Lạng Sơn", held_until="2027-01-02", modules=["A"])
    PilotFinding.objects.create(pilot=made, origin_id=group.national.origin_id, kind="time", text="A1 takes longer")
    return made


def test_pilots_are_for_those_who_work_on_the_curriculum_in_its_country(group, pilot, ways):
    finding = pilot.findings.get()
    for address in (to("pilots"), to("pilot", pilot.uuid), to("pilot_finding", finding.uuid)):
        for who, client in ways.items():
            expected = 302 if who == "public" else 200 if who in {"chair", "coordinator", "trainer"} else 403
            assert client.get(address).status_code == expected, (who, address)
    assert ways["trainer"].post(to("pilot_finding", finding.uuid), {"state": "accepted"}).status_code == 403
    assert ways["trainer"].get(to("finding_new", pilot.uuid)).status_code == 403


def test_findings_are_written_decided_and_answered_on_the_pages(group, pilot, ways):
    chair = ways["chair"]
    values = {"module": pilot.version.modules.get().pk, "kind": "law", "text": "Article is old", "language": "vi"}
    assert ways["coordinator"].post(to("finding_new", pilot.uuid), values).status_code == 302
    assert "Fill this in." in page(chair.post(to("finding_new", pilot.uuid), {**values, "text": " "}))
    assert "Choose one of the list." in page(chair.post(to("finding_new", pilot.uuid), {**values, "module": 10**30}))
    finding = PilotFinding.objects.get(kind="law")
    assert "Say why" in page(chair.post(to("pilot_finding", finding.uuid), {"state": "rejected"}))
    chair.post(to("pilot_finding", finding.uuid), {"state": "accepted"})
    assert "No version was released after the pilot yet" in page(chair.get(to("pilot_finding", finding.uuid)))
    make.release(group.vietnam, "2.2")
    chair.post(to("pilot_finding", finding.uuid), {"step": "answer", "answer": group.vietnam.versions.first().modules.get().pk})
    finding.refresh_from_db()
    assert finding.answered_by.version.number == "2.2"
    listed = page(chair.get(to("pilots") + f"?module={group.national.slug}&state=accepted"))
    assert "Article is old" in listed and "A1 takes longer" not in listed
    assert "Clear the filter" in page(chair.get(to("pilots") + "?state=rejected"))


def test_odd_addresses_are_not_there(group, round, ways):
    chair = ways["chair"]
    for name, args in (("round", [uuid4()]), ("round_end", [uuid4()]), ("round_record", [uuid4()]), ("pilot", [uuid4()]),
                       ("pilot_finding", [uuid4()]), ("pilot_override", [2]), ("round_record_pdf", [round.uuid]),
                       ("round_module", [uuid4(), "a"])):
        assert chair.get(to(name, *args)).status_code == 404, name
    assert chair.get(reverse("curricula:round", args=["regional", round.uuid])).status_code == 404
    assert chair.get(to("pilots") + "?page=x&module=%00&state=%ff").status_code in (200, 400, 404)


def test_a_curriculum_that_is_not_published_yet_has_no_public_rounds(group, round, ways):
    group.vietnam.unpublish()
    for who, client in ways.items():
        may = who in {"chair", "member", "women"}
        assert client.get(to("round", round.uuid)).status_code == (200 if may else 404), who


@pytest.mark.parametrize("name", ["rounds", "pilots"])
def test_a_list_of_thirty_asks_as_many_questions_as_one_of_one(group, round, pilot, client_as, name):
    client = client_as(group.chair)

    def asked() -> int:
        client.get(to(name))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(to(name)).status_code == 200
        return len(queries)

    few = asked()
    for number in range(2, 32):
        ConsensusRound.objects.create(curriculum=group.vietnam, body=group.body, number=number, opened_at=timezone.now(),
                                      opened_by=group.chair.uuid, closes_on="2027-02-01", outcome="failed")
        made = PilotRecord.objects.create(version=pilot.version, key=f"k{number}", title="T", held_until="2027-01-02")
        PilotFinding.objects.create(pilot=made, origin_id=group.national.origin_id, kind="time", text="Longer")
    assert asked() == few <= 14
