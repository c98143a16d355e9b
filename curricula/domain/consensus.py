"""Rounds of consensus (activity 1.2): a group decides together on the frozen draft of its curriculum's next version."""

from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from curricula.domain import ballots, cases, round_letters
from curricula.domain.tallies import seat, tally_of
from curricula.domain.versions import Text, draft_texts, text_hash
from curricula.models import AdoptionRule, ConsensusRound, CurriculumPage, Elector, ModulePage, Position, RoundModule
from lms.audit.domain.log import record
from lms.people.domain import wall
from lms.people.domain.refusal import Refused, require
from lms.people.models import Membership, Person
from lms.people.models.place import code_of, day_in

OPEN, PASSED, FAILED, ENDED = ConsensusRound.Outcome
OBJECT = Position.Choice.OBJECT


def rule_of(curriculum: CurriculumPage) -> AdoptionRule:
    """The group's rule as it is laid down, else the one that holds when nothing is: not saved, with its defaults."""
    return AdoptionRule.objects.filter(curriculum=curriculum).first() or AdoptionRule(curriculum=curriculum)


@transaction.atomic
def set_rule(*, curriculum: CurriculumPage, kind: str, quorum_percent: int, days: int, pilots: int, by: Person,
             now: datetime) -> AdoptionRule:
    """Lay down what the group asks for before it adopts. A round that is open keeps the terms it was opened under."""
    require("release curricula", by=by, country=curriculum.country)
    CurriculumPage.objects.select_for_update(of=("self",)).get(pk=curriculum.pk)
    rule = rule_of(curriculum)
    if pilots < rule.pilots and curriculum.rounds.filter(outcome__in=(OPEN, PASSED), adoption=None).exists():
        raise Refused(_("The number of pilots is not lowered while a draft is decided on or waits to be adopted."),
                      field="pilots")
    before = {"kind": rule.kind, "quorum": rule.quorum_percent, "days": rule.days, "pilots": rule.pilots}
    rule.kind, rule.quorum_percent, rule.days, rule.pilots = kind, quorum_percent, days, pilots
    rule.save()
    record(verb="rule.changed", thing=rule, by=by.uuid, now=now, country=code_of(curriculum.country), before=before,
           after={"curriculum": curriculum.slug, "kind": kind, "quorum": quorum_percent, "days": days, "pilots": pilots})
    return rule


@transaction.atomic
def open_round(*, curriculum: CurriculumPage, subject: str, by: Person, now: datetime) -> ConsensusRound:
    """Freeze the drafts of the next version and ask every seat of the curriculum's body for a position.

    The electorate is who holds a seat on this day by the body's clocks. Until the round ends the drafts are locked.
    Raises Refused while a round is open, without a body, members or texts, for a draft that waits to be published on a
    day of its own, and for case studies that could identify somebody (`domain.cases`).
    """
    require("open rounds", by=by, country=curriculum.country)
    row = CurriculumPage.objects.select_for_update(of=("self",)).select_related("country", "body__country").get(
        pk=curriculum.pk)
    if row.body is None:
        raise Refused(_("No body keeps this curriculum yet. Name one first."))
    if row.body.country_id != row.country_id:
        raise Refused(_("The body that keeps this curriculum is of another country. Name one of its own first."))
    if row.rounds.filter(outcome=OPEN).exists():
        raise Refused(_("A round on this curriculum is open. It ends before the next one begins."))
    today = day_in(row.body.country, now)
    members = list(Membership.objects.on(today).filter(body=row.body).order_by("pk"))
    if not members:
        raise Refused(_("%(body)s has no members today. Give its seats first.") % {"body": row.body.label})
    # who edits a draft just now is waited for: after this, an edit finds the round
    list(ModulePage.objects.child_of(row).select_for_update(of=("self",)).values_list("pk", flat=True))
    texts = draft_texts(row)
    if not texts:
        raise Refused(_("No module has a text to release yet."))
    drafts = [ModulePage.from_serializable_data(revision.content, check_fks=False) for _page, revision in texts]
    check_drafts(drafts, now)
    rule = rule_of(row)
    made = ConsensusRound.objects.create(
        curriculum=row, body=row.body, number=row.rounds.count() + 1, subject=subject.strip(), opened_at=now,
        opened_by=by.uuid, closes_on=today + timedelta(days=rule.days), kind=rule.kind,
        quorum_percent=rule.quorum_percent, days=rule.days)
    freeze(made, texts, drafts)
    Elector.objects.bulk_create([
        Elector(round=made, person_id=member.person_id, country_id=member.country_id, seat=member.seat,
                listed_name=member.listed_name) for member in {one.person_id: one for one in members}.values()])
    record(verb="round.opened", thing=made, by=by.uuid, now=now, country=code_of(row.country), after={
        "curriculum": row.slug, "number": made.number, "modules": len(texts), "seats": len({seat(one) for one in members}),
        "until": made.closes_on.isoformat()})
    round_letters.write(made, "invited", round_letters.invitation, now=now)
    return made


def check_drafts(drafts: list[ModulePage], now: datetime) -> None:
    """Raise Refused for drafts that no group can decide on yet."""
    for draft in drafts:
        if draft.go_live_at and draft.go_live_at > now:
            raise Refused(_("Module %(letter)s is set to be published on a day of its own. Take that day away first.")
                          % {"letter": draft.letter})
    if flagged := [draft.letter for draft in drafts if cases.unsettled(draft)]:
        raise Refused(_("Case studies could identify somebody, in module %(letters)s. Change them, or let a second editor "
                        "look at them.") % {"letters": ", ".join(flagged)})


