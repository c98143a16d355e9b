"""What the seats of a round are told: the invitation, reminders, the result. In the transaction of what they tell of."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from curricula.domain import ballots
from curricula.domain.tallies import seat, tally_of
from curricula.models import ConsensusRound, Position
from lms.look.domain.dates import write_day
from lms.people.domain import wall
from lms.people.domain.letters import write_to

PASSED, FAILED, ENDED = ConsensusRound.Outcome.PASSED, ConsensusRound.Outcome.FAILED, ConsensusRound.Outcome.ENDED

Words = Callable[[ConsensusRound], tuple[str, str]]


def write(row: ConsensusRound, what: str, words: Words, *, now: datetime, silent: bool = False) -> int:
    """Write to every elector, or to those of seats without a position alone. The number of letters."""
    path = f"curricula/{row.curriculum.slug}/rounds/{row.uuid}/"
    with wall.lifted("letters"):
        electors = list(row.electors.select_related("person__country"))
        spoken = {seat(one.elector) for one in Position.objects.filter(elector__round=row).select_related("elector")}
    chosen = [one for one in electors if not (silent and seat(one) in spoken) and not one.person.erased_at]
    for elector in chosen:
        write_to(person=elector.person, key=f"round:{row.uuid}:{what}", text=lambda: words(row), now=now, path=path)
    return len(chosen)


def facts(row: ConsensusRound) -> dict[str, str]:
    return {"curriculum": row.curriculum.title, "day": write_day(row.closes_on, language=get_language() or "en")}


def invitation(row: ConsensusRound) -> tuple[str, str]:
    rule = ballots.rule_in_words(row, tally_of(row).seats, row.closes_on)
    asked = _("Your group decides on the draft of %(curriculum)s. Read what changed, and take the position of your seat by "
              "%(day)s: agree, stand aside or object.") % facts(row)
    return _("Take a position by %(day)s: %(curriculum)s") % facts(row), "\n\n".join([asked, *rule])


def reminder(row: ConsensusRound) -> tuple[str, str]:
    return (_("Take a position by %(day)s: %(curriculum)s") % facts(row),
            _("Your seat has taken no position on the draft of %(curriculum)s yet. The last day is %(day)s.") % facts(row))


def result(row: ConsensusRound) -> tuple[str, str]:
    subject, body = {
        PASSED: (_("Agreed: %(curriculum)s"), _("Your group agrees on the draft of %(curriculum)s. Its chair adopts it next.")),
        FAILED: (_("Not agreed: %(curriculum)s"),
                 _("Your group does not agree on the draft of %(curriculum)s. Its chair changes it and opens a new round.")),
        ENDED: (_("The round is ended: %(curriculum)s"),
                _("The draft of %(curriculum)s is changed, then a new round begins. Your position is kept with this round.")),
    }[ConsensusRound.Outcome(row.outcome)]
    said = body % facts(row)
    return subject % facts(row), f"{said}\n\n{row.reason}" if row.reason else said
