"""How many seats of a round stand where: figures that everyone may read, never who."""

from curricula.domain import ballots
from curricula.models import ConsensusRound, Elector, Position
from lms.people.domain import wall
from lms.people.models import Membership


def seat(member: Membership | Elector) -> str:
    """What has one position: a sector's seat, or, where a member speaks for no sector, that member."""
    return member.seat or f"#{member.person_id}"


def tallies_of(rounds: list[ConsensusRound]) -> dict[int, ballots.Tally]:
    """{round's key: its tally}. Two queries for any number of rounds; how many, never who."""
    seats: dict[int, dict[str, str]] = {row.pk: {} for row in rounds}
    with wall.lifted("counts"):
        for elector in Elector.objects.filter(round__in=seats):
            seats[elector.round_id][seat(elector)] = ""
        taken = Position.objects.filter(elector__round__in=seats).select_related("elector").order_by("pk")
        for position in taken:
            seats[position.elector.round_id][seat(position.elector)] = position.choice
    return {key: ballots.count(len(said), said.values()) for key, said in seats.items()}


def tally_of(round: ConsensusRound) -> ballots.Tally:
    return tallies_of([round])[round.pk]
