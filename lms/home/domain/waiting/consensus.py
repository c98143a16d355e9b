"""Rounds of consensus: a position to take, a draft to amend after a round, a draft to adopt (plan activity 1.2)."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from curricula.domain.rounds import waiting_for
from curricula.models import ConsensusRound
from lms.home.domain.waiting.task import MOST, Desk, Task, marked, say
from lms.people.domain import wall

FAILED, ENDED, PASSED = ConsensusRound.Outcome.FAILED, ConsensusRound.Outcome.ENDED, ConsensusRound.Outcome.PASSED


def trail() -> tuple[str, ...]:
    return (_("Plan %(activity)s") % {"activity": "1.2"}, _("Curricula"))


def positions(desk: Desk) -> Iterator[Task]:
    """Open rounds in which the person's seat has taken no position yet. One query."""
    with wall.lifted("seat"):
        seats = list(waiting_for(desk.person, desk.today).select_related("round__curriculum").order_by(
            "round__closes_on")[:MOST])
    for seat in seats:
        page = seat.round.curriculum
        yield Task(title=say(_("Take a position: %(curriculum)s"), curriculum=marked(page.title, page.language)),
                   why=_("Your group decides on the frozen draft: agree, stand aside or object."),
                   url=reverse("curricula:round", args=[page.slug, seat.round.uuid]), verb=_("Take a position"),
                   due=seat.round.closes_on, trail=trail())


def to_lead(desk: Desk) -> Iterator[Task]:
    """Rounds that are over and wait for who leads the group: adopt what is agreed, amend what is not. One query."""
    if not desk.may("open rounds"):
        return
    newer = ConsensusRound.objects.filter(curriculum=OuterRef("curriculum"), pk__gt=OuterRef("pk"))
    rounds = ConsensusRound.objects.filter(
        ~Exists(newer), desk.own("open rounds", "curriculum__country"), outcome__in=(FAILED, ENDED, PASSED), adoption=None)
    for round in rounds.select_related("curriculum").order_by("ended_at")[:MOST]:
        page = round.curriculum
        name = marked(page.title, page.language)
        if round.outcome == PASSED:
            yield Task(title=say(_("Adopt %(curriculum)s"), curriculum=name), why=_("The group agrees on the draft."),
                       url=reverse("curricula:round_adopt", args=[page.slug, round.uuid]), verb=_("Adopt the draft"),
                       trail=trail())
        else:
            yield Task(title=say(_("Amend the draft and open a new round: %(curriculum)s"), curriculum=name),
                       why=_("The last round did not agree.") if round.outcome == FAILED
                       else _("The last round was ended to change the draft."),
                       url=reverse("curricula:round", args=[page.slug, round.uuid]), verb=_("See the round"), trail=trail())
