"""Walks the chain over the log and names what was removed or altered. Memory stays flat however long the log is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Q

from lms.audit.domain.chain import FIELDS, START, hash_of
from lms.audit.domain.seal import waiting
from lms.audit.models import Entry, Seal

LATE = timedelta(minutes=10)
"""An entry that is older and unsealed says that no sealer runs."""

AT_ONCE = 1000
NEITHER = "entry {entry} or its seal {number} was altered"
ALTERED = {"entry": "entry {entry} was altered", "seal": "seal {number} (of entry {entry}) was altered"}
UNREADABLE: tuple = ()


@dataclass
class Report:
    """`faults` are sentences. `unsealed` is the tail, `late` those of it that a running sealer would have taken."""

    sealed: int = 0
    unsealed: int = 0
    late: int = 0
    number: int = 0
    hash: str = START
    faults: list[str] = field(default_factory=list)

    @property
    def head(self) -> str:
        """What to write down, and to give to the next `verify` as what is expected."""
        return f"{self.number}:{self.hash}"


@dataclass(frozen=True)
class Link:
    """A seal, and its entry's FIELDS: None when the entry is gone, UNREADABLE when a column holds what it cannot hold."""

    number: int
    entry_id: int
    hash: str
    sealed_at: datetime
    entry: Sequence[object] | None

    def made_after(self, before: str) -> str:
        return hash_of(before=before, number=self.number, sealed_at=self.sealed_at, entry=self.entry or UNREADABLE)


def verify(*, now: datetime, expect: tuple[int, str] | None = None) -> Report:
    """Compare every sealed entry with its seal. `expect` is a head written down earlier: without one, an end that was
    cut off together with its entries cannot be seen.
    """
    report = Report()
    walk(links(), report, expect)
    if expect and expect[0] > report.number:
        report.faults.append(f"seal {expect[0]} was written down, and the chain ends at seal {report.number}")
    counts = waiting(now=now, whole=True).order_by().aggregate(
        all=Count("pk"), late=Count("pk", filter=Q(at__lt=now - LATE)))
    report.unsealed, report.late = counts["all"], counts["late"]
    return report


def walk(chain: Iterator[Link], report: Report, expect: tuple[int, str] | None) -> None:
    """Fill the report from the links in the order of their numbers.

    A hash that does not fit may be the entry's or the seal's own fault. The next link tells, because it was made over
    the true hash: `known` holds the hashes that could be true, each with what it would prove about the link in doubt.
    """
    known: list[tuple[str, str]] = [(START, "")]
    doubt: Link | None = None

    def settle(proof: str = "") -> None:
        if doubt:
            report.faults.append(ALTERED.get(proof, NEITHER).format(entry=doubt.entry_id, number=doubt.number))

    for link in chain:
        if expect and link.number == expect[0] and link.hash != expect[1]:
            report.faults.append(f"seal {link.number} is not the one that was written down")
        if link.number != report.number + 1:
            settle()
            report.faults.append(missing(report.number + 1, link.number))
            doubt, known = None, []
        report.sealed, report.number, report.hash = report.sealed + 1, link.number, link.hash
        if link.entry is None:
            settle()
            report.faults.append(f"entry {link.entry_id} was removed")
            doubt, known = None, [(link.hash, "")]
            continue
        made = [(link.made_after(before), proof) for before, proof in known]
        fitting = [proof for computed, proof in made if computed == link.hash]
        settle(fitting[0] if fitting else "")
        # after a gap there is nothing to compare with
        doubt = link if made and not fitting else None
        known = [(link.hash, "entry"), *((computed, "seal") for computed, _proof in made[:2] if doubt)]
    settle()


def missing(first: int, found: int) -> str:
    """What a jump in the numbers says."""
    if found < first:
        return f"seal {found} does not belong here"
    gone = f"seal {first} is" if found == first + 1 else f"seals {first} to {found - 1} are"
    return f"{gone} missing; seal {found} cannot be compared"


def links() -> Iterator[Link]:
    """All seals in the order of their numbers with their entries, a thousand at a time."""
    number = -1
    while seals := list(Seal.objects.filter(number__gt=number).order_by("number")[:AT_ONCE]):
        entries = read([seal.entry_id for seal in seals])
        for seal in seals:
            yield Link(seal.number, seal.entry_id, seal.hash, seal.sealed_at, entries.get(seal.entry_id))
        number = seals[-1].number


def read(ids: list[int]) -> dict[int, Sequence[object]]:
    """{id: FIELDS} of the entries that are there.

    Somebody who writes past the platform may leave what is no date, uuid or JSON; then each is read alone.
    """
    rows = Entry.objects.values_list(*FIELDS)
    try:
        return {row[0]: row for row in rows.filter(pk__in=ids)}
    except (ValueError, TypeError, AttributeError):
        if len(ids) == 1:
            return {ids[0]: UNREADABLE}
        return {pk: row for one in ids for pk, row in read([one]).items()}