def freeze(made: ConsensusRound, texts: list[Text], drafts: list[ModulePage]) -> None:
    RoundModule.objects.bulk_create([
        RoundModule(round=made, module=module, revision=revision, letter=draft.letter, title=draft.title,
                    sha256=text_hash(draft), sort_order=order)
        for order, ((module, revision), draft) in enumerate(zip(texts, drafts, strict=True))])


@transaction.atomic
def take_position(*, round: ConsensusRound, choice: str, comment: str, by: Person, now: datetime) -> Position:
    """Say for one's seat that it agrees, stands aside or objects. The newest word of a seat counts; all are kept.

    Raises PermissionDenied for who held no seat when the round was opened; Refused when it is over, or for an objection
    without its reason.
    """
    row = locked(round)
    elector = row.electors.filter(person=by).first()
    if elector is None:
        raise PermissionDenied(_("Only those who held a seat when the round was opened take a position."))
    if row.outcome != OPEN or day_in(row.body.country, now) > row.closes_on:
        raise Refused(_("This round is over: no more positions are taken."))
    if choice not in Position.Choice.values:
        raise Refused(_("Choose one."), field="choice")
    if choice == OBJECT and not comment.strip():
        raise Refused(_("Say what has to change, so that the seat can agree."), field="comment")
    taken = Position.objects.create(elector=elector, country_id=elector.country_id, choice=choice,
                                    comment=comment.strip(), at=now)
    record(verb="position.taken", thing=taken, by=by.uuid, now=now, about=by.uuid, country=code_of(row.curriculum.country),
           after={"curriculum": row.curriculum.slug, "number": row.number, "seat": elector.seat},
           personal_after={"choice": choice})
    if ballots.settled(row, tally_of(row)):
        with wall.lifted("task"):  # the count is the platform's work, not that of the seat that spoke last
            close(row, now=now)
    return taken


@transaction.atomic
def end_round(*, round: ConsensusRound, reason: str, by: Person, now: datetime) -> ConsensusRound:
    """End an open round without a result, so that its draft can be changed. The reason goes to every seat."""
    row = locked(round)
    require("open rounds", by=by, country=row.curriculum.country)
    if row.outcome != OPEN or due(row, now):
        raise Refused(_("This round is over already."))
    if not reason.strip():
        raise Refused(_("Say why the draft is changed: every seat reads it."), field="reason")
    row.outcome, row.ended_at, row.ended_by, row.reason = ENDED, now, by.uuid, reason.strip()
    row.save(update_fields=["outcome", "ended_at", "ended_by", "reason"])
    record(verb="round.ended", thing=row, by=by.uuid, now=now, country=code_of(row.curriculum.country),
           after={"curriculum": row.curriculum.slug, "number": row.number})
    round_letters.write(row, "ended", round_letters.result, now=now)
    return row


def close(row: ConsensusRound, *, now: datetime) -> None:
    """Count a round whose time has come, in the caller's transaction, under its lock."""
    tally = tally_of(row)
    row.outcome, row.ended_at = (PASSED if ballots.agreed(row, tally) else FAILED), now
    row.save(update_fields=["outcome", "ended_at"])
    record(verb="round.ended", thing=row, by=None, now=now, country=code_of(row.curriculum.country), after={
        "curriculum": row.curriculum.slug, "number": row.number, "outcome": row.outcome, "seats": tally.seats,
        "agree": tally.agree, "aside": tally.aside, "object": tally.object})
    round_letters.write(row, "ended", round_letters.result, now=now)


def due(round: ConsensusRound, now: datetime) -> bool:
    """True for an open round whose last day is over by the clocks of its body."""
    return round.outcome == OPEN and day_in(round.body.country, now) > round.closes_on


@transaction.atomic
def close_if_due(*, round: int, now: datetime) -> bool:
    """Count a round (its key) if its last day is over. Asked twice, it is counted once."""
    row = locked(round)
    if is_due := due(row, now):
        close(row, now=now)
    return is_due


@transaction.atomic
def remind_if_due(*, round: int, now: datetime) -> int:
    """Write to the seats of a round (its key) without a position: once half-way, once on the last day. The letters written."""
    row = locked(round)
    today = day_in(row.body.country, now)
    half = row.closes_on - timedelta(days=row.days // 2)
    days = [day for day in (half, row.closes_on) if day <= today]
    if row.outcome != OPEN or today > row.closes_on or not days or (row.reminded_on and row.reminded_on >= max(days)):
        return 0
    row.reminded_on = today
    row.save(update_fields=["reminded_on"])
    return round_letters.write(row, f"reminded:{max(days)}", round_letters.reminder, now=now, silent=True)


def open_rounds() -> list[int]:
    """Keys of the rounds that the calendar may move on."""
    return list(ConsensusRound.objects.filter(outcome=OPEN).order_by("pk").values_list("pk", flat=True))


def locked(round: ConsensusRound | int) -> ConsensusRound:
    """The round, locked until the caller's transaction ends."""
    return ConsensusRound.objects.select_for_update(of=("self",)).select_related(
        "curriculum__country", "body__country").get(pk=round if isinstance(round, int) else round.pk)
