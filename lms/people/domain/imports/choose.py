"""A person decides on doubtful rows: somebody known, somebody new, or left out."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lms.people.domain.imports.begin import require_own
from lms.people.domain.imports.difference import kept_before, values_of, with_work
from lms.people.domain.imports.kinds import Kind
from lms.people.domain.imports.rows import work_faults
from lms.people.domain.imports.write import store
from lms.people.domain.persons import mail_is_taken, mail_refused
from lms.people.domain.refusal import Refused
from lms.people.models import Import, ImportRow, Person
from lms.people.models.place import day_in

NEW, SKIP, SAME = "new", "skip", "same"
CHUNK = 500
STATES = ImportRow.State


@transaction.atomic
def choose(*, batch: Import, number: int, choice: str, kind: Kind, by: Person, now: datetime) -> ImportRow:
    """Decide on one row: "new", "skip", or the uuid of one of the proposed persons; "" takes the decision back.

    Raises Refused for a row that is not in doubt, for a person who was not proposed, and when it is too late.
    """
    batch = _open(batch, kind, by)
    row = batch.rows.filter(number=number, state=STATES.DOUBTFUL).first()
    if row is None or (choice not in ("", NEW, SKIP) and choice not in persons_of(row)):
        raise Refused(_("This row is not in doubt any more. Look at the page again."))
    faults = _set(batch, [(row, choice)], by=by, now=now)
    if faults:
        raise Refused(faults[0][1])
    return row


@transaction.atomic
def choose_all(*, batch: Import, choice: str, kind: Kind, by: Person, now: datetime) -> tuple[int, int]:
    """Decide on all rows that are not decided: "same" takes the likeliest person of each, "new" or "skip".

    Returns how many are decided by it, and how many stay in doubt because the choice does not fit them.
    """
    batch = _open(batch, kind, by)
    open_rows = batch.rows.filter(state=STATES.DOUBTFUL, choice="").order_by("number")
    wanted: list[tuple[ImportRow, str]] = []
    left = 0
    for row in open_rows:
        persons = persons_of(row)
        if choice in (NEW, SKIP):
            wanted.append((row, choice))
        elif persons:
            wanted.append((row, persons[0]))
        else:  # it repeats a row of the sheet, which makes the person
            wanted.append((row, SKIP))
    for start in range(0, len(wanted), CHUNK):
        left += len(_set(batch, wanted[start:start + CHUNK], by=by, now=now))
    return len(wanted) - left, left


def persons_of(row: ImportRow) -> list[str]:
    """The uuids of the proposed persons, likeliest first."""
    return [one["person"] for one in row.alike if "person" in one]


def _open(batch: Import, kind: Kind, by: Person) -> Import:
    require_own(batch, kind=kind, by=by)
    locked = Import.objects.select_for_update(of=("self",)).select_related("country").get(pk=batch.pk)
    if locked.state != Import.State.CHECKED:
        raise Refused(_("This list is at work or done already. Look at the page again."))
    return locked


def _set(batch: Import, wanted: list[tuple[ImportRow, str]], *, by: Person, now: datetime) -> list[tuple[ImportRow, str]]:
    """Store decisions with the difference that each makes; returns those that do not fit, with the reason."""
    uuids = {choice for _row, choice in wanted} - {"", NEW, SKIP}
    visible = Person.objects.visible_to(by).current().filter(uuid__in=uuids)
    persons = {str(person.uuid): person for person in with_work(visible, day_in(batch.country, now))} if uuids else {}
    taken = set(batch.rows.exclude(person=None).filter(person__uuid__in=uuids).values_list("person_id", flat=True))
    mine = {row.pk for row, _choice in wanted}
    taken -= set(batch.rows.filter(pk__in=mine).exclude(person=None).values_list("person_id", flat=True))
    faults, right = [], []
    for row, choice in wanted:
        fault = _fault(row, choice, persons, taken)
        if fault:
            faults.append((row, fault))
            continue
        person = persons.get(choice)
        row.choice, row.person = choice, person
        row.before = kept_before(row.values, values_of(person)) if person else {}
        if person:
            taken.add(person.pk)
        right.append(row)
    store(right, ["choice", "person", "before"])
    return faults


def _fault(row: ImportRow, choice: str, persons: dict[str, Person], taken: set[int]) -> str:
    if choice == NEW and not row.values.get("name"):
        return _("The name in Latin letters is missing. It is needed for everyone who is new.")
    if choice == NEW and mail_is_taken(row.values.get("email", "")):
        return str(mail_refused())
    if choice in ("", NEW, SKIP):
        return ""
    person = persons.get(choice)
    if person is None:
        return _("This person is not in your register any more. Choose again.")
    if person.pk in taken:
        return _("Another row of the list already stands for this person. Leave one of the two out.")
    faults = work_faults(row.values, values_of(person))
    return faults[0][1] if faults else ""


def undecided(batch: Import) -> int:
    """How many doubtful rows wait for a decision."""
    return batch.rows.filter(state=STATES.DOUBTFUL, choice="").count()


def to_write(batch: Import) -> Counter:
    """What confirming would do: how many persons are added, changed, stay as they are, and rows left out."""
    found: Counter = Counter()
    for state, choice, before, count in _groups(batch):
        if state == STATES.WRONG or choice == SKIP:
            found["out"] += count
        elif state == STATES.NEW or choice == NEW:
            found["added"] += count
        elif state == STATES.SAME or (state == STATES.DOUBTFUL and not before):
            found["same"] += count
        else:
            found["changed"] += count
    return found


def _groups(batch: Import) -> Iterable[tuple[str, str, bool, int]]:
    counted: Counter = Counter()
    for state, choice, before in batch.rows.values_list("state", "choice", "before").iterator(2000):
        counted[state, choice if choice in ("", NEW, SKIP) else SAME, bool(before)] += 1
    return [(state, choice, before, count) for (state, choice, before), count in counted.items()]


def writes(row: ImportRow, kind: Kind) -> bool:
    """True for a row that confirming does something with."""
    if row.state == STATES.WRONG or row.choice == SKIP or (row.state == STATES.DOUBTFUL and not row.choice):
        return False
    return row.state != STATES.SAME or kind.all_rows


__all__ = ["NEW", "SAME", "SKIP", "choose", "choose_all", "persons_of", "to_write", "undecided", "writes"]
