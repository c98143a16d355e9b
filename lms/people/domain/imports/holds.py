"""Whether what a dry run showed still holds at the moment of writing."""

from datetime import datetime

from django.utils.translation import gettext as _

from lms.people.domain import alike
from lms.people.domain.imports.choose import writes
from lms.people.domain.imports.difference import kept_before, values_of, with_work
from lms.people.domain.imports.kinds import Kind
from lms.people.domain.imports.rows import traits
from lms.people.domain.persons import mail_refused
from lms.people.models import Import, ImportRow, Person
from lms.people.models.person import access_of
from lms.people.models.place import day_in
from lms.people.permissions import Held, may_act_for

CHUNK = 500


class Stale(Exception):
    """Rows that do not hold any more: {row's pk: why}. The transaction is rolled back with it."""

    def __init__(self, rows: dict[int, str]):
        super().__init__(len(rows))
        self.rows = rows


def stale_rows(batch: Import, kind: Kind, *, by: Person, now: datetime) -> dict[int, str]:
    """Rows whose person was changed since the check, whose mail address was taken, or whom somebody added meanwhile.

    The persons that would be changed are locked until the transaction ends.
    """
    found: dict[int, str] = {}
    fresh: dict[int, alike.Traits] = {}
    last = 0
    while some := list(batch.rows.filter(number__gt=last).order_by("number")[:CHUNK]):
        last = some[-1].number
        rows = [row for row in some if writes(row, kind)]
        found |= _changed(batch, [row for row in rows if row.person_id], by=by, now=now)
        found |= _mail_taken(rows)
        fresh |= {row.pk: traits(row.values) for row in rows if row.person_id is None}
    return found | _added(batch, {pk: who for pk, who in fresh.items() if pk not in found})


def _changed(batch: Import, rows: list[ImportRow], *, by: Person, now: datetime) -> dict[int, str]:
    pks = [row.person_id for row in rows if row.person_id]
    list(Person.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk").values_list("pk", flat=True))
    current = with_work(Person.objects.visible_to(by).current(), day_in(batch.country, now)).filter(pk__in=pks)
    persons = {person.pk: person for person in current}
    mails = mails_of_others(by, [row for row in rows if "email" in row.before])
    found = {}
    for row in rows:
        person = persons.get(row.person_id or 0)
        if person is None:
            found[row.pk] = _("This person is not in your register any more.")
        elif kept_before(row.values, values_of(person)) != row.before:
            found[row.pk] = _("This person was changed since the check. Send the list again to see the difference.")
        elif row.pk in mails:
            found[row.pk] = _("This person holds a role that you do not give. Ask the secretariat.")
    return found


def mails_of_others(by: Person, rows: list[ImportRow]) -> set[int]:
    """Rows that change the mail address, by which an account is entered, of somebody with a role that `by` cannot give."""
    held: dict[int, list[Held]] = {}
    from_grants = Person.objects.filter(pk__in=[row.person_id for row in rows], grants__isnull=False).values_list(
        "pk", "grants__role", "grants__country_id", "grants__body__country_id")
    for pk, role, country, body_country in from_grants:
        held.setdefault(pk, []).append(Held(role, country or body_country))
    access = access_of(by)
    return {row.pk for row in rows if row.person_id != by.pk and row.person_id in held
            and not may_act_for(access, held[row.person_id])}


def _mail_taken(rows: list[ImportRow]) -> dict[int, str]:
    wanted = {row.values["email"]: row for row in rows if row.values.get("email")}
    taken = Person.objects.filter(email__in=wanted).values_list("email", "pk")
    return {wanted[email].pk: str(mail_refused()) for email, pk in taken if wanted[email].person_id != pk}


def _added(batch: Import, fresh: dict[int, alike.Traits]) -> dict[int, str]:
    """New rows that look like somebody who was added after the check: the same list sent twice, for one."""
    newer = Person.objects.current().filter(pk__gt=batch.counts.get("newest", 0))
    if batch.country_id:
        newer = newer.filter(country=batch.country_id)
    if not fresh or not newer.exists():
        return {}
    said = _("Somebody like this was added since the check. Send the list again to compare.")
    return dict.fromkeys(alike.near(fresh, among=newer), said)
