"""Rounds of consensus: on frozen drafts, by the seats of a day, locked meanwhile; who takes part and who reads what."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from curricula.domain import consensus, drafts, rounds
from curricula.domain.tallies import tallies_of, tally_of
from curricula.models import ConsensusRound, Elector, ModulePage, Position
from curricula.tasks import move_rounds
from lms.audit.models import Entry
from lms.notices.models import Notice
from lms.people.domain.refusal import Refused
from lms.people.models import Membership
from lms.people.models.place import day_in
from tests.curricula import factories as make
from tests.curricula.factories import NOW
from tests.curricula.rounds import edit, opened, say, seat

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
LATER = NOW + timedelta(days=60)


def test_a_round_freezes_the_drafts_and_the_seats_of_the_day(group):
    seat(group.body, make.person("VN-LATE", "", group.vietnam.country), "women", since=day_in(group.body.country, NOW) + timedelta(days=1))
    seat(group.body, make.person("VN-PAST", "", group.vietnam.country), "ngo", until=day_in(group.body.country, NOW) - timedelta(days=1))
    made = opened(group)
    assert {elector.person.number for elector in made.electors.all()} == set(group.people)
    assert made.closes_on == day_in(group.body.country, NOW) + timedelta(days=14)
    assert [(one.title, one.revision_id) for one in made.modules.all()] == [
        ("Ban đầu", ModulePage.objects.get(pk=group.national.pk).latest_revision_id)]
    assert tally_of(made).seats == 3
    assert Notice.objects.filter(key__startswith=f"round:{made.uuid}:invited:").count() == 4
    assert "67" in Notice.objects.filter(key__startswith=f"round:{made.uuid}:").first().body


def test_the_draft_is_locked_until_the_round_ends(group, client_as):
    made = opened(group)
    with pytest.raises(Refused, match="locked"):
        edit(group.national, "Another")
    lock = ModulePage.objects.get(pk=group.national.pk).get_lock()
    assert lock.for_user(group.chair) and f"/curricula/{group.vietnam.slug}/rounds/" in lock.get_message(group.chair)
    consensus.end_round(round=made, reason="The law changed", by=group.chair, now=NOW)
    assert ModulePage.objects.get(pk=group.national.pk).get_lock() is None
    assert edit(group.national, "Another") is not None
    assert made.modules.get().title == "Ban đầu"


def test_what_opens_no_round(group):
    with pytest.raises(PermissionDenied):
        consensus.open_round(curriculum=group.vietnam, subject="", by=group.women, now=NOW)
    with pytest.raises(PermissionDenied):
        consensus.open_round(curriculum=group.vietnam, subject="", by=make.person("KH-CHAIR", "chair", make.country("KH")),
                             now=NOW)
    opened(group)
    with pytest.raises(Refused, match="is open"):
        opened(group)


def test_no_round_without_a_body_or_members(group):
    Membership.objects.update(until=day_in(group.body.country, NOW) - timedelta(days=1))
    with pytest.raises(Refused, match="no members"):
        opened(group)
    group.vietnam.body = None
    group.vietnam.save()
    with pytest.raises(Refused, match="No body"):
        opened(group)


def test_no_round_on_a_case_study_that_says_who_it_is_about(group):
    def change(draft):
        blocks = [*drafts.raw_blocks(draft), {"type": "case_study", "id": "b0a8c0de-0000-4000-8000-000000000001", "value": {
            "heading": "", "text": "<p>Call her on 0912 345 678.</p>"}}]
        drafts.set_blocks(draft, blocks)
        return True
    drafts.change(module=group.national, by=None, edit=change)
    with pytest.raises(Refused, match="module A"):
        opened(group)


def test_no_round_on_a_draft_that_is_to_be_published_on_a_day(group):
    def change(draft):
        draft.go_live_at = NOW + timedelta(days=3)
        return True
    drafts.change(module=group.national, by=None, edit=change)
    with pytest.raises(Refused, match="day of its own"):
        opened(group)


def test_two_who_share_a_seat_share_its_position_and_all_are_kept(group):
    made = opened(group)
    say(made, group.chair)
    say(made, group.police, "object", "Too long")
    assert (tally_of(made).agree, tally_of(made).object, tally_of(made).seats) == (0, 1, 3)
    assert rounds.own_position(made.electors.get(person=group.chair)).comment == "Too long"
    say(made, group.chair, "aside")
    assert (tally_of(made).aside, tally_of(made).object) == (1, 0)
    assert Position.objects.filter(elector__round=made).count() == 3
    assert [one.position.choice for one in rounds.earlier(made)] == ["agree", "object"]


def test_members_who_speak_for_no_sector_speak_for_themselves(group):
    for number in (1, 2):
        seat(group.body, make.person(f"VN-FREE{number}", "", group.vietnam.country), "")
    assert tally_of(opened(group)).seats == 5


def test_a_position_needs_a_seat_a_choice_and_an_objection_its_reason(group):
    made = opened(group)
    with pytest.raises(PermissionDenied):
        say(made, make.person("VN-OTHER", "chair", group.vietnam.country))
    for choice, comment in (("object", "  "), ("never", "x"), ("", "")):
        with pytest.raises(Refused):
            say(made, group.women, choice, comment)
    assert not Position.objects.exists()


def test_whoever_left_the_body_since_keeps_the_seat_in_the_round(group):
    made = opened(group)
    Membership.objects.filter(person=group.ngo).update(until=day_in(group.body.country, NOW) - timedelta(days=1))
    assert say(made, group.ngo).pk


def test_a_round_ends_with_the_last_seat_when_all_agree(group):
    made = opened(group)
    for who in (group.chair, group.women):
        say(made, who)
    made.refresh_from_db()
    assert made.outcome == "open"
    say(made, group.ngo, "aside")
    made.refresh_from_db()
    assert (made.outcome, made.ended_by) == ("passed", None)
    letters = Notice.objects.filter(key__startswith=f"round:{made.uuid}:ended:")
    assert letters.count() == 4
    with pytest.raises(Refused, match="over"):
        say(made, group.ngo)


def test_an_objection_holds_the_round_open_to_its_last_day_and_then_fails_it(group):
    made = opened(group)
    for who, choice in ((group.chair, "agree"), (group.women, "agree"), (group.ngo, "object")):
        say(made, who, choice, "No" if choice == "object" else "")
    last = NOW + timedelta(days=14)
    assert not consensus.close_if_due(round=made.pk, now=last)
    with pytest.raises(Refused, match="over"):
        say(made, group.ngo, now=last + timedelta(days=1))
    assert consensus.close_if_due(round=made.pk, now=last + timedelta(days=1))
    assert not consensus.close_if_due(round=made.pk, now=last + timedelta(days=2))
    made.refresh_from_db()
    assert made.outcome == "failed"
    assert Notice.objects.filter(key__startswith=f"round:{made.uuid}:ended:").count() == 4


@pytest.mark.parametrize(("kind", "said", "outcome"), [
    ("no-objection", [], "passed"), ("unanimity", ["agree", "agree"], "failed"), ("quorum", ["agree", "agree"], "failed"),
    ("no-objection", ["object"], "failed")])
def test_the_rule_that_the_round_was_opened_under_counts(group, kind, said, outcome):
    made = opened(group, kind=kind)
    consensus.set_rule(curriculum=group.vietnam, kind="quorum", quorum_percent=1, days=1, pilots=1, by=group.chair, now=NOW)
    for who, choice in zip((group.chair, group.women, group.ngo), said, strict=False):
        say(made, who, choice, "No")
    assert consensus.close_if_due(round=made.pk, now=LATER)
    made.refresh_from_db()
    assert made.outcome == outcome


def test_seats_without_a_position_are_reminded_half_way_and_on_the_last_day(group):
    made = opened(group)
    say(made, group.police)
    written = [consensus.remind_if_due(round=made.pk, now=NOW + timedelta(days=days)) for days in range(16)]
    assert written == [0] * 7 + [2] + [0] * 6 + [2, 0]
    assert Notice.objects.filter(key__contains=":reminded:").count() == 4
    assert not Notice.objects.filter(key__contains=":reminded:", person=group.chair.uuid).exists(), "its seat has spoken"


def test_a_reminder_that_came_late_is_written_once(group):
    made = opened(group)
    late = NOW + timedelta(days=14)
    assert [consensus.remind_if_due(round=made.pk, now=late) for _again in range(2)] == [4, 0]


def test_the_beat_counts_what_is_due(group, monkeypatch):
    made = opened(group)
    monkeypatch.setattr("curricula.tasks.timezone.now", lambda: LATER)
    move_rounds()
    made.refresh_from_db()
    assert made.outcome == "failed"


def test_ending_a_round_needs_the_right_and_a_reason_and_happens_once(group):
    made = opened(group)
    with pytest.raises(PermissionDenied):
        consensus.end_round(round=made, reason="x", by=group.women, now=NOW)
    with pytest.raises(Refused, match="Say why"):
        consensus.end_round(round=made, reason=" ", by=group.chair, now=NOW)
    consensus.end_round(round=made, reason="The law changed", by=group.chair, now=NOW)
    with pytest.raises(Refused, match="over already"):
        consensus.end_round(round=made, reason="x", by=group.chair, now=NOW)
    assert opened(group).number == 2


def test_the_log_names_no_choice_in_the_open(group):
    say(opened(group), group.ngo, "object", "Secret words")
    entry = Entry.objects.get(verb="position.taken")
    assert "object" not in str(entry.after) and entry.about == group.ngo.uuid


def test_members_and_the_country_read_positions_others_read_counts(group):
    made = opened(group)
    for who, may in [(group.ngo, True), (group.chair, True), (make.person("VN-COORD", "coordinator", group.vietnam.country), True),
                     (make.person("VN-TRAINEE", "trainee", group.vietnam.country), False),
                     (make.person("KH-COORD", "coordinator", make.country("KH")), False), (None, False)]:
        assert rounds.may_read_positions(made, by=who, now=NOW) is may, who
    Membership.objects.filter(person=group.ngo).update(until=day_in(group.body.country, NOW) - timedelta(days=1))
    assert not rounds.may_read_positions(made, by=group.ngo, now=NOW)


def test_thirty_rounds_are_counted_in_two_queries(group, django_assert_num_queries):
    made = opened(group)
    for number in range(2, 32):
        other = ConsensusRound.objects.create(curriculum=group.vietnam, body=group.body, number=number, opened_at=NOW,
                                              opened_by=group.chair.uuid, closes_on=made.closes_on, outcome="failed")
        Elector.objects.create(round=other, person=group.ngo, country=group.ngo.country, seat="ngo")
    known = list(ConsensusRound.objects.all())
    with django_assert_num_queries(2):
        found = tallies_of(known)
    assert sorted(tally.seats for tally in found.values()) == [1] * 30 + [3]


def test_an_open_position_waits_for_its_seat_alone(group):
    made = opened(group)
    today = day_in(group.body.country, NOW)
    assert rounds.waiting_for(group.police, today).get().round_id == made.pk
    say(made, group.chair)
    assert not rounds.waiting_for(group.police, today).exists()
    assert rounds.waiting_for(group.women, made.closes_on).exists()
    assert not rounds.waiting_for(group.women, made.closes_on + timedelta(days=1)).exists()
