"""A group's decisions on what the region released, and what they do to its own draft (activity 1.2, in tandem).

A decision never touches a national text that somebody wrote: adopting a new part puts the regional words in its place for
the translator, adopting a removal takes the part out of the draft, adopting a change moves figures and leaves the words.
What is public changes only when the group releases.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from curricula.domain import drafts, patching, tandem, units
from curricula.domain.adapting import Choice, copy_of, take_up
from curricula.domain.following import Followed, History, follow, history
from curricula.models import Adaptation, CurriculumPage, Decision, ModulePage, Translation, VersionModule
from lms.audit.domain.log import record
from lms.people.domain.refusal import Refused, require
from lms.people.models import Person
from lms.people.models.place import code_of

ADOPT, ADAPT, DECLINE = Decision.Choice
S = Adaptation.Status


@dataclass(frozen=True)
class Verdict:
    """What the group decides about one part; `reason` is needed for adapt and decline."""

    unit: str
    choice: str
    reason: str = ""


@transaction.atomic
def decide(*, bond: Adaptation, verdicts: Sequence[Verdict], seen: int, by: Person | None, now: datetime,
           last: int | None = None) -> int:
    """Record decisions about parts of one module, and give the number recorded. `seen` is the key of the newest regional
    version that the reader was shown, `last` of the newest decision (0: none; None: do not ask).

    A part that was decided on that version may be decided again until the national curriculum is released. Raises Refused
    when the region has released since, for a reason that is missing (field: the part), and for a part that is not to decide.
    """
    if by:
        require("decide changes", by=by, country=bond.curriculum.country)
    bond = Adaptation.objects.select_for_update(of=("self",)).select_related(
        "curriculum__country", "module", "origin").get(pk=bond.pk)
    past = history(bond.curriculum.origin)
    version = past.releases[-1][0] if past.releases else None
    if version is None or version.pk != seen:
        raise Refused(_("The region has released a newer version since. Look at what changed, then decide."))
    if last is not None and last != last_decision(bond):
        raise Refused(_("Somebody else has decided on this module since. Look at what is decided, then go on."))
    followed = follow(past, [bond])[0]
    now_frozen = next((row for row in past.newest if row.module_id == bond.origin_id), None)
    open_again = may_change(bond, version.pk)
    known = {change.unit for change in followed.changes} | set(open_again)
    for one in verdicts:
        if one.unit not in known:
            raise Refused(_("This part is not to decide any more. Load the page again."), field=one.unit)
        if one.choice != ADOPT and not one.reason.strip():
            raise Refused(_("Say why: the reason is kept with the decision."), field=one.unit)
    apply(bond, verdicts, followed, now_frozen, open_again, by)
    for one in verdicts:
        Decision.objects.create(adaptation=bond, unit=one.unit, choice=one.choice, version=version, seen=now_frozen,
                                reason=one.reason.strip(), at=now, by=by.uuid if by else None)
    if verdicts:
        carry_translations(bond, verdicts, past)
        letter = bond.origin.letter if bond.origin else ""
        record(verb="change.decided", thing=bond, by=by.uuid if by else None, now=now, country=code_of(bond.curriculum.country),
               after={"curriculum": bond.curriculum.slug, "module": letter, "version": version.number,
                      **{choice.value: sum(one.choice == choice for one in verdicts) for choice in Decision.Choice}})
    return len(verdicts)


@transaction.atomic
def take_new(*, curriculum: CurriculumPage, frozen: VersionModule, choice: str, reason: str, by: Person,
             now: datetime) -> Adaptation:
    """Decide on a module that the region added: adopt or adapt it (a draft with the regional words), or decline it.

    Raises Refused when it was decided on already or a reason is missing.
    """
    require("decide changes", by=by, country=curriculum.country)
    CurriculumPage.objects.select_for_update(of=("self",)).get(pk=curriculum.pk)
    if Adaptation.objects.filter(curriculum=curriculum, origin=frozen.module).exists():
        raise Refused(_("This module was decided on already."))
    if choice != ADOPT and not reason.strip():
        raise Refused(_("Say why: the reason is kept with the decision."), field=tandem.MODULE)
    status = {ADOPT: S.AS_IS, ADAPT: S.ADAPTED, DECLINE: S.DECLINED}[Decision.Choice(choice)]
    bond = take_up(curriculum=curriculum, frozen=frozen, choice=Choice(status, reason), by=by, now=now)
    Decision.objects.create(adaptation=bond, unit=tandem.MODULE, choice=choice, version=frozen.version, seen=frozen,
                            reason=reason.strip(), at=now, by=by.uuid)
    record(verb="change.decided", thing=bond, by=by.uuid, now=now, country=code_of(curriculum.country),
           after={"curriculum": curriculum.slug, "module": frozen.letter, "version": frozen.version.number, choice: 1})
    return bond


def last_decision(bond: Adaptation) -> int:
    """The key of the newest decision about a module; 0 before the first."""
    return bond.decisions.order_by("-pk").values_list("pk", flat=True).first() or 0


def may_change(bond: Adaptation, version: int) -> dict[str, Decision]:
    """The decisions on this regional version that may still be changed: {part: the newest one}. Two queries.

    Once the national curriculum was released, what the release rests on stays.
    """
    rows = Decision.objects.filter(adaptation=bond, version=version)
    last = bond.curriculum.versions.exclude(in_force=None).order_by("-released_at").values_list("released_at", flat=True)
    if released := last.first():
        rows = rows.filter(at__gt=released)
    return {row.unit: row for row in rows.order_by("pk")}


def apply(bond: Adaptation, verdicts: Sequence[Verdict], followed: Followed, frozen: VersionModule | None,
          before: dict[str, Decision], by: Person | None) -> None:
    """Bring the draft in line with the decisions, as far as no written word is lost."""
    if bond.module and bond.module.rounds_open():
        raise Refused(_("The draft is locked while its group decides on it. End the round to edit it."))
    for one in verdicts:
        if one.unit == tandem.MODULE:
            apply_to_module(bond, one, frozen, by, kept=kept_alone(bond, followed))
    if bond.module is None or frozen is None:
        return
    text = patching.Source.of(frozen)
    moments = first_decided(bond, list(before.values()))

    row = bond.module

    def edit(draft: ModulePage) -> bool:
        changed = False
        for one in verdicts:
            if one.unit in (tandem.MODULE, tandem.PLACE):
                continue
            undone = one.unit in before and before[one.unit].choice != DECLINE and one.choice == DECLINE
            if undone:
                changed |= patching.take_back(draft, one.unit, text, patching.earlier(row, moments[one.unit]))
            elif one.choice != DECLINE:
                changed |= patching.follow(draft, one.unit, text, whole=one.choice == ADOPT)
        return changed

    drafts.change(module=bond.module, by=by, edit=edit)


def first_decided(bond: Adaptation, standing: Sequence[Decision]) -> dict[str, datetime]:
    """{part: when it was decided on first, on the version that these decisions are about}: before that moment the draft
    was as the group had it by itself. One query."""
    if not standing:
        return {}
    rows = Decision.objects.filter(adaptation=bond, version=standing[0].version_id, unit__in=[row.unit for row in standing])
    return dict(rows.order_by("-pk").values_list("unit", "at"))


def kept_alone(bond: Adaptation, followed: Followed) -> bool:
    """True for a module that the region had removed and the group kept as its own."""
    last = next((one for one in reversed(followed.rulings) if one.unit == tandem.MODULE), None)
    return last is not None and last.seen is None and bond.status != S.DECLINED


def apply_to_module(bond: Adaptation, verdict: Verdict, frozen: VersionModule | None, by: Person | None, *,
                    kept: bool) -> None:
    """A module as a whole: give it up with the region, keep it, or take up again one that had been declined.

    `kept`: the group has it on its own, so declining what the region brings back changes nothing.
    """
    if frozen is None:
        bond.status = S.DECLINED if verdict.choice == ADOPT else S.ADAPTED
        bond.reason = verdict.reason.strip() or _("The region removed it.")
    elif verdict.choice == DECLINE and kept:
        bond.reason = verdict.reason.strip()
    elif verdict.choice == DECLINE:
        bond.status, bond.reason = S.DECLINED, verdict.reason.strip()
    else:
        if bond.module is None:
            bond.module = drafts.new_draft(bond.curriculum, copy_of(frozen, bond.curriculum), by=by)
        else:
            text = patching.Source.of(frozen)
            drafts.change(module=bond.module, by=by, edit=lambda draft: patching.complete(draft, text))
        bond.status = S.AS_IS if verdict.choice == ADOPT else S.ADAPTED
        bond.base, bond.reason = frozen, verdict.reason.strip()
    bond.save()


def carry_translations(bond: Adaptation, verdicts: Sequence[Verdict], past: History) -> None:
    """A text that is done stays done where the words it is to say are the same as before: only figures moved, there or
    back, and the translator has nothing to do."""
    followed = follow(past, [bond])[0]
    for one in verdicts:
        wanted, made_from = followed.wanted.get(one.unit), followed.done.get(one.unit)
        if not wanted or not made_from or wanted == made_from:
            continue
        then, now = (patching.unit_with(past.frozen.values(), one.unit, digest) for digest in (made_from, wanted))
        if then and now and units.words(then) == units.words(now):
            Translation.objects.filter(adaptation=bond, unit=one.unit).update(source=wanted)
