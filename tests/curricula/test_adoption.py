"""Adopting what a round agreed on: exactly its texts, once, after the gate; and the record of it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from curricula.domain import adoption, adoption_record, consensus, gate, pilots, rounds
from curricula.models import Adaptation, Adoption, ModulePage, PilotOverride
from lms.notices.models import Notice
from lms.people.domain.refusal import Refused
from lms.people.models import Body
from lms.people.models.place import day_in
from tests.curricula import factories as make
from tests.curricula.factories import NOW
from tests.curricula.rounds import edit, opened, say, seat

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def agreed(group, **rule):
    made = opened(group, **{"pilots": 0, **rule})
    for who in (group.chair, group.women, group.ngo):
        say(made, who)
    made.refresh_from_db()
    return made


def adopt(group, made, number="2.2", **changes) -> Adoption:
    return adoption.adopt(round=made, by=group.chair, now=NOW, **{
        "number": number, "in_force": day_in(group.body.country, NOW), "notes": "New", **changes})


def pilot(group, assessed=True, title="Pilot"):
    made = pilots.key_in(version=group.vietnam.versions.first(), title=title, held_until=day_in(None, NOW) - timedelta(days=3),
                         modules=["A"], participants=12, by=group.chair, now=NOW)
    return pilots.assess(pilot=made, on=day_in(None, NOW), by=group.chair, now=NOW) if assessed else made


def test_exactly_the_frozen_texts_become_public_and_a_version(group):
    made = agreed(group)
    frozen = made.modules.get()
    edit(group.national, "Written after the round")
    adopted = adopt(group, made)
    version, page = adopted.version, ModulePage.objects.get(pk=group.national.pk)
    assert (version.number, version.in_force, version.notes) == ("2.2", day_in(group.body.country, NOW), "New")
    one = version.modules.get()
    assert (one.revision_id, one.sha256, one.title) == (frozen.revision_id, frozen.sha256, "Ban đầu")
    assert (page.title, page.live, page.has_unpublished_changes) == ("Ban đầu", True, True)
    assert page.get_latest_revision_as_object().title == "Written after the round"
    assert Notice.objects.filter(key__startswith=f"round:{made.uuid}:adopted:").count() == 4


def test_a_module_that_the_group_gave_up_leaves_the_public_pages(group):
    extra = make.module(group.vietnam, "B")
    Adaptation.objects.create(curriculum=group.vietnam, module=extra, origin=group.D, status="declined", reason="Not ours")
    adopt(group, agreed(group))
    assert not ModulePage.objects.get(pk=extra.pk).live


def test_a_curriculum_that_was_never_public_comes_with_its_first_adoption(group):
    group.vietnam.unpublish()
    adopt(group, agreed(group))
    group.vietnam.refresh_from_db()
    assert group.vietnam.live


def test_only_the_newest_agreed_round_is_adopted_and_once(group):
    first = agreed(group)
    second = agreed(group)
    with pytest.raises(Refused, match="newest"):
        adopt(group, first)
    adopt(group, second)
    with pytest.raises(Refused, match="newest"):
        adopt(group, second)
    third = opened(group)
    with pytest.raises(Refused, match="newest"):
        adopt(group, third)


@pytest.mark.parametrize(("changes", "field"), [
    ({"number": "2.1"}, "number"), ({"number": "4.0"}, "number"), ({"number": "x"}, "number"),
    ({"in_force": day_in(None, NOW) - timedelta(days=1)}, "in_force")])
def test_numbers_and_days_that_are_refused(group, changes, field):
    made = agreed(group)
    with pytest.raises(Refused) as refused:
        adopt(group, made, **changes)
    assert refused.value.field == field
    assert not Adoption.objects.exists() and group.vietnam.versions.count() == 1


def test_who_may_not_adopt(group):
    made = agreed(group)
    for by in (group.women, make.person("KH-CHAIR", "chair", make.country("KH"))):
        with pytest.raises(PermissionDenied):
            adoption.adopt(round=made, number="2.2", in_force=day_in(None, NOW), notes="", by=by, now=NOW)


# --- the pilot gate ---------------------------------------------------------------------------------------------------
def test_the_gate_counts_assessed_pilots_of_the_same_major_version(group):
    made = agreed(group, pilots=2)
    pilot(group)
    pilot(group, assessed=False, title="Not assessed")
    assert (gate.gate(group.vietnam, 2).missing, gate.gate(group.vietnam, 3).missing) == (1, 2)
    with pytest.raises(Refused, match="Pilots are missing"):
        adopt(group, made)
    pilot(group, title="The second")
    with pytest.raises(Refused, match="Pilots are missing"):
        adopt(group, made, number="3.0")
    assert adopt(group, made).pilots == 2


def task_force(group, country=None):
    place = country or group.vietnam.country
    body = Body.objects.create(key=f"tf-{place.code}", kind="task-force", country=place, seats=["police"])
    who = make.person(f"{place.code}-TF", "", place)
    seat(body, who, "police")
    return who


def test_the_task_force_lets_it_pass_with_a_reason(group):
    made, member = agreed(group, pilots=2), task_force(group)
    for by in (group.chair, task_force(group, make.country("KH"))):
        with pytest.raises(PermissionDenied):
            gate.override(curriculum=group.vietnam, major=2, reason="Urgent", by=by, now=NOW)
    with pytest.raises(Refused, match="Say why"):
        gate.override(curriculum=group.vietnam, major=2, reason=" ", by=member, now=NOW)
    gate.override(curriculum=group.vietnam, major=2, reason="A new law is in force", by=member, now=NOW)
    with pytest.raises(Refused, match="Nothing is missing"):
        gate.override(curriculum=group.vietnam, major=2, reason="Again", by=member, now=NOW)
    assert adopt(group, made).override_reason == "A new law is in force"
    assert PilotOverride.objects.count() == 1


def test_leave_that_was_not_needed_does_not_stand_in_the_record(group):
    made, member = agreed(group, pilots=1), task_force(group)
    gate.override(curriculum=group.vietnam, major=2, reason="Urgent", by=member, now=NOW)
    pilot(group)
    assert adopt(group, made).override_reason == ""


# --- the record -------------------------------------------------------------------------------------------------------
def test_the_public_record_shows_seats_and_choices_neither_names_nor_words(group):
    made = opened(group, pilots=0)
    say(made, group.chair)
    say(made, group.women, "aside", "Comment of the seat")
    say(made, group.ngo)
    made.refresh_from_db()
    adopt(group, made)
    made = rounds.find(curriculum="viet-nam", uuid=made.uuid)
    public, full = (adoption_record.read(made, named=named) for named in (False, True))
    assert [(one.word, one.status) for one in public.stands] == [(one.word, one.status) for one in full.stands]
    assert {one.names for one in public.stands} == {()} and {one.position.comment for one in public.stands} == {""}
    assert any("VN-WOMEN" in one.names for one in full.stands)
    said = str(adoption_record.on_paper(public, "en"))
    assert "VN-" not in said and "Comment of the seat" not in said and "Ban đầu" in said
    assert "Comment of the seat" in str(adoption_record.on_paper(full, "en"))


@pytest.mark.parametrize("language", ["en", "km", "my", "th", "lo", "vi", "zh-hans"])
def test_the_record_is_printed_in_every_language(group, language):
    made = opened(group, pilots=0)
    say(made, group.chair, "aside", "A letter that no font has: \U0001f600 \U00010330")
    for who in (group.women, group.ngo):
        say(made, who)
    made.refresh_from_db()
    pilot(group)
    adopt(group, made)
    made = rounds.find(curriculum="viet-nam", uuid=made.uuid)
    for named in (True, False):
        assert adoption_record.as_pdf(adoption_record.read(made, named=named), language=language).startswith(b"%PDF-")


def test_the_rule_that_nobody_laid_down(group):
    rule = consensus.rule_of(group.vietnam)
    assert (rule.pk, rule.kind, rule.quorum_percent, rule.days, rule.pilots) == (None, "quorum", 67, 14, 1)
